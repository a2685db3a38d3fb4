"""The workspace: the folder with `config.toml`, and what lies in it."""

import os
import tomllib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from kpcommittee.convert.issues import Issue
from kpcommittee.domain.committee import Config
from kpcommittee.errors import UsageError
from kpcommittee.locale import _
from kpcommittee.workspace.files import Unread, read_text

CONFIG = "config.toml"
VARIABLE = "KPCOMMITTEE_WORKSPACE"
_SQLITE = "sqlite:///"


class AgendaFile(NamedTuple):
    """An agenda in the workspace, as far as its head says."""

    path: Path
    id: str
    date: date | None
    """Nothing when the head cannot be read and the file's name is no date."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder with a config; every path in the config is relative to it."""

    folder: Path

    @property
    def config(self) -> Path:
        """The config file."""
        return self.folder / CONFIG

    def path(self, name: str) -> Path:
        """A path relative to the workspace, or an absolute one as it is."""
        return self.folder / name

    def shown(self, path: Path) -> str:
        """The path as it is shown: relative to the workspace when it lies in it."""
        return str(path.relative_to(self.folder)) if path.is_relative_to(self.folder) else str(path)

    def agenda_folder(self, config: Config) -> Path:
        """Where the agendas lie."""
        return self.path(config.paths.agenda)

    def minutes_folder(self, config: Config) -> Path:
        """Where the minutes are written."""
        return self.path(config.paths.minutes)

    def database_url(self, config: Config) -> str:
        """The database's address, with a relative SQLite file made absolute."""
        url = config.database.url
        if not url.startswith(_SQLITE):
            return url
        return _SQLITE + str(self.path(url.removeprefix(_SQLITE)))

    def agendas(self, config: Config) -> tuple[AgendaFile, ...]:
        """Every agenda, oldest first; those without a date come last."""
        folder = self.agenda_folder(config)
        found = [_agenda_file(path) for path in folder.glob("*.toml") if not path.name.startswith(".")]
        return tuple(sorted(found, key=lambda one: (one.date or date.max, one.path.name)))

    def agenda_named(self, name: str, config: Config) -> Path:
        """The agenda a person means: a path, or a file of the agenda folder with or without its ending.

        Raises:
            UsageError: there is no such file.
        """
        folder = self.agenda_folder(config)
        for path in (self.path(name), folder / name, folder / f"{name}.toml"):
            if path.is_file():
                return path
        raise UsageError(
            _("there is no agenda {name}").format(name=name),
            _("The agendas lie in {folder}.").format(folder=self.shown(folder)),
        )


def find(option: str | Path | None = None, here: Path | None = None) -> Workspace:
    """The workspace that is meant: the option, else the environment, else here or above.

    Raises:
        UsageError: there is none.
    """
    named = option or os.environ.get(VARIABLE)
    if named:
        folder = Path(named).expanduser().absolute()
        if (folder / CONFIG).exists():
            return Workspace(folder)
        raise UsageError(
            _("{folder} is no workspace: it has no config.toml").format(folder=folder),
            _("Name a folder that has one, or make it: kpcommittee init {folder}").format(folder=folder),
        )
    start = (here or Path.cwd()).absolute()
    for folder in (start, *start.parents):
        if (folder / CONFIG).exists():
            return Workspace(folder)
    raise UsageError(
        _("there is no workspace here or above"),
        _("Make one with: kpcommittee init. See a filled one with: kpcommittee demo"),
    )


def choose(agendas: Sequence[AgendaFile], today: date, running: Collection[str] = ()) -> AgendaFile | None:
    """The meeting to open: the one that is running, else the next one from today, else the newest.

    Args:
        agendas: oldest first.
        today: the day it is.
        running: the ids of the meetings that are open in the journal.
    """
    dated = [(one.date, one) for one in agendas if one.date is not None]
    for chosen in (
        [one for one in agendas if one.id in running],
        [one for day, one in dated if day >= today],
        [one for _day, one in reversed(dated)],
        agendas,
    ):
        if chosen:
            return chosen[0]
    return None


def twice(agendas: Iterable[AgendaFile], workspace: Workspace) -> Iterator[Issue]:
    """Agendas that say the same meeting id: only one of them can be the meeting's."""
    first: dict[str, Path] = {}
    for one in agendas:
        if one.id in first:
            values = {"first": workspace.shown(first[one.id])}
            yield Issue(
                code="duplicate_id", place="meeting.id", value=one.id, values=values, file=workspace.shown(one.path)
            )
        first.setdefault(one.id, one.path)


def _agenda_file(path: Path) -> AgendaFile:
    """The head of an agenda, without reading its cases."""
    head: dict[str, object] = {}
    try:
        text = read_text(path)
        found = tomllib.loads(text[: _begin_of_cases(text)]).get("meeting")
        head = found if isinstance(found, dict) else {}
    except (Unread, ValueError, RecursionError):
        # What is wrong with it is said when it is opened; here its name must do.
        head = {}
    day, name = head.get("date"), head.get("id")
    if not isinstance(day, date) or isinstance(day, datetime):
        day = _day_of(path.stem)
    return AgendaFile(path=path, id=name if isinstance(name, str) and name else path.stem, date=day)


def _begin_of_cases(text: str) -> int:
    begin = text.find("[[cases]]")
    return begin if begin >= 0 else len(text)


def _day_of(stem: str) -> date | None:
    try:
        return date.fromisoformat(stem[:10])
    except ValueError:
        return None
