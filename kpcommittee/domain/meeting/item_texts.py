"""The texts of an item that can be corrected: places, contents, and the item with corrected texts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from kpcommittee.domain.meeting import events as ev
from kpcommittee.domain.meeting.cautions import Caution
from kpcommittee.domain.meeting.corrected_texts import TextChange, TextCorrection, TextPlace, place_of
from kpcommittee.domain.meeting.decision import Decision, PositionTaken
from kpcommittee.domain.meeting.item import Item
from kpcommittee.domain.meeting.refusal import refuse


def texts_of(item: Item) -> dict[TextPlace, str]:
    """Return every text that can be corrected, in the order of the minutes."""
    return {place: text for place, text in _texts(item) if text}


def changed_texts(item: Item, corrections: Iterable[TextCorrection]) -> tuple[TextChange, ...]:
    """Return what the corrections change; each must name an existing text once, and change it.

    Raises:
        RefusedError: `invalid`: the case has no such text, or the new one is empty or the same.
    """
    texts = texts_of(item)
    changes: list[TextChange] = []
    for correction in corrections:
        place = place_of(correction)
        before = texts.pop(place, None)
        if before is None:
            raise refuse("invalid", item.number, key="texts", value=place.what, why="no_such_text")
        if not correction.text:
            raise refuse("invalid", item.number, key="texts.text", why="empty")
        if correction.text == before:
            raise refuse("invalid", item.number, key="texts", why="nothing_changed")
        changes.append(
            TextChange(
                what=place.what,
                n=place.n,
                role=place.role,
                caution=place.caution,
                before=before,
                after=correction.text,
            )
        )
    return tuple(changes)


def with_texts(item: Item, changes: Iterable[TextChange]) -> Item:
    """Return the item with its corrected texts."""
    new = {place_of(change): change.after for change in changes}
    notes = (
        replace(note, text=new.get(TextPlace(what="note", n=n), note.text)) for n, note in enumerate(item.notes, 1)
    )
    decision = item.decision
    if decision is not None:
        decision = replace(
            decision, positions=_with_remarks(decision.positions, new), cautions=_with_answers(decision, new)
        )
    return replace(
        item,
        outcome=_with_outcome_texts(item.outcome, new),
        notes=tuple(notes),
        positions=_with_remarks(item.positions, new),
        decision=decision,
    )


def _texts(item: Item) -> Iterator[tuple[TextPlace, str | None]]:
    match item.outcome:
        case ev.Postponed(reason=reason, missing=missing):
            yield TextPlace(what="postponed"), reason
            yield TextPlace(what="missing"), missing
        case ev.Returned(missing=missing):
            yield TextPlace(what="returned"), missing
        case ev.Withdrawn(reason=reason):
            yield TextPlace(what="withdrawn"), reason
    for n, note in enumerate(item.notes, 1):
        yield TextPlace(what="note", n=n), note.text
    for position in item.decision.positions if item.decision else item.positions:
        yield TextPlace(what="remark", role=position.role), position.remark
    for caution in item.decision.cautions if item.decision else ():
        if caution.answer:
            yield TextPlace(what="answer", caution=caution.code), caution.answer.text


def _with_outcome_texts(outcome: ev.PutOff | None, new: Mapping[TextPlace, str]) -> ev.PutOff | None:
    match outcome:
        case ev.Postponed():
            reason = new.get(TextPlace(what="postponed"), outcome.reason)
            return replace(outcome, reason=reason, missing=new.get(TextPlace(what="missing"), outcome.missing))
        case ev.Returned():
            return replace(outcome, missing=new.get(TextPlace(what="returned"), outcome.missing))
        case ev.Withdrawn():
            return replace(outcome, reason=new.get(TextPlace(what="withdrawn"), outcome.reason))
        case None:
            return None


def _with_remarks(positions: tuple[PositionTaken, ...], new: Mapping[TextPlace, str]) -> tuple[PositionTaken, ...]:
    return tuple(
        replace(position, remark=new.get(TextPlace(what="remark", role=position.role), position.remark))
        for position in positions
    )


def _with_answers(decision: Decision, new: Mapping[TextPlace, str]) -> tuple[Caution, ...]:
    answers = {place.caution: text for place, text in new.items() if place.what == "answer"}
    return tuple(
        replace(caution, answer=replace(caution.answer, text=answers[caution.code]))
        if caution.answer and caution.code in answers
        else caution
        for caution in decision.cautions
    )
