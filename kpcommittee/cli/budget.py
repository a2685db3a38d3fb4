"""The command for the money of a year."""

import os
import sys
from shutil import get_terminal_size
from typing import Annotated

import typer

from kpcommittee.cli.options import AsJson
from kpcommittee.cli.run import parse_optional_day, say, say_json, session_of
from kpcommittee.locale import _
from kpcommittee.services.budget import budget_of, year_named
from kpcommittee.services.former import config_with_former
from kpcommittee.views.money import budget_answer, budget_text
from kpcommittee.views.page import WIDTH

NARROWEST = 40
"""The fewest columns of the tables."""


def add_to(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command()(budget)


def budget(
    context: typer.Context,
    year: Annotated[str, typer.Argument(metavar="YEAR", help=_("The calendar year."))],
    day: Annotated[
        str | None, typer.Option("--date", help=_("The day up to which money counts as spent; else today."))
    ] = None,
    json: AsJson = False,
) -> None:
    """Print the forecast of a year."""
    session = session_of(context)
    forecast = budget_of(session, year_named(year), parse_optional_day(day) or session.today)
    if json:
        say_json(budget_answer(forecast))
        return
    say(budget_text(forecast, config_with_former(session, forecast.providers), _columns()))


def _columns() -> int:
    """Return the width to print in: that of a narrower terminal or of `COLUMNS`; in a pipe, the usual one."""
    if not (sys.stdout.isatty() or "COLUMNS" in os.environ):
        return WIDTH
    return max(NARROWEST, min(WIDTH, get_terminal_size((WIDTH, 24)).columns))
