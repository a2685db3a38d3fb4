"""The outcome of a case and its cautions, as facts for its card."""

from collections.abc import Iterator

from textual.content import Content

from kpcommittee.domain.meeting.bench import Seat
from kpcommittee.domain.meeting.decision import Decision
from kpcommittee.domain.meeting.item import Item
from kpcommittee.locale import _
from kpcommittee.tui.meeting.balance import share_today
from kpcommittee.tui.state import ScreenState
from kpcommittee.tui.widgets.text import (
    GOOD,
    KEY,
    MUTED,
    STRONG,
    WARN,
    Labelled,
    join_pieces,
    laid_out,
    line_of,
    styled,
    text,
)
from kpcommittee.views.caution_facts import caution_facts
from kpcommittee.views.outcome_facts import OutcomeFacts
from kpcommittee.wording import leaders, sentences, states
from kpcommittee.wording.doubts import doubt
from kpcommittee.wording.names import speaker
from kpcommittee.wording.present import present_line

BANDS = ("protected_address", "do_not_contact_family")
"""The cautions shown as a band at the top of the card."""


def questions_of(state: ScreenState) -> Iterator[Labelled]:
    """Return the questions before the case is dealt with: whether a leader is too close to it."""
    case_view = state.case_view
    if case_view is None or not case_view.doubts or state.row is None or state.row.item != case_view.item:
        return
    questions = [text((f"? {state.prose(doubt(question))}", WARN)) for question in case_view.doubts]
    yield _("Ask first"), [*questions, text((_("i: the others decide whether to take part"), KEY))]


def carried_fact(item: Item, state: ScreenState) -> Labelled:
    """Return how an earlier meeting left the case."""
    return laid_out(OutcomeFacts(item).came, hidden=state.hidden)


def outcome_of(item: Item, state: ScreenState) -> Iterator[Labelled]:
    """Return what was decided, here or in principle at an earlier meeting."""
    outcome = OutcomeFacts(item)
    yield from (laid_out(fact, hidden=state.hidden) for fact in outcome.happened)
    if outcome.decision is not None:
        yield _("Decided"), [*_placement_lines(outcome.decision, outcome, state)]
        yield _awaited_fact(outcome, state)
        yield laid_out(outcome.reason, hidden=state.hidden)
        yield "", [*_unusual_lines(item, state)]
    elif outcome.sentence:
        yield _("Decided"), [text((outcome.sentence, STRONG))]
        yield from (laid_out(fact, hidden=state.hidden) for fact in outcome.put_off)


def _placement_lines(decision: Decision, outcome: OutcomeFacts, state: ScreenState) -> Iterator[Content]:
    item = outcome.item
    case_state = "in_principle" if item.carried_decision else item.state
    style = f"{GOOD} bold" if case_state == "placed" else f"{KEY} bold"
    provider = (f"{states.case_symbol(case_state)} {decision.provider_name}", style)
    yield join_pieces([provider, styled(outcome.person, hidden=state.hidden)])
    yield line_of(outcome.period)
    if (ends := _contact_person_line(decision, item, state)) is not None:
        yield ends
    if state.case_view is not None and item.decision is not None and (share := share_today(state.case_view)):
        yield text((share, WARN))
    if outcome.in_principle:
        yield text(outcome.in_principle)


def _awaited_fact(outcome: OutcomeFacts, state: ScreenState) -> Labelled:
    """Return which leader the decision awaits, and which key records the answer."""
    label, lines = laid_out(outcome.awaits, hidden=state.hidden)
    hint = [text((_("y: confirm or refuse"), KEY))] if lines and state.meeting_state == "open" else []
    return label, [*lines, *hint]


def _unusual_lines(item: Item, state: ScreenState) -> Iterator[Content]:
    """Return who disagreed, and how the bench has changed since by the attendance."""
    for position in item.decision.dissent if item.decision else ():
        yield text((_("Dissent: {role}").format(role=leaders.role(position.role)), WARN))
    yield from _bench_change_lines(item, state)


def _contact_person_line(decision: Decision, item: Item, state: ScreenState) -> Content | None:
    """Return what becomes of the child's present contact person; None if there is none."""
    if decision.present is None:
        return None
    return text((state.prose(sentences.capitalise_first(present_line(decision, item.number))), MUTED))


def _bench_change_lines(item: Item, state: ScreenState) -> Iterator[Content]:
    """Yield the seats whose leader by the attendance now differs from the decision's."""
    if item.decision is None or state.case_view is None or state.meeting_state == "approved":
        return
    bench = state.case_view.bench
    for seat in item.decision.bench:
        seat_now = bench.seat(seat.role)
        if seat.person != seat_now.person:
            confirmed = {
                confirmation.role: confirmation.by for confirmation in item.confirmed if not confirmation.refuse
            }
            yield text((_changed_seat(seat, seat_now, confirmed.get(seat.role), state), WARN))


def _changed_seat(seat_then: Seat, seat_now: Seat, confirmed_by: str | None, state: ScreenState) -> str:
    """Say who sat when the case was decided, and who does by the attendance now."""
    values = {
        "role": leaders.the_role(seat_then.role),
        "then": state.name(seat_then.person),
        "now": state.name(seat_now.person),
        "status": leaders.seat_status(seat_now.status),
    }
    if seat_then.person is None and confirmed_by:
        return _("Decided without {role}; confirmed by {now}.").format(**values | {"now": state.name(confirmed_by)})
    if seat_then.person is None:
        return _("Decided without {role}; by the attendance {now} takes part.").format(**values)
    if seat_now.person is None:
        return _("Decided with {then}; by the attendance {role} is missing ({status}).").format(**values)
    return _("Decided with {then} as {role}; by the attendance it is {now}.").format(**values)


def facts_of(item: Item, state: ScreenState) -> Iterator[Labelled]:
    """Yield the cautions with their source, and the notes."""
    case_view = state.case_view
    if case_view is not None and case_view.item.number == item.number and not state.is_put_off:
        yield _("Known then") if item.decision else _("Notices"), [*_cautions(state)]
    yield _("Notes"), [_note(note.text, _speaker(note.said_by, state), state) for note in item.notes]
    if state.meeting is not None and not state.hidden:
        # While names are hidden, not even the existence of private notes is shown.
        own = state.meeting.private_notes_on(item.number)
        yield _("Private"), [_note(note.text, note.said_by, state) for note in own]


def _cautions(state: ScreenState) -> Iterator[Content]:
    case_view = state.case_view
    assert case_view is not None, "cautions are those of the case that is deliberated"
    raised = (caution for caution in case_view.cautions_at_issue if caution.code not in BANDS)
    return (styled(fact.phrase, hidden=state.hidden) for fact in caution_facts(raised, state.config))


def _speaker(said_by: str | None, state: ScreenState) -> str:
    return speaker(said_by, state.case_view.bench.seats if state.case_view else ())


def _note(note: str, said_by: str | None, state: ScreenState) -> Content:
    by = f"{state.name(said_by)}: " if said_by else ""
    return text((by, STRONG), state.prose(note))
