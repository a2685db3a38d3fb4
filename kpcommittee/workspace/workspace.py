"""The workspace: the folder with `config.toml`, and its files."""

import os
import tomllib
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import NamedTuple

from kpcommittee.convert.issues import Issue
from kpcommittee.domain.committee import Config
from kpcommittee.domain.immutable import immutable
from kpcommittee.errors import UsageError
from kpcommittee.locale import _
from kpcommittee.workspace.files import Unread, read_text
from kpcommittee.workspace.toml_keys import line_of_long_key

CONFIG = "config.toml"
VARIABLE = "KPCOMMITTEE_WORKSPACE"
SQLITE = "sqlite:///"
"""The prefix of a database's address, before the file."""


def database_file(url: str) -> str | None:
    """Return the file that a database's address names, as it is written; None if it names no SQLite file."""
    name = url.removeprefix(SQLITE)
    return None if name == url or name in ("", ":memory:") else name


class AgendaFile(NamedTuple):
    """An agenda in the workspace, as its head describes it."""

    path: Path
    id: str
    date: date | None
    """None if the head cannot be read and the file's name is not a date."""
    start: time | None = None
    """None if the head has none."""


@immutable(kw_only=False)
class Workspace:
    """A folder with a config; every path in the config is relative to it."""

    folder: Path

    @property
    def config(self) -> Path:
        """The config file."""
        return self.folder / CONFIG

    def path(self, name: str) -> Path:
        """Resolve a path in the workspace; an absolute path stays as it is."""
        return self.folder / name

    def contains(self, path: Path) -> bool:
        """Whether a file is inside the workspace, even if its path has links or `..`."""
        # Before Python 3.13, resolve() of a link to itself is an error.
        return Path(os.path.realpath(path)).is_relative_to(self.folder.resolve())

    def display_path(self, path: Path) -> str:
        """Return the path to show: relative to the workspace if it is inside."""
        return str(path.relative_to(self.folder)) if path.is_relative_to(self.folder) else str(path)

    def agenda_folder(self, config: Config) -> Path:
        """Return the folder of the agendas."""
        return self.path(config.paths.agenda)

    def minutes_folder(self, config: Config) -> Path:
        """Return the folder for the minutes."""
        return self.path(config.paths.minutes)

    def database(self, config: Config) -> Path:
        """Return the database's file, whether or not it exists.

        An address that names none is refused by the checks of the config. Until then it is a name like any other.
        """
        return self.path(database_file(config.database.url) or config.database.url)

    def refuse_its_own(self, path: Path, config: Config) -> None:
        """Refuse to write a document over the config, an agenda, or the database and its side files.

        Raises:
            UsageError: the file is one of them.
        """
        target, database = path.resolve(), self.database(config).resolve()
        is_agenda = target.suffix == ".toml" and target.parent == self.agenda_folder(config).resolve()
        is_side_file = target.parent == database.parent and target.name.startswith(database.name)
        if is_agenda or is_side_file or target == self.config.resolve():
            raise UsageError(
                _("{file} belongs to the workspace, and is not overwritten").format(file=self.display_path(path)),
                _("Choose another name; nothing was changed."),
            )

    def agendas(self, config: Config) -> tuple[AgendaFile, ...]:
        """Return every agenda, oldest first; those without a date come last."""
        return self.agendas_in(self.agenda_folder(config))

    def agendas_in(self, folder: Path) -> tuple[AgendaFile, ...]:
        """Return every agenda of a folder, oldest first; those without a date come last."""
        files = [_agenda_file(path) for path in folder.glob("*.toml") if not path.name.startswith(".")]
        return tuple(sorted(files, key=lambda file: (file.date or date.max, file.start or time.max, file.path.name)))

    def agenda_named(self, name: str, config: Config) -> Path:
        """Return the agenda a person means: a path, or a file of the agenda folder with or without its ending.

        Raises:
            UsageError: there is no such file.
        """
        folder = self.agenda_folder(config)
        for path in (self.path(name), folder / name, folder / f"{name}.toml"):
            if path.is_file():
                return path
        raise UsageError(
            _("there is no agenda {name}").format(name=name),
            _("The agendas are in {folder}.").format(folder=self.display_path(folder)),
        )


def find_workspace(option: str | Path | None = None, here: Path | None = None) -> Workspace:
    """Find the workspace: that of the option, else of the environment, else of this folder or one above.

    Raises:
        UsageError: there is none.
    """
    folder_named = option or os.environ.get(VARIABLE)
    if folder_named:
        folder = Path(folder_named).expanduser().absolute()
        if (folder / CONFIG).exists():
            return Workspace(folder)
        raise UsageError(
            _("{folder} is not a workspace: it has no config.toml").format(folder=folder),
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


def choose_agenda(agendas: Sequence[AgendaFile], today: date, running: Collection[str] = ()) -> AgendaFile | None:
    """Choose the meeting to open: the running one, else the next one from today, else the newest.

    Args:
        agendas: oldest first.
        today: today's date.
        running: the ids of the meetings that are open in the journal.
    """
    dated = [(agenda.date, agenda) for agenda in agendas if agenda.date is not None]
    for candidates in (
        [agenda for agenda in agendas if agenda.id in running],
        [agenda for day, agenda in dated if day >= today],
        [agenda for _day, agenda in reversed(dated)],
        agendas,
    ):
        if candidates:
            return candidates[0]
    return None


def repeated_ids(agendas: Iterable[AgendaFile], workspace: Workspace) -> Iterator[Issue]:
    """Yield an issue for every agenda with the meeting id of an earlier one: only one can be valid."""
    first: dict[str, Path] = {}
    for agenda in agendas:
        if agenda.id in first:
            values = {"first": workspace.display_path(first[agenda.id])}
            yield Issue(
                code="duplicate_id",
                place="meeting.id",
                value=agenda.id,
                values=values,
                file=workspace.display_path(agenda.path),
            )
        first.setdefault(agenda.id, agenda.path)


def _agenda_file(path: Path) -> AgendaFile:
    """Read the head of an agenda, but not its cases."""
    head: dict[str, object] = {}
    try:
        text = read_text(path)
        text = text[: _begin_of_cases(text)]
        meeting = None if line_of_long_key(text) else tomllib.loads(text).get("meeting")
        head = meeting if isinstance(meeting, dict) else {}
    except (Unread, ValueError, RecursionError):
        # Opening the agenda reports its issues; here, the file name must suffice.
        head = {}
    day, name = head.get("date"), head.get("id")
    if not isinstance(day, date) or isinstance(day, datetime):
        day = _day_of(path.stem)
    start = head.get("start")
    return AgendaFile(
        path=path,
        id=name if isinstance(name, str) and name else path.stem,
        date=day,
        start=start if isinstance(start, time) else None,
    )


def _begin_of_cases(text: str) -> int:
    begin = text.find("[[cases]]")
    return begin if begin >= 0 else len(text)


def _day_of(stem: str) -> date | None:
    try:
        return date.fromisoformat(stem[:10])
    except ValueError:
        return None
