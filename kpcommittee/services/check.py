"""Checks the config and the agendas, and lists every error of every file."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

from kpcommittee.convert.issues import Issue
from kpcommittee.domain.committee import Config, Paths
from kpcommittee.domain.documentation import DocumentedCase, documented_cases
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.law import Law
from kpcommittee.domain.missing import LackingCase, lacking_cases
from kpcommittee.locale import current, speaking
from kpcommittee.services.lock import Lock, PassphraseSource
from kpcommittee.services.session import local_time
from kpcommittee.workspace.clock import clock_warning
from kpcommittee.workspace.exposure import exposures
from kpcommittee.workspace.files import use_seal
from kpcommittee.workspace.known_ids import KnownIds
from kpcommittee.workspace.reading import AgendaRead, ConfigRead, LawRead, read_agenda_against, read_config, read_law
from kpcommittee.workspace.workspace import Workspace, find_workspace, repeated_ids


@immutable
class CheckedFile:
    """One file and what is wrong with it."""

    file: str
    issues: tuple[Issue, ...]
    is_named: bool = False
    """Whether the caller named it; else it was found in the workspace."""
    warnings: tuple[Issue, ...] = ()
    """What is possible and looks like a mistake."""
    lacking: tuple[tuple[int, LackingCase], ...] = ()
    """The cases of a coming meeting that lack something, each with its place in the file counted from 0."""
    documented: tuple[DocumentedCase, ...] = ()
    """Every case of a coming meeting with its documentation."""
    law: Law | None = None
    """The law table, for the source of the requirement."""


@immutable
class Check:
    """The checked files, and the language for their errors."""

    files: tuple[CheckedFile, ...]
    language: str


def check_files(
    option: Path | None,
    files: Sequence[Path],
    language: str | None = None,
    today: date | None = None,
    passphrases: PassphraseSource | None = None,
) -> Check:
    """Check these files, or the config and every agenda if none is named.

    The config is always read: agendas are checked against it, and it sets the language unless one is given. Its errors
    are always reported and hide none of the agendas', which are checked against its readable parts.

    Args:
        option: the workspace that was named.
        files: the files; relative to the workspace, or absolute.
        language: the requested language.
        today: later dates are in the future; by default the current date.
        passphrases: where the passphrase comes from, if an agenda is sealed.

    Raises:
        UsageError: there is no workspace.
        KpError: an agenda is sealed, and nobody gave the key.
    """
    workspace, now = find_workspace(option), local_time()
    today = today or now.date()
    config_read = read_config(workspace.config, workspace.display_path(workspace.config), today)
    if config_read.config is not None:
        database = workspace.database(config_read.config)
        use_seal(workspace.folder, Lock(database, encrypt=False, passphrases=passphrases))
    language = language or config_read.language or current()
    with speaking(language):
        return Check(files=tuple(_check_each(workspace, config_read, files, today, now)), language=language)


def _check_each(
    workspace: Workspace, config: ConfigRead, files: Sequence[Path], today: date, now: datetime
) -> Iterator[CheckedFile]:
    law = read_law(config.config.law, workspace.folder) if config.config else LawRead()
    paths = [workspace.path(str(file)) for file in files]
    issues = (*config.issues, *law.issues)
    if not paths or workspace.config in paths or issues:
        is_refused = any(issue.place == "database.url" for issue in issues)
        looked_at = config.config if not paths else None
        exposed = exposures(workspace, looked_at, has_database=not is_refused) if looked_at else ()
        late = clock_warning(workspace, looked_at, now) if looked_at and not is_refused else None
        warnings = (*config.warnings, *exposed, *((late,) if late else ()))
        is_named = workspace.config in paths
        yield CheckedFile(
            file=workspace.display_path(workspace.config), issues=issues, is_named=is_named, warnings=warnings
        )
    ids = KnownIds(config.config, law.law, config.unread)
    agendas = workspace.agendas_in(_agenda_folder(workspace, config.config))
    repeated = [] if paths else list(repeated_ids(agendas, workspace))
    for path in paths or [agenda.path for agenda in agendas]:
        if path != workspace.config:
            name = workspace.display_path(path)
            agenda_read = read_agenda_against(path, ids, name, doubting=True)
            issues = (*agenda_read.issues, *_in_workspace(name, repeated, workspace))
            comes = agenda_read.agenda is not None and (bool(paths) or agenda_read.agenda.meeting.date >= today)
            yield CheckedFile(
                file=name,
                issues=issues,
                is_named=bool(paths),
                warnings=agenda_read.warnings,
                lacking=_list_lacking(agenda_read, law.law) if comes else (),
                documented=_documentation_of_cases(agenda_read, law.law) if comes else (),
                law=law.law,
            )


def _documentation_of_cases(agenda_read: AgendaRead, law: Law | None) -> tuple[DocumentedCase, ...]:
    """Return the documentation of each case of an agenda."""
    agenda = agenda_read.agenda
    return documented_cases(agenda.cases, law, agenda.meeting.date) if agenda and law else ()


def _list_lacking(agenda_read: AgendaRead, law: Law | None) -> tuple[tuple[int, LackingCase], ...]:
    """List what the cases of an agenda lack."""
    agenda = agenda_read.agenda
    if agenda is None or law is None:
        return ()
    unread = {case.index for case in agenda_read.left_out}
    lacking = lacking_cases(agenda.cases, law, agenda.meeting.date)
    return tuple((agenda.index_in_file(case.case.case_number, unread) or 0, case) for case in lacking)


def _agenda_folder(workspace: Workspace, config: Config | None) -> Path:
    """Return the folder of the agendas; the default one if the config cannot be read."""
    folder: str | None = config.paths.agenda if config else None
    return workspace.path(folder or Paths().agenda)


def _in_workspace(name: str, issues: Sequence[Issue], workspace: Workspace) -> list[Issue]:
    return [issue for issue in issues if issue.file in (name, workspace.display_path(Path(name)))]
