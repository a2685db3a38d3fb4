"""What always comes to the same is computed once in a process, although each command asks for it again.

Each function here stands for one of the program, and gives what nobody can change.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from kpcommittee.convert.issues import Issue
from kpcommittee.domain.committee import Config
from kpcommittee.domain.meeting.events import EVENTS, Event
from kpcommittee.domain.review import disclosure
from kpcommittee.domain.review.disclosure import Cell, Sum
from kpcommittee.store import journal
from kpcommittee.workspace import config_checks, reading
from kpcommittee.workspace.files import Unread
from kpcommittee.workspace.known_ids import KnownIds
from kpcommittee.workspace.reading import AgendaRead
from kpcommittee.workspace.toml_reading import read_toml

LONG = 100_000
"""Letters of an agenda that is read again each time: the sample's has a fifth, a bomb more."""

_event_of, _check_config = journal.event_of, config_checks.check_config
_read_agenda, _hidden_cells = reading.read_agenda_against, disclosure.hidden_cells


class Same:
    """An object as a key, which keeps it: only the same object is equal."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.value is other.value


# The journal


def event_of(kind: str, payload: str) -> Event:
    """The event of a payload, as long as its kind is read in the same way."""
    return _event_as_lifted(kind, payload, getattr(EVENTS.get(kind.partition(".")[0]), "lifts", None))


@lru_cache(5000)
def _event_as_lifted(kind: str, payload: str, _lifts: object) -> Event:
    return _event_of(kind, payload)


# Config and agenda


def check_config(config: Config, unread: Collection[str] = ()) -> Iterable[Issue]:
    """What is wrong in a config that could be read whole."""
    return _check_config(config, unread) if unread else _issues_of(Same(config))


@lru_cache(100)
def _issues_of(config: Same) -> tuple[Issue, ...]:
    return tuple(_check_config(config.value))


@dataclass(frozen=True)
class AgendaText:
    """The text of an agenda, and what it is read by."""

    name: str
    shown_as: str
    text: str
    config: Same
    law: Same
    path: Path = field(compare=False)


def read_agenda_against(path: Path, ids: KnownIds, shown_as: str = "", **keys: bool) -> AgendaRead:
    """The agenda, of a text that the parser understands as it is."""
    try:
        toml = read_toml(path, shown_as)
    except Unread:
        toml = None
    # Where the parser guessed what was meant, the text is the one that was meant.
    if toml is None or toml.slips or keys or ids.unread or len(toml.text) > LONG:
        return _read_agenda(path, ids, shown_as, **keys)
    return _agenda_of(AgendaText(path.name, shown_as, toml.text, Same(ids.config), Same(ids.law), path))


@lru_cache(100)
def _agenda_of(agenda: AgendaText) -> AgendaRead:
    return _read_agenda(agenda.path, KnownIds(agenda.config.value, agenda.law.value), agenda.shown_as)


# Documents


def hidden_cells(
    numbers: Mapping[Cell, int], sums: Sequence[Sum], at_least: Mapping[Cell, int] | None = None
) -> frozenset[Cell]:
    """What is hidden of these numbers: a report has the same in each format."""
    return _cells_to_hide(tuple(numbers.items()), tuple(sums), tuple((at_least or {}).items()))


@lru_cache(100)
def _cells_to_hide(
    numbers: tuple[tuple[Cell, int], ...], sums: tuple[Sum, ...], at_least: tuple[tuple[Cell, int], ...]
) -> frozenset[Cell]:
    return _hidden_cells(dict(numbers), sums, dict(at_least))


REUSED: Mapping[str, Callable[..., Any]] = {
    "documents.statistics.hidden_cells": hidden_cells,
    "domain.review.shareable.hidden_cells": hidden_cells,
    "store.journal.event_of": event_of,
    "workspace.reading.check_config": check_config,
    "workspace.reading.read_agenda_against": read_agenda_against,
}
"""The name by which a module of the program calls a function → what it calls in the tests."""
