"""Commands for a workspace: create one, open the sample, check its files, print their schema."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from kpcommittee.cli.run import say, say_json, settings_of
from kpcommittee.locale import _, use

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
    strict: Annotated[bool, typer.Option("--strict", help=_("End with 1 after a warning, too."))] = False,
    json: Annotated[bool, typer.Option("--json", help=_("As JSON."))] = False,
) -> None:
    """Check the config and the agendas."""
    from kpcommittee.cli.checking import print_check

    print_check(settings_of(context), files or [], strict=strict, json=json)


def schema(
    what: Annotated[str, typer.Argument(metavar="agenda|config", help=_("Which file."))],
) -> None:
    """Print a JSON Schema."""
    from kpcommittee.workspace.schema import schema as schema_of

    if what not in ("agenda", "config"):
        raise typer.BadParameter(_("agenda or config"))
    say_json(schema_of(what))
