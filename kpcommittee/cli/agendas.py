"""Commands on agendas between meetings."""

from typing import Annotated

import typer

from kpcommittee.cli.running import date_given, desk_of, say
from kpcommittee.locale import _


def add_to(app: typer.Typer) -> None:
    """Add the commands to the program."""
    agendas = typer.Typer(help=_("The agendas."), rich_markup_mode=None)
    agendas.command("new", help=_("Write a new agenda with every case that waits, and print its path."))(new)
    app.add_typer(agendas, name="agenda")


def new(
    context: typer.Context,
    day: Annotated[str, typer.Option("--date", help=_("The meeting's day, such as 2027-01-06."))],
) -> None:
    """Write a new agenda with every case that waits."""
    from kpcommittee.services.agendas import new_agenda  # noqa: PLC0415

    desk = desk_of(context)
    say(str(new_agenda(desk, date_given(day))))
