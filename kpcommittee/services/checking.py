"""Checking the config and the agendas: every error of every file."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kpcommittee.convert.flaws import Flaw
from kpcommittee.locale import use
from kpcommittee.workspace.reading import read_agenda, read_config, read_law
from kpcommittee.workspace.workspace import Workspace, find, twice


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One file and what is wrong with it."""

    file: str
    flaws: tuple[Flaw, ...]


def check_files(option: Path | None, files: Sequence[Path], language: str | None = None) -> list[Checked]:
    """Check these files, or the config and every agenda when none is named.

    The config is read in any case: an agenda is checked against it.

    Raises:
        UsageError: there is no workspace.
    """
    workspace = find(option)
    config = read_config(workspace.config, workspace.shown(workspace.config))
    if config.config is not None:
        use(language or config.config.committee.language)
    law = read_law(config.config.law, workspace.folder) if config.config else None
    wanted = [workspace.path(str(file)) for file in files]
    law_flaws = law.flaws if law else ()
    checked = []
    if not wanted or workspace.config in wanted or config.config is None:
        flaws = (*config.flaws, *law_flaws)
        checked.append(Checked(file=workspace.shown(workspace.config), flaws=flaws))
    if config.config is None or law is None or law.law is None:
        return checked
    agendas = workspace.agendas(config.config)
    repeated = [] if wanted else list(twice(agendas, workspace))
    for path in wanted or [one.path for one in agendas]:
        if path != workspace.config:
            name = workspace.shown(path)
            flaws = read_agenda(path, config.config, law.law, name).flaws
            checked.append(Checked(file=name, flaws=(*flaws, *_in(name, repeated, workspace))))
    return checked


def _in(name: str, flaws: Sequence[Flaw], workspace: Workspace) -> list[Flaw]:
    return [flaw for flaw in flaws if flaw.file in (name, workspace.shown(Path(name)))]
