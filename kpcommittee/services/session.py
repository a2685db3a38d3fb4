"""Opens one workspace with its config, its law table and its journal."""

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from time import time
from typing import TYPE_CHECKING, TypeVar

from kpcommittee.errors import KpError, UsageError
from kpcommittee.locale import _, current, speaking
from kpcommittee.services.access_log import AccessLog
from kpcommittee.services.hold import Hold
from kpcommittee.services.lock import Lock
from kpcommittee.wording.verification import opened_with
from kpcommittee.workspace.exposure import exposures
from kpcommittee.workspace.files import Unread, read_raw, sweep, use_seal
from kpcommittee.workspace.reading import AgendaRead, read_agenda, read_config, read_law
from kpcommittee.workspace.workspace import AgendaFile, Workspace, choose_agenda, find_workspace

if TYPE_CHECKING:
    from kpcommittee.convert.issues import Issue
    from kpcommittee.domain.committee import Config
    from kpcommittee.domain.law import Law
    from kpcommittee.domain.verification import JournalFault
    from kpcommittee.services.lock import PassphraseSource
    from kpcommittee.store.empty import Readable
    from kpcommittee.store.store import Store

T = TypeVar("T")


def local_time() -> datetime:
    """Return the present time, with the offset of this machine's time zone."""
    return datetime.now().astimezone().replace(microsecond=0)


def user_name() -> str:
    """Return the login name of the user, or `?` if it is unknown."""
    from getpass import getuser  # noqa: PLC0415 (the first screen does without)

    try:
        return getuser()
    except (OSError, KeyError):
        return "?"


class Session:
    """A workspace as screens and commands use it; the database is opened when first needed."""

    def __init__(
        self,
        workspace: Workspace,
        *,
        language: str | None = None,
        clock: Callable[[], datetime] = local_time,
        by: str | None = None,
        passphrases: "PassphraseSource | None" = None,
    ) -> None:
        """Read the config and the law table.

        Raises:
            KpError: one of them has errors; it names the first, `kpcommittee check` lists all.
            UsageError: the time zone of the environment is none.
        """
        zone = os.environ.get("TZ")
        if zone and os.name == "posix":
            from kpcommittee.services.input_errors import refuse_time_zone  # noqa: PLC0415 (where it is set, which is seldom)

            refuse_time_zone(zone)
        self.workspace, self.clock = workspace, clock
        self._by = by
        config_read = read_config(workspace.config, workspace.display_path(workspace.config))
        self.language = language or config_read.language or current()
        """The language of the texts for this session; the caller sets it for the program."""
        with speaking(self.language):
            self.config: Config = _require_valid(config_read.config, config_read.issues)
            law = read_law(self.config.law, workspace.folder)
            self.law: Law = _require_valid(law.law, law.issues)
        self._store: Store | None = None
        self._agenda: tuple[Path, bytes, AgendaRead] | None = None
        """The last agenda file, its bytes, and the result of reading it."""
        rules = self.config.database
        self.lock = Lock(
            self.database, encrypt=rules.encryption == "passphrase", passphrases=passphrases, keyring=rules.keyring
        )
        """The lock that opens an encrypted database."""
        use_seal(workspace.folder, self.lock)
        self.is_fault_told = False
        """Whether the user was told what did not fit in the database at opening."""
        self.access = AccessLog(self)
        """Notes who looks at what."""
        self.hold = Hold(self)
        """Whether this program records, or reads while another one does; only screens take it."""

    @classmethod
    def find(
        cls,
        option: Path | None = None,
        *,
        language: str | None = None,
        clock: Callable[[], datetime] = local_time,
        by: str | None = None,
        passphrases: "PassphraseSource | None" = None,
    ) -> "Session":
        """Open the workspace of the option, else of the environment, else of this folder or one above."""
        return cls(find_workspace(option), language=language, clock=clock, by=by, passphrases=passphrases)

    @property
    def by(self) -> str:
        """The name under which events are recorded."""
        if self._by is None:
            self._by = user_name()
        return self._by

    @cached_property
    def config_digest(self) -> str:
        """A digest of the config file as it was read."""
        from hashlib import sha256  # noqa: PLC0415 (not needed to paint)

        return sha256(self.workspace.config.read_bytes()).hexdigest()

    # The journal

    @property
    def store(self) -> "Store":
        """The database, created if it does not exist."""
        if self._store is None:
            from kpcommittee.store import leftovers, store  # noqa: PLC0415 (the first screen does without SQLAlchemy)

            key = self.lock.ask()
            # Leftovers of a killed program or a power cut may be in the clear.
            for folder in (self.database.parent, self.workspace.path(self.config.safety_rules.backups)):
                leftovers.sweep(folder)
            self._sweep_files()
            self._store = store.Store.open(self.database, key=key)
            self._store.fence = self.hold.confirm
        return self._store

    def _sweep_files(self) -> None:
        """Remove files that were being written when a program was killed or the power failed."""
        space, config = self.workspace, self.config
        for folder in (space.folder, space.agenda_folder(config), space.minutes_folder(config)):
            with suppress(OSError):
                sweep(folder, time())

    @property
    def database(self) -> Path:
        """The database's file, whether or not it exists."""
        return self.workspace.database(self.config)

    @property
    def fault(self) -> "JournalFault | None":
        """What did not fit in the database at opening; None if all did, or it was not opened yet."""
        return self._store.fault if self._store is not None else None

    def describe_fault(self) -> tuple[str, str] | None:
        """Return a sentence on what did not fit, and what to do; None without a fault."""
        return opened_with(self.fault, self.database.name) if self.fault is not None else None

    def unreported_fault(self) -> tuple[str, str] | None:
        """Return the sentence and the remedy; None if all fits, or if they were already reported."""
        return None if self.is_fault_told else self.describe_fault()

    @property
    def store_to_read(self) -> "Readable":
        """The database, or an empty store if it does not exist: reading creates no file."""
        if self._store is None and not self.database.exists():
            from kpcommittee.store.empty import EmptyStore  # noqa: PLC0415 (the first screen does without)

            return EmptyStore()
        return self.store

    def exposures(self) -> "tuple[Issue, ...]":
        """Return a warning for each way in which others can read or change the data."""
        return exposures(self.workspace, self.config)

    def checkpoint(self) -> None:
        """Move recorded events from the log into the database file, while nobody waits."""
        if self._store is not None:
            self._store.checkpoint()

    def close(self) -> None:
        """Release the hold, and close the database."""
        self.hold.leave()
        if self._store is not None:
            self._store.close()
            self._store = None

    # Agendas

    def agendas(self) -> tuple[AgendaFile, ...]:
        """List every agenda of the workspace, oldest first."""
        return self.workspace.agendas(self.config)

    def agenda_path(self, agenda: str | Path | None) -> Path:
        """Return the named agenda, else the running meeting's, else the next one from today.

        Raises:
            KpError: no agenda exists.
        """
        if agenda is not None:
            return self._agenda_named(str(agenda))
        return self._choose_agenda(self.running_meetings())

    def next_agenda(self) -> Path:
        """Return the agenda of the next meeting from today, else the newest, without the journal."""
        return self._choose_agenda(())

    def running_meetings(self) -> tuple[str, ...]:
        """List the ids of the meetings that are open in the journal, the newest first."""
        rows = [row for row in self.store_to_read.meetings(running=True) if row.state == "open"]
        return tuple(row.id for row in sorted(rows, key=lambda row: row.opened_at or "", reverse=True))

    def read_agenda(self, path: Path) -> AgendaRead:
        """Read an agenda file as it is now; the last result is reused while the bytes are the same.

        The screen checks the file every few seconds, and reading it takes longer than most keys do.
        """
        content: bytes | None = None
        with suppress(Unread):  # reading it reports what is wrong
            content = read_raw(path)
        if self._agenda is not None and self._agenda[:2] == (path, content):
            return self._agenda[2]
        agenda_read = read_agenda(path, self.config, self.law, self.workspace.display_path(path))
        self._agenda = None if content is None or agenda_read.agenda is None else (path, content, agenda_read)
        return agenda_read

    def _agenda_named(self, name: str) -> Path:
        for agenda in self.agendas():
            if agenda.id == name:
                return agenda.path
        try:
            return self.workspace.agenda_named(name, self.config)
        except UsageError:
            # The journal contains every opened meeting, even if its agenda file is gone.
            if not self.store_to_read.meetings(among=[name]):
                raise
            return self._expected_path(name)

    def _expected_path(self, meeting: str) -> Path:
        """Return the path where the agenda of a meeting would be."""
        return self.workspace.agenda_folder(self.config) / f"{meeting}.toml"

    def _choose_agenda(self, running: tuple[str, ...]) -> Path:
        agendas = self.agendas()
        if running and all(agenda.id not in running for agenda in agendas):
            return self._expected_path(running[0])
        agenda = choose_agenda(agendas, self.today, running)
        if agenda is None:
            folder = self.workspace.display_path(self.workspace.agenda_folder(self.config))
            raise UsageError(
                _("there is no agenda in {folder}").format(folder=folder),
                _("Put the meeting's agenda there, such as {folder}/2026-12-02.toml.").format(folder=folder),
            )
        return agenda.path

    @property
    def today(self) -> date:
        """The current date."""
        return self.clock().date()


def _require_valid(value: T | None, issues: "tuple[Issue, ...]") -> T:
    """Return the value, or raise its first issue as an error."""
    if value is not None and not issues:
        return value
    from kpcommittee.wording.issues import issue_text, remedy  # noqa: PLC0415 (not needed to paint)

    more = _("kpcommittee check lists everything that is wrong.") if len(issues) > 1 else ""
    raise KpError(issue_text(issues[0]), f"{remedy(issues[0])} {more}".strip())
