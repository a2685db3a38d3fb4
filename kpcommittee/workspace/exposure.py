"""Who else can access the files of a workspace.

This is only reported: the program does not know why it was set up that way.
"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from kpcommittee import open_files
from kpcommittee.convert.issues import Issue, quote_value
from kpcommittee.domain.committee import Config
from kpcommittee.workspace.workspace import Workspace

OTHERS = stat.S_IRWXG | stat.S_IRWXO


def exposures(workspace: Workspace, config: Config, *, has_database: bool = True) -> tuple[Issue, ...]:
    """Return a warning for each way in which others can read or change the data.

    Permissions are not checked on Windows, which has none of this kind.

    Args:
        workspace: the workspace.
        config: its config.
        has_database: whether the config's address is that of a database, which is checked only then.
    """
    path = workspace.database(config)
    encrypted = config.database.encryption == "passphrase"
    of_database = (
        *_of_keys_and_owner(workspace, path),
        *_of_database(path, workspace.display_path(path)),
        *_find_database_in_the_clear(path, workspace.display_path(path), wanted=encrypted),
    )
    return (
        *_of_folders(workspace, config),
        *_of_files(workspace, config),
        *(of_database if has_database else ()),
    )


def _of_folders(workspace: Workspace, config: Config) -> Iterator[Issue]:
    if _mode(workspace.folder) & stat.S_IWOTH:
        yield Issue(code="folder_for_all", file=str(workspace.folder), severity="warning")
    backups = workspace.path(config.safety_rules.backups)
    for folder in (workspace.minutes_folder(config), workspace.agenda_folder(config), backups):
        if folder.is_symlink():
            # Before Python 3.13, resolve() of a link to itself is an error.
            leads_to = quote_value(os.path.realpath(folder))
            yield Issue(code="folder_linked", file=workspace.display_path(folder), value=leads_to, severity="warning")


def _of_files(workspace: Workspace, config: Config) -> Iterator[Issue]:
    """Yield a warning for files that belong to somebody else, or that everybody may change."""
    agendas = workspace.agenda_folder(config)
    yield from _of_somebody_else(workspace, workspace.folder, workspace.config, agendas)
    for path in (workspace.config, agendas, *sorted(agendas.glob("*.toml"))):
        if _mode(path) & stat.S_IWOTH:
            yield Issue(code="file_for_all", file=workspace.display_path(path), severity="warning")


def _of_somebody_else(workspace: Workspace, *paths: Path) -> Iterator[Issue]:
    for path in paths:
        if _is_of_somebody_else(path):
            yield Issue(code="owned_by_other", file=workspace.display_path(path), severity="warning")


def _of_keys_and_owner(workspace: Workspace, database: Path) -> Iterator[Issue]:
    keys = database.with_name(f"{database.name}.keys")
    yield from _of_somebody_else(workspace, database, keys)
    if _mode(keys) & OTHERS:
        yield Issue(code="keys_for_others", file=workspace.display_path(keys), severity="warning")


def _is_of_somebody_else(path: Path) -> bool:
    return os.name == "posix" and path.exists() and path.stat().st_uid != os.geteuid()


def _of_database(path: Path, name: str) -> Iterator[Issue]:
    if _mode(path) & OTHERS:
        yield Issue(code="database_for_others", file=name, severity="warning")
    if path.is_file() and path.stat().st_nlink > 1:
        yield Issue(code="database_named_twice", file=name, severity="warning")


def _find_database_in_the_clear(path: Path, name: str, *, wanted: bool) -> Iterator[Issue]:
    if wanted and open_files.is_plain(path):
        yield Issue(code="database_in_the_clear", file=name, severity="warning")


def _mode(path: Path) -> int:
    """Return the permissions of a file; 0 if it does not exist, or if the system has none."""
    return stat.S_IMODE(path.stat().st_mode) if os.name == "posix" and path.exists() else 0
