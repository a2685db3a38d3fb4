"""Commands that keep the database safe: backups."""

from pathlib import Path
from typing import Annotated

import typer

from kpcommittee.cli.options import AsJson
from kpcommittee.cli.progress import Progress
from kpcommittee.cli.run import complain, leave, say, say_json, session_of
from kpcommittee.errors import ExitCode
from kpcommittee.locale import _
from kpcommittee.services import backups as service
from kpcommittee.views.backups import backups_answer, backups_text, restoring_lines
from kpcommittee.wording.verification import what_is_wrong


def add_to(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command()(backup)
    app.command()(backups)
    app.command()(restore)


def backup(
    context: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help=_("A new file; else in the folder of the backups."))
    ] = None,
) -> None:
    """Make a backup."""
    session = session_of(context)
    with Progress() as progress:
        path, contents = service.back_up(session, file, lambda done, total: progress("copying", done, total))
    say(str(path))
    if contents.fault is not None:
        complain(*what_is_wrong(contents.fault))
        leave(ExitCode.NO)


def backups(
    context: typer.Context,
    check: Annotated[bool, typer.Option("--check", help=_("Test each from end to end."))] = False,
    json: AsJson = False,
) -> None:
    """List the backups."""
    backups_made = service.list_backups(session_of(context), test=check)
    say_json(backups_answer(backups_made)) if json else say(backups_text(backups_made))
    faults = [backup.fault for backup in backups_made if backup.fault]
    for fault in () if json else faults:
        complain(fault)
    if faults:
        leave(ExitCode.NO)


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("The backup: a file, or a name that backups lists."))],
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Only say what would be lost."))] = False,
    accept: Annotated[bool, typer.Option("--accept", help=_("Even if its journal does not fit."))] = False,
) -> None:
    """Bring a backup back."""
    session = session_of(context)
    bring = service.preview_restore if dry_run else service.restore
    restoring = bring(session, file, tolerant=accept)
    say("\n".join(restoring_lines(restoring, restored=not dry_run)))
