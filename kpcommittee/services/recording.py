"""The one way anything is recorded: decide, append, then believe it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from kpcommittee.domain.decide import decide
from kpcommittee.domain.events import Recorded
from kpcommittee.domain.intentions import Attend, Intention, Open, Order, Take
from kpcommittee.domain.meeting import Item, Meeting, apply
from kpcommittee.domain.refusal import Refusal
from kpcommittee.services.carrying import with_waiting
from kpcommittee.services.sitting import Sitting

if TYPE_CHECKING:
    from kpcommittee.store.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An intention with the time and the name it came with."""

    intention: Intention
    at: datetime | None = None
    by: str | None = None
    seen: Meeting | None = None
    """The meeting as it was shown to whoever wants it; None for a script, which looks at nothing."""


def record(sitting: Sitting, wanted: Wanted) -> Recorded | Refusal:
    """Record one intention; durable on disk when the event is returned.

    Another program that was quicker is noticed by the journal, or by its case being another one than was seen: the
    refusal is `conflict`, and the sitting shows what the other has written.
    """
    return next(record_each(sitting, [wanted]))


def record_each(sitting: Sitting, wanted: Iterable[Wanted]) -> Iterator[Recorded | Refusal]:
    """Record one after the other, each answered when it is durable and before the next is asked for."""
    from kpcommittee.store.errors import ConflictError  # noqa: PLC0415

    for one in wanted:
        _catch_up(sitting, one)
        recorded, before, after = _decided(sitting, sitting.meeting, one)
        if isinstance(recorded, Refusal):
            yield recorded
            continue
        try:
            _store(sitting).append(recorded, before, after)
        except ConflictError:
            sitting.refresh()
            yield Refusal(code="conflict", case=getattr(one.intention, "case", None))
            continue
        sitting.advance(after)
        yield recorded


def record_all(sitting: Sitting, wanted: Iterable[Wanted]) -> list[Recorded | Refusal]:
    """Record all in one commit, or nothing: the answers up to the first refusal."""
    from kpcommittee.store.errors import ConflictError  # noqa: PLC0415

    meeting, answers, steps = sitting.meeting, list[Recorded | Refusal](), []
    for one in wanted:
        _catch_up(sitting, one)
        recorded, before, after = _decided(sitting, meeting, one)
        answers.append(recorded)
        if isinstance(recorded, Refusal):
            return answers
        steps.append((recorded, before, after))
        meeting = after
    try:
        _store(sitting).append_many(steps)
    except ConflictError:
        sitting.refresh()
        return [Refusal(code="conflict")]
    sitting.advance(meeting)
    return answers


def _decided(sitting: Sitting, meeting: Meeting, one: Wanted) -> tuple[Recorded | Refusal, Meeting, Meeting]:
    context = sitting.context(one.at, one.by, meeting)
    if isinstance(one.intention, Take):
        agenda = with_waiting(sitting.desk, context.agenda, one.intention.case, context.waiting)
        context = replace(context, agenda=agenda)
    event = decide(meeting, one.intention, context)
    if isinstance(event, Refusal):
        return event, meeting, meeting
    if one.seen is not None and _moved_on(one.seen, meeting, one.intention):
        return Refusal(code="conflict", case=getattr(one.intention, "case", None)), meeting, meeting
    recorded = Recorded(stream=meeting.id, number=meeting.last + 1, at=context.now, by=context.by, event=event)
    return recorded, meeting, apply(meeting, recorded)


def _moved_on(seen: Meeting, meeting: Meeting, intention: Intention) -> bool:
    """Whether others have dealt with the case since; a note is nothing that a decision could overlook."""
    if isinstance(intention, Order):
        return seen.places != meeting.places
    number = getattr(intention, "case", None)
    if number is None or isinstance(intention, (Attend, Take)):
        return False
    before, after = seen.item(number), meeting.item(number)
    return before is not after and _without_notes(before) != _without_notes(after)


def _without_notes(item: Item | None) -> Item | None:
    return replace(item, notes=()) if item else None


def _catch_up(sitting: Sitting, one: Wanted) -> None:
    """Another program may have written, and the agenda file may have changed, since this sitting last looked."""
    if not sitting.loaded:
        sitting.load()
    if isinstance(one.intention, (Open, Take)):
        sitting.refresh()
    else:
        sitting.follow()


def _store(sitting: Sitting) -> "Store":
    return sitting.desk.store
