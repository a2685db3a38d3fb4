"""Words events as one line each, for the log, the undo and the notice on the screen."""

from collections.abc import Callable, Mapping
from datetime import time
from typing import TYPE_CHECKING, Any

from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.meeting import events as ev
from kpcommittee.domain.meeting.decision import Decision, PositionTaken
from kpcommittee.domain.meeting.differences import Difference, HeadChange, HeadPart
from kpcommittee.locale import N_, _, ngettext
from kpcommittee.wording import agenda_file, figures, leaders, sentences, telling
from kpcommittee.wording.names import speaker
from kpcommittee.wording.stories import held_line

if TYPE_CHECKING:
    from kpcommittee.domain.meeting.caseload_events import Exported, Imported, ImportUndone, Restored
    from kpcommittee.domain.meeting.followed_up import FollowedUp
    from kpcommittee.domain.meeting.purged import Purged

OUTCOMES: Mapping[str, str] = {
    "answered": N_("comment {n} answered"),
    "taken_in": N_("comment {n} taken in"),
    "withdrawn": N_("comment {n} withdrawn"),
}
"""What became of a comment on the minutes."""

HEAD_PARTS: Mapping[str, str] = {"date": N_("date"), "start": N_("start"), "place": N_("place")}
"""What an agenda says about when and where the committee meets."""


@immutable(kw_only=False)
class _Line:
    """One event, and the places of cases on the agenda."""

    event: Any
    places: Mapping[str, int]

    def about(self) -> str:
        """Name the case: `sag 3`, or the case number if its place is unknown."""
        return case_named(self.event.about or "", self.places)


def event_kind(kind: str) -> str:
    """Name the kind of an event in a word or two."""
    name, _line = KINDS.get(kind, (kind, _plain))
    return _(name)


def case_named(number: str, places: Mapping[str, int] | None = None) -> str:
    """Name a case: `sag 3` if its place is known, else `sag 2026-0412`."""
    return _("case {number}").format(number=(places or {}).get(number, number))


def event_line(recorded: ev.Recorded, places: Mapping[str, int] | None = None) -> str:
    """Word the event as one line; cases are named by their place on the agenda if `places` contains it."""
    line = _Line(recorded.event, places or {})
    _name, word_event = KINDS[recorded.kind]
    return sentences.capitalise_first(word_event(line))


def times(count: int) -> str:
    """Count a postponement: `for anden gang`; empty the first time."""
    return _("for the {nth} time").format(nth=figures.ordinal(count)) if count > 1 else ""


def difference_line(difference: Difference) -> str:
    """Say how the agenda file differs, in one line."""
    label = difference.case_number or _("the meeting")
    return f"{sentences.capitalise_first(label)}: {difference_text(difference)}"


def difference_text(difference: Difference) -> str:
    """Say how the agenda file differs in a case, or in date, start and place."""
    if not difference.changes:
        return agenda_file.difference(difference.kind)
    return "; ".join(map(head_change, difference.changes))


def head_change(change: HeadChange) -> str:
    """Say what changed in when and where the committee meets: `place from A to B`."""
    text = _("{what} from {before} to {after}")
    before, after = (_head_value(change.what, value) for value in (change.before, change.after))
    return text.format(what=head_part(change.what), before=before, after=after)


def head_part(part: str) -> str:
    """Name a part of when and where the committee meets."""
    return _(HEAD_PARTS.get(part, part))


def _head_value(part: HeadPart, value: str | None) -> str:
    if value is None or part == "place":
        return value or figures.NONE
    return figures.iso_date(value) if part == "date" else figures.time(time.fromisoformat(value))


def _plain(line: _Line) -> str:
    label = line.about() if line.event.about else ""
    return f"{label} {event_kind(line.event.kind)}".strip()


def _opened(_line: _Line) -> str:
    return _("the meeting is opened")


def _closed(_line: _Line) -> str:
    return _("the meeting is closed")


def _taken(line: _Line) -> str:
    if line.event.case is None:
        return _("date, start and place as in the agenda's file")
    text = _("{case} added late") if line.event.late else _("{case} changed as in the agenda's file")
    return text.format(case=line.about())


def _set_aside(line: _Line) -> str:
    return f"{agenda_file.unread_case(line.event.left_out)}: {event_kind(line.event.kind)}"


def _attended(line: _Line) -> str:
    event: ev.Attended = line.event
    substitute = f"{_('substitute')} {event.substitute}" if event.substitute else ""
    return " · ".join(part for part in (*_presence(event, line.places), substitute) if part)


def _presence(event: ev.Attended, places: Mapping[str, int]) -> tuple[str, str]:
    """Return somebody's attendance, and from which item on unless it is the first."""
    status = f"{event.person}: {leaders.attendance(event.status)}"
    if event.case is None:
        return status, ""
    place = places.get(event.case)
    if place is None:
        return status, _("from {case}").format(case=case_named(event.case))
    if event.status == "left":
        return _("{person} left the meeting before item {n}").format(person=event.person, n=place), ""
    return status, _("from item {n}").format(n=place)


def _disqualified(line: _Line) -> str:
    event: ev.Disqualified = line.event
    text = _("{case}: {person} is disqualified") if event.outcome == "out" else _("{case}: {person} stays")
    return text.format(case=line.about(), person=event.person)


def _positioned(line: _Line) -> str:
    position: PositionTaken = line.event.position
    return f"{line.about()}: {leaders.role(position.role)} {leaders.stance(position.stance)}"


def _decided(line: _Line) -> str:
    decision: Decision = line.event.decision
    text = _("{case} decided in principle: {whom}") if decision.in_principle else _("{case} placed: {whom}")
    nobody = "" if decision.staff_name else _("without a contact person")
    start = _("from {date}").format(date=figures.date_numeric(decision.start))
    parts = " · ".join(part for part in (whom(decision), nobody, start) if part)
    return text.format(case=line.about(), whom=parts)


def whom(decision: Decision) -> str:
    """Name provider and person in one phrase."""
    return " · ".join(name for name in (decision.provider_name, decision.staff_name) if name)


def _confirmed(line: _Line) -> str:
    event: ev.Confirmed = line.event
    text = _("{case}: {role} refused") if event.refuse else _("{case}: {role} confirmed")
    start = _("from {date}").format(date=figures.date_numeric(event.start)) if event.start else ""
    return " · ".join(part for part in (text.format(case=line.about(), role=leaders.role(event.role)), start) if part)


def _postponed(line: _Line) -> str:
    return " ".join(part for part in (_("{case} postponed").format(case=line.about()), times(line.event.times)) if part)


def _noted(line: _Line) -> str:
    if line.event.private:
        return _("{case}: private note").format(case=line.about())
    said_by = speaker(line.event.said_by, ())
    by = f" ({said_by})" if said_by else ""
    return _("{case}: note").format(case=line.about()) + by


def _told(line: _Line) -> str:
    return _("{case}: {who} told").format(case=line.about(), who=telling.whom(line.event.whom))


def _journalised(line: _Line) -> str:
    return _("{case}: journalised as {number}").format(case=line.about(), number=line.event.number)


def _circulated(line: _Line) -> str:
    until = line.event.until
    text = _("the minutes are sent out for reading")
    return f"{text}, {_('comments by {date}').format(date=figures.date_numeric(until))}" if until else text


def _commented(line: _Line) -> str:
    label = line.about() if line.event.case else _("the minutes")
    return _("{about}: comment by {who}").format(about=label, who=line.event.said_by)


def _resolved(line: _Line) -> str:
    return comment_outcome(line.event.comment, line.event.outcome)


def comment_outcome(number: int, outcome: str) -> str:
    """Say what became of a comment: `bemærkning 2 besvaret`."""
    return _(OUTCOMES[outcome]).format(n=number)


def _undone(line: _Line) -> str:
    event: ev.Undone = line.event
    event_name = f"{line.about()} {event_kind(event.what)}" if event.case_affected else event_kind(event.what)
    return _("undone: {what}").format(what=event_name)


def _approved(line: _Line) -> str:
    return _("minutes approved by {who}").format(who=line.event.by)


def _corrected(line: _Line) -> str:
    return _("{case} corrected by {who}").format(case=line.about(), who=line.event.by)


def _imported(line: _Line) -> str:
    event: Imported = line.event
    count_text = ngettext("{n} placement read", "{n} placements read", event.read).format(n=event.read)
    added = _("{new} new, {changed} changed").format(new=len(event.new), changed=len(event.changed))
    return f"{event_kind('imported')} {event.source}: {count_text}, {added}"


def _import_undone(line: _Line) -> str:
    event: ImportUndone = line.event
    counts = _("{removed} removed, {restored} as before").format(removed=len(event.gone), restored=len(event.restored))
    return f"{event_kind('import_undone')} {event.source}: {counts}"


def _placement_changed(line: _Line) -> str:
    return _("{case}: placement changed").format(case=line.about())


def _followed_up(line: _Line) -> str:
    event: FollowedUp = line.event
    text = held_line(line.about(), event.held_on, start_meeting=event.start_meeting)
    if event.next_on is None:
        return text
    return text + ", " + _("next on {date}").format(date=figures.date_numeric(event.next_on))


def _exported(line: _Line) -> str:
    event: Exported = line.event
    return f"{event_kind('exported')}: " + _("{format} of {meeting}").format(format=event.format, meeting=event.meeting)


def _restored(line: _Line) -> str:
    event: Restored = line.event
    if event.lost is None:
        return event_kind("restored")
    events = ngettext("{n} event lost", "{n} events lost", event.lost).format(n=figures.number(event.lost))
    return f"{event_kind('restored')}: {events}"


def _purged(line: _Line) -> str:
    event: Purged = line.event
    if event.place is None:
        return event_kind("purged")
    return _("item {place} purged after it was journalised").format(place=event.place)


def _rectified(line: _Line) -> str:
    return _("{case}: personal data put right").format(case=line.about())


def _accessed(line: _Line) -> str:
    return f"{event_kind('accessed')} {line.event.case or line.event.meeting or ''}".rstrip()


KINDS: Mapping[str, tuple[str, Callable[[_Line], str]]] = {
    "opened": (N_("the opening of the meeting"), _opened),
    "taken": (N_("taken over from the agenda"), _taken),
    "attended": (N_("attendance"), _attended),
    "disqualified": (N_("disqualification"), _disqualified),
    "positioned": (N_("position"), _positioned),
    "decided": (N_("placed"), _decided),
    "confirmed": (N_("confirmation"), _confirmed),
    "postponed": (N_("postponed"), _postponed),
    "returned": (N_("returned to the authority"), _plain),
    "withdrawn": (N_("withdrawn"), _plain),
    "set_aside": (N_("set aside until the next meeting"), _set_aside),
    "reopened": (N_("reopened"), _plain),
    "noted": (N_("note"), _noted),
    "told": (N_("informed"), _told),
    "journalised": (N_("journalised"), _journalised),
    "circulated": (N_("sent out for reading"), _circulated),
    "commented": (N_("comment"), _commented),
    "resolved": (N_("answer to a comment"), _resolved),
    "reordered": (N_("new order"), _plain),
    "undone": (N_("undone"), _undone),
    "closed": (N_("the closing of the meeting"), _closed),
    "approved": (N_("the approval of the minutes"), _approved),
    "corrected": (N_("correction"), _corrected),
    "imported": (N_("import"), _imported),
    "import_undone": (N_("import taken back"), _import_undone),
    "placement_changed": (N_("placement changed"), _placement_changed),
    "followed_up": (N_("follow-up held"), _followed_up),
    "exported": (N_("the export of a document"), _exported),
    "restored": (N_("backup brought back"), _restored),
    "purged": (N_("purge of a case"), _purged),
    "rectified": (N_("personal data put right"), _rectified),
    "accessed": (N_("look"), _accessed),
    "sampled": (N_("sample of the access log"), _plain),
}
"""Kind of event → its name in a word or two, and the function that words its line."""
