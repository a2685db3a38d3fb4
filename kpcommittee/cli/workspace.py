"""Commands for a workspace: create one, open the sample, check its files, print their schema."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from kpcommittee.cli.run import complain, leave_because_of, say, say_json, settings_of, warn
from kpcommittee.locale import _, ngettext, use

IN_A_FORTNIGHT = timedelta(days=14)
"""The time until the example meeting of a new workspace."""


def add_to(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command(help=_("Make a new workspace: config.toml, agenda/, minutes/."))(init)
    app.command(help=_("Open a filled sample committee in a folder of its own."))(demo)
    app.command(help=_("Check the config and the agendas: every error with its place and a remedy."))(check)
    app.command(help=_("Print the JSON Schema of the agenda or the config, for editors."))(schema)


def init(folder: Annotated[Path, typer.Argument(metavar="[DIR]", help=_("Where; else here."))] = Path()) -> None:
    """Create a new workspace."""
    from kpcommittee.services.session import local_time
    from kpcommittee.workspace.starting import init_workspace

    for path in init_workspace(folder, local_time().date() + IN_A_FORTNIGHT):
        say(str(path))


def demo(
    context: typer.Context,
    folder: Annotated[Path | None, typer.Option("--dir", help=_("Where; else a folder in your home."))] = None,
    no_screen: Annotated[bool, typer.Option("--no-screen", help=_("Only make the folder and print its path."))] = False,
) -> None:
    """Open a filled sample committee in a folder of its own."""
    from kpcommittee.services.demo import demo_session

    settings = settings_of(context)
    session = demo_session(folder, language=settings.language)
    use(session.language)
    if no_screen:
        say(str(session.workspace.folder))
        return
    from kpcommittee.tui.run import open_meeting

    session.close()
    open_meeting(None, session.workspace.folder, settings.language)


def check(
    context: typer.Context,
    files: Annotated[list[Path] | None, typer.Argument(metavar="[FILE]...", help=_("Else everything."))] = None,
) -> None:
    """Check the config and the agendas."""
    from kpcommittee.services.check import check_files
    from kpcommittee.wording.issues import issue_text, remedy

    settings = settings_of(context)
    checked = check_files(settings.workspace, files or [], settings.language)
    use(checked.language)
    issues = [issue for file in checked.files for issue in file.issues]
    for issue in issues:
        complain(issue_text(issue), remedy(issue))
    warnings = [warning for file in checked.files for warning in file.warnings]
    for warning in warnings:
        warn(issue_text(warning), remedy(warning))
    for file in checked.files:
        if not file.issues:
            say(_("{file}: no errors").format(file=file.file))
    if warnings:
        say(ngettext("{count} warning", "{count} warnings", len(warnings)).format(count=len(warnings)))
    if issues:
        say(ngettext("{count} error", "{count} errors", len(issues)).format(count=len(issues)))
        leave_because_of(issue for file in checked.files for issue in file.issues if issue.file == file.file)


def schema(
    what: Annotated[str, typer.Argument(metavar="agenda|config", help=_("Which file."))],
) -> None:
    """Print a JSON Schema."""
    from kpcommittee.workspace.schema import schema as schema_of

    if what not in ("agenda", "config"):
        raise typer.BadParameter(_("agenda or config"))
    say_json(schema_of(what))
