"""Notices that the clock of this computer is behind: a file is then of a day still to come."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from kpcommittee.convert.issues import Issue
from kpcommittee.domain.committee import Config
from kpcommittee.workspace.workspace import Workspace

_MARGIN = timedelta(days=1)
"""How far a file may be ahead: some media note the time of another zone."""


def clock_warning(workspace: Workspace, config: Config, now: datetime) -> Issue | None:
    """Return a warning if the newest file is of a later day than the clock; None otherwise.

    The database is one of them, which changes with each event.
    """
    times = [(changed, path) for path in _files(workspace, config) if (changed := _changed_at(path)) is not None]
    changed, path = max(times, default=(now, workspace.config))
    if changed <= now + _MARGIN:
        return None
    values = {"changed": changed.date().isoformat(), "today": now.date().isoformat()}
    return Issue(code="clock_behind", file=workspace.display_path(path), values=values, severity="warning")


def _files(workspace: Workspace, config: Config) -> Iterator[Path]:
    database = workspace.database(config)
    yield from (workspace.config, database, database.with_name(f"{database.name}-wal"))
    backups = workspace.path(config.safety_rules.backups)
    for folder in (workspace.agenda_folder(config), workspace.minutes_folder(config), backups):
        with suppress(OSError):
            yield from folder.iterdir()


def _changed_at(path: Path) -> datetime | None:
    """Return when a file was changed; None for one that is missing."""
    with suppress(OSError, OverflowError, ValueError):
        return datetime.fromtimestamp(path.stat().st_mtime).astimezone()
    return None
