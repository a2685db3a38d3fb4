"""Checks the config and the agendas, and lists every error of every file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kpcommittee.convert.issues import Issue
from kpcommittee.locale import current, speaking
from kpcommittee.workspace.reading import ConfigRead, read_agenda, read_config, read_law
from kpcommittee.workspace.workspace import Workspace, find, twice


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One file and what is wrong with it."""

    file: str
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """The files that were checked, and the language for their errors."""

    files: tuple[Checked, ...]
    language: str


def check_files(option: Path | None, files: Sequence[Path], language: str | None = None) -> Check:
    """Check these files, or the config and every agenda if none is named.

    The config is always read: agendas are checked against it, and it sets the language unless one is given.

    Raises:
        UsageError: there is no workspace.
    """
    workspace = find(option)
    read = read_config(workspace.config, workspace.shown(workspace.config))
    chosen = language or (read.config.committee.language if read.config else current())
    with speaking(chosen):
        return Check(files=tuple(_checked(workspace, read, files)), language=chosen)


def _checked(workspace: Workspace, config: ConfigRead, files: Sequence[Path]) -> Iterator[Checked]:
    law = read_law(config.config.law, workspace.folder) if config.config else None
    wanted = [workspace.path(str(file)) for file in files]
    if not wanted or workspace.config in wanted or config.config is None:
        issues = (*config.issues, *(law.issues if law else ()))
        yield Checked(file=workspace.shown(workspace.config), issues=issues)
    if config.config is None or law is None or law.law is None:
        return
    agendas = workspace.agendas(config.config)
    repeated = [] if wanted else list(twice(agendas, workspace))
    for path in wanted or [agenda.path for agenda in agendas]:
        if path != workspace.config:
            name = workspace.shown(path)
            issues = read_agenda(path, config.config, law.law, name).issues
            yield Checked(file=name, issues=(*issues, *_in(name, repeated, workspace)))


def _in(name: str, issues: Sequence[Issue], workspace: Workspace) -> list[Issue]:
    return [issue for issue in issues if issue.file in (name, workspace.shown(Path(name)))]
