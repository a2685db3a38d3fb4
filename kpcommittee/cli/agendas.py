"""Commands for agendas between meetings."""

from pathlib import Path
from typing import Annotated

import typer

from kpcommittee.cli.i18n import App
from kpcommittee.cli.issues import complain_of
from kpcommittee.cli.options import AsJson
from kpcommittee.cli.run import complain, leave_because_of, parse_day, say, say_json, session_of, tell
from kpcommittee.locale import _
from kpcommittee.services import sealing
from kpcommittee.services.agenda_import import import_agenda
from kpcommittee.services.agendas import name_open_meetings, new_agenda
from kpcommittee.views.agenda_import import agenda_answer, agenda_text


def add_to(app: typer.Typer) -> None:
    """Add the commands to the program."""
    agendas = App()
    agendas.command("new", help=_("Write a new agenda with every case that waits, and print its path."))(new)
    agendas.command(
        "import", help=_("Write an agenda from a table of cases, one row a case, or add to one, and print its path.")
    )(import_)
    agendas.command(help=_("Encrypt an agenda in its place; every command reads it."))(seal)
    agendas.command(help=_("Write a sealed agenda in the clear, to edit it."))(unseal)
    app.add_typer(agendas, name="agenda")


Day = Annotated[str, typer.Option("--date", help=_("The meeting's day, such as 2027-01-06."))]


def new(context: typer.Context, day: Day) -> None:
    """Write a new agenda with every case that waits."""
    session = session_of(context)
    say(str(new_agenda(session, parse_day(day))))
    for sentence in name_open_meetings(session):
        tell(sentence)


def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help=_("A .csv or .xlsx file, or exchange XML."))],
    day: Day,
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help=_("Import the rest and list the rows that were left out."))
    ] = False,
    add: Annotated[bool, typer.Option("--add", help=_("Add the cases that an existing agenda lacks."))] = False,
    json: AsJson = False,
) -> None:
    """Write a new agenda from a table of cases, or add to one."""
    session = session_of(context)
    path = session.workspace.path(str(file))
    outcome = import_agenda(session, path, parse_day(day), skip_bad=skip_bad, add=add)
    complain_of(outcome.issues)
    if outcome.path is None:
        advice = _("Correct the rows, or leave them out with --skip-bad.") if outcome.skippable else ""
        complain(_("nothing was imported"), advice)
        leave_because_of(outcome.issues)
    if json:
        say_json(agenda_answer(outcome))
        return
    say(str(outcome.path))
    tell(agenda_text(outcome))


File = Annotated[str, typer.Argument(metavar="FILE", help=_("An agenda file."))]


def seal(context: typer.Context, file: File) -> None:
    """Seal an agenda."""
    say(str(sealing.seal(session_of(context), file)))


def unseal(context: typer.Context, file: File) -> None:
    """Unseal an agenda."""
    say(str(sealing.unseal(session_of(context), file)))
