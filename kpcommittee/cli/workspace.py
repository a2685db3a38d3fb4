"""Commands for a workspace: create one, open the sample, check its files, print their schema."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from kpcommittee.cli.issues import complain_of, warn_of
from kpcommittee.cli.options import AsJson
from kpcommittee.cli.run import (
    Settings,
    leave,
    leave_because_of,
    open_screen,
    say,
    say_json,
    settings_of,
    tell,
)
from kpcommittee.convert.issues import count_issues
from kpcommittee.errors import ExitCode
from kpcommittee.hardening import keep_out_of_dumps
from kpcommittee.locale import _, ngettext, use
from kpcommittee.services.check import Check, check_files
from kpcommittee.services.demo import demo_session
from kpcommittee.services.session import local_time
from kpcommittee.views.preparation import documentation_text, issue_rows, lacking_rows, lacking_text
from kpcommittee.workspace.starting import init_workspace

IN_A_FORTNIGHT = timedelta(days=14)
"""The time until the example meeting of a new workspace."""


def add_to(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command()(init)
    app.command()(demo)
    app.command()(check)
    app.command()(schema)


def init(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help=_("Where; else here."))] = Path(),
) -> None:
    """Create a new workspace; on a terminal, offer encryption, which scripts request by the key."""
    encrypts = sys.stdin.isatty() or settings_of(context).passphrases.is_silent
    for path in init_workspace(folder, local_time().date() + IN_A_FORTNIGHT, encrypts=encrypts):
        say(str(path))
    if encrypts:
        tell(_("What is recorded will be encrypted: the first meeting asks for a new passphrase."))


def demo(
    context: typer.Context,
    folder: Annotated[Path | None, typer.Option("--dir", help=_("Where; else a folder in your home."))] = None,
    no_screen: Annotated[bool, typer.Option("--no-screen", help=_("Only make the folder and print its path."))] = False,
) -> None:
    """Open a filled sample committee in a folder of its own."""
    settings = settings_of(context)
    session = demo_session(folder, language=settings.language)
    use(session.language)
    if no_screen:
        say(str(session.workspace.folder))
        return
    session.close()
    open_screen(replace(settings, workspace=session.workspace.folder))


def check(
    context: typer.Context,
    files: Annotated[list[Path] | None, typer.Argument(metavar="[FILE]...", help=_("Else everything."))] = None,
    strict: Annotated[bool, typer.Option("--strict", help=_("Exit with 1 after warnings, too."))] = False,
    json: AsJson = False,
) -> None:
    """Check the config and the agendas."""
    _print_check(settings_of(context), files or [], strict=strict, json=json)


def _print_check(settings: Settings, files: Sequence[Path], *, strict: bool, json: bool) -> None:
    """Check the files, print the outcome, and end with its exit code."""
    keep_out_of_dumps()
    checked = check_files(settings.workspace, files, settings.language, passphrases=settings.passphrases)
    use(checked.language)
    (_print_json if json else _print_text)(checked)
    if any(file.issues for file in checked.files):
        named_files = (file for file in checked.files if file.is_named)
        leave_because_of(issue for file in named_files for issue in file.issues if issue.file == file.file)
    if strict and any(file.warnings or file.lacking for file in checked.files):
        leave(ExitCode.NO)


def _print_json(checked: Check) -> None:
    answer = []
    for file in checked.files:
        answer += [
            *issue_rows((*file.issues, *file.warnings)),
            *lacking_rows(file.file, file.lacking, file.documented, file.law),
        ]
    say_json(answer)


def _print_text(checked: Check) -> None:
    """Print errors and warnings on standard error, and what is missing before the meeting on standard output."""
    issues = [issue for file in checked.files for issue in file.issues]
    complain_of(issues)
    warnings = [warning for file in checked.files for warning in file.warnings]
    warn_of(warnings)
    for file in checked.files:
        if not file.issues:
            say(_("{file}: no errors").format(file=file.file))
    lacking = {file.file: [case for _index, case in file.lacking] for file in checked.files if file.lacking}
    for name, cases in lacking.items():
        say(lacking_text(name, cases))
    for file in checked.files:
        if file.documented:
            say(documentation_text(file.file, file.documented))
    count = len(warnings) + sum(len(case.lacks) for cases in lacking.values() for case in cases)
    if count:
        say(ngettext("{count} warning", "{count} warnings", count).format(count=count))
    if issues:
        number = count_issues(issues)
        say(ngettext("{count} error", "{count} errors", number).format(count=number))


def schema(
    file: Annotated[str, typer.Argument(metavar="agenda|config", help=_("Which file."))],
) -> None:
    """Print a JSON Schema."""
    from kpcommittee.workspace.schema import schema as schema_of  # noqa: PLC0415 (brings pydantic along)

    if file not in ("agenda", "config"):
        raise typer.BadParameter(_("agenda or config"))
    say_json(schema_of(file))
