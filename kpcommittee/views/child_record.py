"""Lays out all data about one child: nothing about other children, and no rectified values."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from kpcommittee.convert.codec import to_plain
from kpcommittee.domain.case import Case, Child
from kpcommittee.domain.cpr import MASK, NUMBERS
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.meeting.caseload_events import Imported
from kpcommittee.domain.meeting.comments import Commented, Resolved
from kpcommittee.domain.meeting.events import CASELOAD, Corrected, Opened, Recorded, Taken, Undone
from kpcommittee.domain.meeting.rectified import Personal, Rectified
from kpcommittee.domain.number_mask import IDENTIFIERS
from kpcommittee.locale import _
from kpcommittee.views.json_values import Json

_OF_NOBODY = frozenset({"config", "config_digest", "law", "last_minutes", "balance", "read"})
"""Fields of events that are about the committee as a whole."""
_LISTED = frozenset({"cases"})
"""Fields that are a list of case numbers."""
_UNREAD = "left_out"
"""The unreadable cases of a file, with their whole text; some have no number."""


@immutable
class ChildRecord:
    """All data of a workspace about one child."""

    case_numbers: tuple[str, ...]
    same_by: str
    """How the cases are known to be about one child."""
    on: date
    """The day on which it was gathered."""
    timeline: list[Any]
    """The timeline, as in `child --json`."""
    events: tuple[Recorded, ...]
    """Every event that has one of the case numbers."""
    taken_back: frozenset[tuple[str, int]]
    """Stream and number of each undone event; the undo of an opening, for instance, names no case."""
    agendas: tuple[tuple[str, Case], ...]
    """Name of an agenda file → the case in it."""
    drafts: tuple[tuple[str, str, str], ...]
    """Meeting, case number and text of drafts."""
    looks: list[Json]
    """Who looked at the cases, without names of staff."""


def child_record_answer(record: ChildRecord) -> Json:
    """Answer `export`: the numbers, the timeline, then each source in full."""
    own, superseded = frozenset(record.case_numbers), record.taken_back
    right = put_right(record.events, own)
    events = [(recorded, _event(recorded, own, superseded)) for recorded in record.events]
    answer = {
        "case_numbers": list(record.case_numbers),
        "same_by": record.same_by,
        "exported_on": record.on.isoformat(),
        "timeline": record.timeline,
        "meetings": [withhold(data, right) for recorded, data in events if recorded.stream != CASELOAD],
        "placements": [withhold(data, right) for recorded, data in events if recorded.stream == CASELOAD],
        "agendas": [{"file": file, "case": to_plain(case)} for file, case in record.agendas],
        "drafts": [{"meeting": meeting, "case": case, "text": text} for meeting, case, text in record.drafts],
        "access": record.looks,
    }
    numbers = frozenset(_digits(number) for number in _values(answer, "cpr"))
    return {key: _mask_numbers(value, key, numbers) for key, value in answer.items()}


def taken_back(events: Iterable[Recorded]) -> frozenset[tuple[str, int]]:
    """Return stream and number of each event that was undone."""
    return frozenset(
        (recorded.stream, recorded.event.number) for recorded in events if isinstance(recorded.event, Undone)
    )


def is_corrected(recorded: Recorded, events: Iterable[Recorded]) -> bool:
    """Whether a text of its case and meeting was corrected, or rewritten because of a comment."""
    return any(
        isinstance(later.event, Corrected | Resolved)
        and later.event.texts
        and (later.stream, later.event.case) == (recorded.stream, recorded.event.about)
        and later.number >= recorded.number
        for later in events
    )


def is_beside(recorded: Recorded) -> bool:
    """Whether it is working material that cannot be corrected: a comment on minutes, or its resolution."""
    return isinstance(recorded.event, Commented | Resolved)


def event_name(recorded: Recorded) -> str:
    """Return the name of an event in the file: its stream and number."""
    return f"{recorded.stream}/{recorded.number}"


def _event(recorded: Recorded, own: Collection[str], superseded: Collection[tuple[str, int]]) -> Json:
    data = {key: value for key, value in to_plain(recorded.event).items() if key not in _OF_NOBODY}
    return {
        "event": event_name(recorded),
        "kind": recorded.kind,
        "at": recorded.at.isoformat(),
        "taken_back": (recorded.stream, recorded.number) in superseded,
        "data": _own_part(data, own),
    }


def _own_part(value: Any, own: Collection[str], key: str = "") -> Any:
    """Return the value without parts that have the number of another case."""
    if isinstance(value, Mapping):
        return {name: _own_part(part, own, name) for name, part in value.items() if not _is_of_another(part, own)}
    if isinstance(value, list):
        if key in _LISTED and all(isinstance(part, str) for part in value):
            return [part for part in value if part in own]
        if key == _UNREAD:
            return [part for part in value if part.get("case_number") in own]
        return [_own_part(part, own) for part in value if not _is_of_another(part, own)]
    return value


def _is_of_another(value: Any, own: Collection[str]) -> bool:
    return isinstance(value, Mapping) and "case_number" in value and value["case_number"] not in own


def _values(value: Any, wanted_key: str) -> Iterator[str]:
    """Yield every text under that key, however deep."""
    if isinstance(value, Mapping):
        for key, part in value.items():
            if key == wanted_key and isinstance(part, str):
                yield part
            yield from _values(part, wanted_key)
    elif isinstance(value, list):
        for part in value:
            yield from _values(part, wanted_key)


def _mask_numbers(value: Any, key: str, own: Collection[str]) -> Any:
    """Return the value with all personal numbers in texts masked, except the child's own."""
    if isinstance(value, Mapping):
        return {name: _mask_numbers(part, name, own) for name, part in value.items()}
    if isinstance(value, list):
        return [_mask_numbers(part, key, own) for part in value]
    if isinstance(value, str) and key not in IDENTIFIERS:
        return NUMBERS.sub(lambda match: match[0] if _digits(match[0]) in own else MASK, value)
    return value


def _digits(number: str) -> str:
    return "".join(filter(str.isdecimal, number))[-10:]


Values = frozenset[tuple[Personal, str]]
"""Kind of personal data, and a value that is no longer valid."""


@immutable(kw_only=False)
class _Given:
    """Personal data of a child in an event."""

    what: Personal
    nth: int | None
    value: str


def put_right(events: Iterable[Recorded], own: Collection[str]) -> Values:
    """Return the values that were rectified in cases of a child."""
    recorded_events = tuple(recorded.event for recorded in events)
    rectified = [event for event in recorded_events if isinstance(event, Rectified) and event.case in own]
    changes = [change for event in rectified for change in event.changes]
    newest = {(change.what, change.nth): change.now for change in changes}
    entries = [entry for event in recorded_events for entry in _values_given(event, own)]
    entries += [_Given(change.what, change.nth, change.now) for change in changes]
    return frozenset(
        (entry.what, entry.value)
        for entry in entries
        if (entry.what, entry.nth) in newest and entry.value not in newest.values()
    )


def _values_given(event: object, own: Collection[str]) -> Iterator[_Given]:
    match event:
        case Opened(agenda=agenda):
            yield from (entry for case in agenda.cases if case.case_number in own for entry in _of_child(case.child))
        case Taken(case=case) if case and case.case_number in own:
            yield from _of_child(case.child)
        case Imported(new=new, changed=changed):
            for placement in (*new, *changed):
                if placement.case_number in own:
                    yield from _data_of_identity(placement.child, placement.birth_date, placement.cpr)


def _of_child(child: Child) -> Iterator[_Given]:
    yield from _data_of_identity(child.name, child.birth_date, child.cpr)
    yield from (_Given("informed", nth, person.name) for nth, person in enumerate(child.inform, 1))


def _data_of_identity(name: str | None, born: date | None, cpr: str | None) -> Iterator[_Given]:
    if name:
        yield _Given("name", None, name)
    if born:
        yield _Given("birth_date", None, born.isoformat())
    if cpr:
        yield _Given("cpr", None, cpr)


def withhold(value: Any, values: Values) -> Any:
    """Return the data with a word instead of rectified values."""
    if isinstance(value, dict):
        return {key: withhold(part, values) for key, part in value.items()}
    if isinstance(value, list):
        return [withhold(part, values) for part in value]
    if not isinstance(value, str):
        return value
    for datum, before in values:
        if value == before or (datum in ("name", "informed") and " " in before):
            value = value.replace(before, _("(put right)"))
    return value
