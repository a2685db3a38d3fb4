"""The command for the balance."""

from typing import Annotated

import typer

from kpcommittee.cli.options import AsJson
from kpcommittee.cli.run import parse_optional_day, say, say_json, session_of
from kpcommittee.locale import _
from kpcommittee.services.balance import balance_rows
from kpcommittee.services.caseload import lacks_import
from kpcommittee.services.meeting_session import MeetingSession
from kpcommittee.views.json import balance_answer
from kpcommittee.views.tables import balance_text


def add_to(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command()(balance)


def balance(
    context: typer.Context,
    day: Annotated[str | None, typer.Option("--date", help=_("The day; else the agenda's, else today."))] = None,
    agenda: Annotated[str | None, typer.Option(help=_("A meeting, for its date."))] = None,
    json: AsJson = False,
) -> None:
    """Print the balance of every provider."""
    session = session_of(context)
    on = parse_optional_day(day) or (MeetingSession.find(session, agenda).day if agenda else session.clock().date())
    rows = balance_rows(session, on)
    if json:
        say_json(balance_answer(rows, session.config.balance))
        return

    say(balance_text(rows, on, session.config, lacks_import=lacks_import(session.store_to_read, on)))
