"""Lists what is to be followed up, and records follow-ups."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpcommittee.convert.issues import InvalidValue, nearest
from kpcommittee.convert.scalars import read_prose
from kpcommittee.domain.calendar import DAY
from kpcommittee.domain.capacity.caseload import Caseload, Course
from kpcommittee.domain.case import Case
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.meeting.followed_up import Concern, FollowedUp, FollowUpResult, Rating
from kpcommittee.domain.meeting.meeting import Meeting
from kpcommittee.domain.meeting.sent_back import cases_sent_back, decision_days
from kpcommittee.domain.review.follow_ups import (
    FOLLOW_UP_KINDS,
    FollowedPlacement,
    FollowUp,
    FollowUpKind,
    follow_ups_of_each,
)
from kpcommittee.domain.review.held import assign_to_providers, cases_to_look_up
from kpcommittee.errors import KpError, UsageError
from kpcommittee.locale import _, current
from kpcommittee.services.known_cases import refuse_unknown_case
from kpcommittee.services.placements import Changes, change_placement, end_placement
from kpcommittee.wording.figures import date_numeric
from kpcommittee.wording.refusals import still_to_come
from kpcommittee.wording.stories import kind_of
from kpcommittee.workspace.files import LARGEST, disk_error, refuse_target, write_named

if TYPE_CHECKING:
    from kpcommittee.services.session import Session


@immutable
class HeldFollowUp:
    """A follow-up as reported, before it is checked."""

    case_number: str
    on: date
    start_meeting: bool = False
    with_whom: tuple[str, ...] = ()
    result: FollowUpResult | None = None
    until: date | None = None
    ratings: Mapping[str, int] | None = None
    """Code of a scale → value."""
    note: str = ""
    next_on: date | None = None
    why: str = ""
    """Why the next one is on that day."""
    plan_made_on: date | None = None
    concern: Concern | None = None


def follow_ups(
    session: "Session",
    day: date,
    *,
    due: date | None = None,
    with_done: bool = False,
    kinds: Collection[FollowUpKind] = FOLLOW_UP_KINDS,
) -> tuple[FollowUp, ...]:
    """List the follow-ups of every placement that runs on that day or begins later, the earliest first.

    Args:
        session: the workspace.
        day: the day.
        due: only what is due by then.
        with_done: also what is done.
        kinds: only these.
    """
    placements, rules = tuple(followed_placements(session, day)), session.config.follow_up_rules
    listed = follow_ups_of_each(placements, held_follow_ups_of(session, placements), rules, day)
    rows = [
        row
        for row in listed
        if row.kind in kinds and (with_done or row.done_on is None) and (due is None or row.due <= due)
    ]
    return tuple(sorted(rows, key=lambda row: (row.due, row.case_number, row.provider, row.kind)))


def held_follow_ups_of(session: "Session", placements: Sequence[FollowedPlacement]) -> tuple[FollowedUp, ...]:
    """Return every follow-up that was held; those of these placements at their corrected provider."""
    store = session.store_to_read
    held_follow_ups = store.held_follow_ups()
    doubtful = cases_to_look_up(placements, held_follow_ups)
    if not doubtful:
        return held_follow_ups
    ran = (course.counted_placement for course in Caseload.of(*store.of_children(doubtful, ())).counting_courses)
    return tuple(assign_to_providers(held_follow_ups, placements, ran))


def followed_placements(session: "Session", day: date) -> Iterator[FollowedPlacement]:
    """Yield every placement that runs on that day or begins later, except decisions in principle."""
    store = session.store_to_read

    @cache
    def meeting(stream: str) -> Meeting:
        return store.meeting(stream)

    caseload = Caseload.of(store.placements(running_from=day), store.rulings(running_from=day))
    for course in caseload.counting_courses:
        if course.counts_from(day):
            decided_in = course.placement.decided_in
            placement = _followed_placement(course, day, meeting(decided_in) if decided_in else None)
            if placement is not None:
                yield placement


def _followed_placement(course: Course, day: date, meeting: Meeting | None) -> FollowedPlacement | None:
    placement = course.counted_placement.as_of(day)
    item = meeting.item(placement.case_number) if meeting is not None else None
    if item is not None and item.state != "placed":
        return None
    decision = item.decision if item is not None else None
    return FollowedPlacement(
        case_number=placement.case_number,
        provider=placement.provider,
        staff=placement.staff,
        start=placement.start,
        end=placement.end,
        case=item.case if item is not None else None,
        law=meeting.law if meeting is not None else None,
        decided_on=meeting.date if meeting is not None and meeting.head is not None else None,
        first_due=decision.first_follow_up_due if decision is not None else None,
    )


def cases_coming_back(session: "Session") -> dict[str, Case | None]:
    """Return, by number, the cases that a follow-up sent back and that no meeting has decided since.

    None instead of a case whose placement was imported: no meeting knows it.
    """
    store = session.store_to_read
    held_follow_ups = store.held_follow_ups()
    sent = {event.case_number for event in held_follow_ups if event.result == "moves"}
    if not sent:
        return {}
    _placements, rulings = store.of_children(sent, ())
    waiting = cases_sent_back(held_follow_ups, decision_days(rulings), session.today + DAY)
    since = min((event.held_on for event in waiting.values()), default=session.today)
    cases = {
        placement.case_number: placement.case for placement in followed_placements(session, since) if placement.case
    }
    return {number: cases.get(number) for number in waiting}


def record_follow_up(session: "Session", follow_up: HeldFollowUp) -> FollowedUp:
    """Record a follow-up that was held, and apply the last day that it decided.

    Raises:
        KpError: no placement runs in the case, it was recorded already, or a value does not fit.
        UsageError: nobody knows the case, or a day is still to come.
    """
    _refuse_days_to_come(session, follow_up)
    placement = _placement_of(session, follow_up)
    _refuse_days(session, follow_up, placement)
    event = FollowedUp(
        case_number=placement.case_number,
        provider=placement.provider,
        held_on=follow_up.on,
        next_on=follow_up.next_on,
        reason=_text(follow_up.why) or None,
        start_meeting=follow_up.start_meeting,
        with_whom=tuple(name for name in map(_text, follow_up.with_whom) if name),
        result=follow_up.result,
        until=follow_up.until,
        ratings=tuple(_make_ratings(session, follow_up.ratings or {})),
        note=_text(follow_up.note) or None,
        plan_made_on=follow_up.plan_made_on,
        concern=follow_up.concern,
    )
    _change_last_day(session, placement, follow_up)
    session.store.append_caseload(event, session.clock(), session.by)
    return event


def _placement_of(session: "Session", follow_up: HeldFollowUp) -> FollowedPlacement:
    placements = [
        placement
        for placement in followed_placements(session, follow_up.on)
        if placement.case_number == follow_up.case_number
    ]
    running = [placement for placement in placements if (placement.start or follow_up.on) <= follow_up.on]
    if running:
        return running[0]
    if placements and follow_up.start_meeting:
        return placements[0]
    if placements:
        raise KpError(
            _("{case} begins on {date}: it cannot have been followed up before").format(
                case=follow_up.case_number, date=date_numeric(placements[0].start or follow_up.on)
            ),
            _("Correct the day, or record it as a start meeting."),
        )
    refuse_unknown_case(session, follow_up.case_number)
    raise KpError(
        _("no placement of {case} runs on {date}").format(case=follow_up.case_number, date=date_numeric(follow_up.on)),
        _("Correct the day or the case; the list of placements says what runs when."),
    )


def _refuse_days_to_come(session: "Session", follow_up: HeldFollowUp) -> None:
    scored_on = follow_up.concern.scored_on if follow_up.concern else None
    for day in (follow_up.on, follow_up.plan_made_on, scored_on):
        if day is not None and day > session.today:
            raise UsageError(still_to_come(day))


def _refuse_days(session: "Session", follow_up: HeldFollowUp, placement: FollowedPlacement) -> None:
    if any(
        _is_about(event, placement) and (event.held_on, event.start_meeting) == (follow_up.on, follow_up.start_meeting)
        for event in held_follow_ups_of(session, [placement])
    ):
        raise KpError(
            _("a follow-up of {case} on {date} is recorded already").format(
                case=follow_up.case_number, date=date_numeric(follow_up.on)
            ),
            _("Correct the day; there is only one follow-up a day."),
        )
    if (follow_up.until is not None) != (follow_up.result in ("renewed", "ends")):
        raise UsageError(
            _("a renewal and an ending have a last day, and nothing else has"),
            _("Give it with --until, together with --result renewed or ends."),
        )
    if follow_up.result == "renewed" and follow_up.until and placement.end and follow_up.until < placement.end:
        raise UsageError(
            _("{case} runs until {date} already, so it is not renewed until {until}").format(
                case=follow_up.case_number, date=date_numeric(placement.end), until=date_numeric(follow_up.until)
            ),
            _("Choose a later last day, or record that it ends."),
        )
    _refuse_next_day(follow_up, follow_up.until or placement.end)


def _refuse_next_day(follow_up: HeldFollowUp, last: date | None) -> None:
    if (follow_up.next_on is None) != (not follow_up.why.strip()):
        raise UsageError(
            _("the next follow-up needs a day and a reason"),
            _("Give both, --next and --why, or neither (barnets lov § 95)."),
        )
    if follow_up.next_on is not None and follow_up.next_on <= follow_up.on:
        raise UsageError(
            _("the next follow-up is not after this one"),
            _("Choose a day after {date}.").format(date=date_numeric(follow_up.on)),
        )
    # It would be on no list. If the child is to move, the next meeting sees the day.
    if follow_up.next_on is not None and last is not None and follow_up.next_on > last and follow_up.result != "moves":
        raise UsageError(
            _("the next follow-up is after the placement has ended on {date}").format(date=date_numeric(last)),
            _("Choose a day until then, leave it out, or renew the placement."),
        )


def _make_ratings(session: "Session", ratings: Mapping[str, int]) -> Iterator[Rating]:
    rules = session.config.follow_up_rules
    for code, value in ratings.items():
        scale = rules.scale(code)
        if scale is None:
            codes = [scale.code for scale in rules.ratings]
            near = nearest(code, codes)
            advice = _("Scales are in config.toml under [[follow_ups.ratings]]: {codes}.").format(
                codes=", ".join(codes) or "–"
            )
            raise UsageError(
                _("there is no scale {code}").format(code=code),
                _("Is {nearest} meant? {advice}").format(nearest=near, advice=advice) if near else advice,
            )
        if not scale.lowest <= value <= scale.highest:
            raise UsageError(
                _("{value} is off the scale {code}").format(value=value, code=code),
                _("It goes from {lowest} to {highest}.").format(lowest=scale.lowest, highest=scale.highest),
            )
        label = scale.da if current() == "da" else scale.en
        yield Rating(code=code, label=label, value=value, lowest=scale.lowest, highest=scale.highest)


def _change_last_day(session: "Session", placement: FollowedPlacement, follow_up: HeldFollowUp) -> None:
    """Renew or end the placement before the follow-up is recorded: a refusal then prevents both."""
    if follow_up.until in (None, placement.end):
        return
    result = _("renewed") if follow_up.result == "renewed" else _("ended")
    why = _("follow-up {date}: {why}").format(date=date_numeric(follow_up.on), why=_text(follow_up.note) or result)
    if follow_up.result == "renewed":
        change_placement(session, placement.case_number, placement.provider, Changes(end=follow_up.until), why)
    else:
        end_placement(session, placement.case_number, placement.provider, follow_up.until, why)


def _is_about(event: FollowedUp, placement: FollowedPlacement) -> bool:
    return (event.case_number, event.provider) == (placement.case_number, placement.provider)


def _text(text: str) -> str:
    try:
        return read_prose(text)
    except InvalidValue as bad:
        raise KpError(_("the text is too long"), _("Write it in a sentence or two.")) from bad


def make_calendar(session: "Session", rows: Iterable[FollowUp], day: date, before: bytes = b"") -> bytes:
    """Return what is due as a calendar.

    Args:
        session: the workspace.
        rows: what is due.
        day: the day of the list.
        before: the calendar that it replaces. Entries that are no longer due are cancelled for those who imported it.
    """
    from kpcommittee.documents.calendar import (  # noqa: PLC0415 (only a calendar needs the library)
        calendar_of,
        cases_in,
        entries_fallen_away,
    )

    cancelled: Iterable[Any] = ()
    if before:
        store = session.store_to_read
        caseload = Caseload.of(*store.of_children(cases_in(before), ()))
        cancelled = entries_fallen_away(before, follow_ups(session, day, with_done=True), caseload.courses, day)
    return calendar_of(rows, kind_of, session.clock(), session.store_to_read.newest_row_elsewhere(""), cancelled)


def write_calendar(session: "Session", rows: Iterable[FollowUp], path: Path, day: date) -> Path:
    """Write what is due as a calendar, and return its path.

    Raises:
        KpError: the file cannot be written.
    """
    file = session.workspace.path(str(path))
    refuse_target(file)
    write_named(file, make_calendar(session, rows, day, _calendar_before(file)))
    return file


_CALENDAR = b"BEGIN:VCALENDAR"


def _calendar_before(file: Path) -> bytes:
    """Return the calendar that is overwritten; only a calendar or an empty file is.

    Raises:
        UsageError: the file contains something else.
        KpError: it cannot be read.
    """
    if not file.exists():
        return b""
    try:
        with file.open("rb") as present:
            before = present.read(LARGEST)
    except OSError as error:
        raise disk_error(error, file) from error
    if before and not before.upper().startswith(_CALENDAR):
        raise UsageError(
            _("{file} is not a calendar, and is not overwritten").format(file=file.name),
            _("Choose another name; nothing was changed."),
        )
    return before
