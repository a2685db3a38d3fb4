"""What the meeting did with a case, and what to be careful about, as facts for its card."""

from collections.abc import Iterator

from textual.content import Content

from kpcommittee.domain.meeting.bench import Seat
from kpcommittee.domain.meeting.decision import Decision
from kpcommittee.domain.meeting.events import Postponed, Returned, Withdrawn
from kpcommittee.domain.meeting.meeting import Item, awaited
from kpcommittee.locale import _
from kpcommittee.tui.meeting.balance import today
from kpcommittee.tui.state import ScreenState
from kpcommittee.tui.widgets.text import GOOD, KEY, MUTED, STRONG, WARN, joined, styled, text
from kpcommittee.wording import figures, words

Fact = tuple[str, list[Content]]

BANDS = ("protected_address", "do_not_contact_family")
"""The cautions that have a band of their own at the top of the card."""


def questions_of(state: ScreenState) -> Iterator[Fact]:
    """Return what to ask before the case is dealt with: whether a leader is too close to it."""
    case_view = state.case_view
    if case_view is None or not case_view.doubts or state.row is None or state.row.item != case_view.item:
        return
    from kpcommittee.wording.cautions import doubt  # noqa: PLC0415 (not needed to paint)

    asked = [text((f"? {state.prose(doubt(one))}", WARN)) for one in case_view.doubts]
    yield _("Ask first"), [*asked, text((_("i: the others decide whether to take part"), KEY))]


def outcome_of(item: Item, state: ScreenState) -> Iterator[Fact]:
    """Return what was decided, here or in principle at an earlier meeting."""
    decision = item.decision if item.state in ("placed", "in_principle") else item.carried
    if decision is not None:
        yield _("Decided"), [*_placed(decision, item, state)]
    elif item.outcome is not None and item.state != "open":
        yield words.sentence(words.case_state(item.state).split()[0]), [*_put_off(item.outcome, state)]


def _placed(decision: Decision, item: Item, state: ScreenState) -> Iterator[Content]:
    case_state = "in_principle" if item.carried else item.state
    symbol = words.case_symbol(case_state)
    person = state.name(decision.staff_name) or _("person to be named")
    style = f"{GOOD} bold" if case_state == "placed" else f"{KEY} bold"
    yield joined([(f"{symbol} {decision.provider_name}", style), (person, STRONG)])
    yield joined([figures.period(decision.start, decision.end), figures.hours_a_week(decision.hours)])
    if (ends := _present(decision, item, state)) is not None:
        yield ends
    if state.case_view is not None and item.decision is not None and (now := today(state.case_view)):
        yield text((now, WARN))
    if case_state == "in_principle":
        yield text((_awaits(decision, item, state), WARN))
        if state.meeting_state == "open":
            yield text((_("y: confirm or refuse"), KEY))
    if decision.reason is not None:
        yield joined([decision.reason.wording, (state.prose(decision.reason.text), MUTED)])
    for position in decision.dissent:
        yield text((_("Dissent: {role}").format(role=words.role(position.role)), WARN))
    yield from _other_bench(item, state)


def _present(decision: Decision, item: Item, state: ScreenState) -> Content | None:
    """Return what becomes of the contact person whom the child had already; None if there is none."""
    if decision.present is None:
        return None
    from kpcommittee.wording.present import present_line  # noqa: PLC0415 (not needed to paint)

    return text((state.prose(words.sentence(present_line(decision, item.number))), MUTED))


def _awaits(decision: Decision, item: Item, state: ScreenState) -> str:
    """Return whose word a decision in principle waits for, by office and name."""
    remaining = awaited(item)
    who = words.listed(
        f"{words.role(one.role)} {state.name(one.person)}".strip() for one in decision.awaits if one.role in remaining
    )
    if item.carried and item.waiting:
        date = figures.date_numeric(item.waiting.date)
        return _("In principle on {date}; awaits {who}.").format(date=date, who=who)
    return _("In principle; awaits {roles}.").format(roles=who)


def _other_bench(item: Item, state: ScreenState) -> Iterator[Content]:
    """Return who sat, where the attendance says now that it was another bench than the decision has."""
    if item.decision is None or state.case_view is None or state.meeting_state == "approved":
        return
    now = state.case_view.bench
    for seat in item.decision.bench:
        sits = now.seat(seat.role)
        if seat.person != sits.person:
            confirmed = {one.role: one.by for one in item.confirmed if not one.refuse}
            yield text((_changed_seat(seat, sits, confirmed.get(seat.role), state), WARN))


def _changed_seat(then: Seat, now: Seat, confirmed_by: str | None, state: ScreenState) -> str:
    """Return who sat when the case was decided, and who did by the attendance."""
    said = {
        "role": words.the_role(then.role),
        "then": state.name(then.person),
        "now": state.name(now.person),
        "status": words.seat_status(now.status),
    }
    if then.person is None and confirmed_by:
        return _("Decided without {role}; confirmed by {now}.").format(**said | {"now": state.name(confirmed_by)})
    if then.person is None:
        return _("Decided without {role}; by the attendance {now} takes part.").format(**said)
    if now.person is None:
        return _("Decided with {then}; by the attendance {role} is missing ({status}).").format(**said)
    return _("Decided with {then} as {role}; by the attendance it is {now}.").format(**said)


def _put_off(outcome: Postponed | Returned | Withdrawn, state: ScreenState) -> Iterator[Content]:
    if isinstance(outcome, Returned):
        yield text((state.prose(outcome.missing), WARN))
        return
    yield text((state.prose(outcome.reason), WARN))
    if isinstance(outcome, Postponed) and outcome.missing:
        whom = words.role(outcome.from_role) if outcome.from_role else ""
        yield joined([_("awaits: {what}").format(what=state.prose(outcome.missing)), whom])


def facts_of(item: Item, state: ScreenState) -> Iterator[Fact]:
    """Cautions with their source, and the notes that were taken."""
    case_view = state.case_view
    if case_view is not None and case_view.item.number == item.number:
        yield _("Known then") if item.decision else _("Notices"), [*_cautions(state)]
    yield _("Notes"), [_note(note.text, note.said_by, state) for note in item.notes]


def _cautions(state: ScreenState) -> Iterator[Content]:
    from kpcommittee.views.caution_facts import caution_facts  # noqa: PLC0415 (not needed to paint)

    case_view = state.case_view
    assert case_view is not None, "cautions are those of the case that is deliberated"
    raised = (caution for caution in case_view.cautions_at_issue if caution.code not in BANDS)
    return (styled(fact.phrase, hidden=state.hidden) for fact in caution_facts(raised, state.config))


def _note(note: str, said_by: str | None, state: ScreenState) -> Content:
    by = f"{state.name(said_by)}: " if said_by else ""
    return text((by, STRONG), state.prose(note))
