"""Leaves out of what is kept about a child what was put right: it was never true of it, and may be another's."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from kpcommittee.domain.case import Child
from kpcommittee.domain.meeting.caseload_events import Imported
from kpcommittee.domain.meeting.events import Opened, Recorded, Taken
from kpcommittee.domain.meeting.rectified import Personal, Rectified
from kpcommittee.locale import _

Values = frozenset[tuple[Personal, str]]
"""What of a child, and a value that it does not have any more."""


@dataclass(frozen=True, slots=True)
class _Given:
    """What an event says of a child."""

    what: Personal
    nth: int | None
    value: str


def put_right(events: Iterable[Recorded], own: Collection[str]) -> Values:
    """Return the values that were put right in cases of a child."""
    told = tuple(recorded.event for recorded in events)
    rectified = [event for event in told if isinstance(event, Rectified) and event.case in own]
    changes = [change for event in rectified for change in event.changes]
    newest = {(change.what, change.nth): change.now for change in changes}
    given = [entry for event in told for entry in _given(event, own)]
    given += [_Given(change.what, change.nth, change.now) for change in changes]
    return frozenset(
        (entry.what, entry.value)
        for entry in given
        if (entry.what, entry.nth) in newest and entry.value not in newest.values()
    )


def _given(event: object, own: Collection[str]) -> Iterator[_Given]:
    match event:
        case Opened(agenda=agenda):
            yield from (entry for case in agenda.cases if case.case_number in own for entry in _of_child(case.child))
        case Taken(case=case) if case and case.case_number in own:
            yield from _of_child(case.child)
        case Imported(new=new, changed=changed):
            for placement in (*new, *changed):
                if placement.case_number in own:
                    yield from _of(placement.child, placement.birth_date, placement.cpr)


def _of_child(child: Child) -> Iterator[_Given]:
    yield from _of(child.name, child.birth_date, child.cpr)
    yield from (_Given("informed", nth, person.name) for nth, person in enumerate(child.inform, 1))


def _of(name: str | None, born: date | None, cpr: str | None) -> Iterator[_Given]:
    if name:
        yield _Given("name", None, name)
    if born:
        yield _Given("birth_date", None, born.isoformat())
    if cpr:
        yield _Given("cpr", None, cpr)


def without(value: Any, values: Values) -> Any:
    """Return data with a word in place of what was put right."""
    if isinstance(value, dict):
        return {key: without(part, values) for key, part in value.items()}
    if isinstance(value, list):
        return [without(part, values) for part in value]
    if not isinstance(value, str):
        return value
    for what, before in values:
        if value == before or (what in ("name", "informed") and " " in before):
            value = value.replace(before, _("(put right)"))
    return value
