"""The command for the yearly evaluation."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from kpcommittee.cli.run import parse_optional_day, say, session_of
from kpcommittee.locale import _
from kpcommittee.services.budget import year_named
from kpcommittee.services.report import write_report

Format = Literal["md", "html", "json"]


def add_to(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command()(report)


def report(
    context: typer.Context,
    year: Annotated[str, typer.Argument(metavar="YEAR", help=_("The calendar year."))],
    output_format: Annotated[Format, typer.Option("--format", help=_("md, html or json."))] = "md",
    shareable: Annotated[
        bool,
        typer.Option("--shareable", help=_("Hide numbers below 5, and those from which they could be worked out.")),
    ] = False,
    day: Annotated[str | None, typer.Option("--date", help=_("Up to this day; else today."))] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help=_("A file; else it is printed."))] = None,
) -> None:
    """Print the evaluation of a year."""
    session = session_of(context)
    until = parse_optional_day(day)
    written = write_report(session, year_named(year), until, output_format, shareable=shareable, output=output)
    say(written.rstrip("\n"))
