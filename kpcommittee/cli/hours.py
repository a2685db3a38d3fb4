"""Commands on hours: the running caseload and the balance."""

from pathlib import Path
from typing import Annotated

import typer

from kpcommittee.cli.running import complain, date_given, desk_of, leave, say, say_json
from kpcommittee.errors import ExitCode
from kpcommittee.locale import _


def add_to(app: typer.Typer) -> None:
    """Add the commands to the program."""
    placements = typer.Typer(help=_("The running placements."), rich_markup_mode=None)
    placements.command("import", help=_("Import running placements from .csv or .xlsx, never twice the same."))(import_)
    app.add_typer(placements, name="placements")
    app.command(help=_("The balance of every provider on a day, with the worst week from there."))(balance)


def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help=_("A .csv or .xlsx file."))],
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help=_("Import the rest and list the rows that were left out."))
    ] = False,
) -> None:
    """Import running placements."""
    from kpcommittee.services.caseload import import_placements  # noqa: PLC0415
    from kpcommittee.wording.flaws import flaw_text, remedy  # noqa: PLC0415

    desk = desk_of(context)
    report = import_placements(desk, desk.workspace.path(str(file)), skip_bad=skip_bad)
    for flaw in report.left_out:
        complain(flaw_text(flaw), remedy(flaw))
    if not report.done:
        complain(_("nothing was imported"), _("Mend the rows, or leave them out with --skip-bad."))
        leave(ExitCode.NO)
    say(
        _("{read} read, {new} new, {changed} changed, {left_out} left out").format(
            read=report.read, new=report.new, changed=report.changed, left_out=report.rows_left_out
        )
    )


def balance(
    context: typer.Context,
    day: Annotated[str | None, typer.Option("--date", help=_("The day; else the agenda's, else today."))] = None,
    agenda: Annotated[str | None, typer.Option(help=_("A meeting, for its date."))] = None,
    json: Annotated[bool, typer.Option("--json", help=_("As JSON."))] = False,
) -> None:
    """The balance of every provider."""
    from kpcommittee.services.balance import balance_rows  # noqa: PLC0415

    desk = desk_of(context)
    on = date_given(day) if day else desk.sitting(agenda).day if agenda else desk.clock().date()
    rows = balance_rows(desk, on)
    if json:
        from kpcommittee.services.answers import balance_answer  # noqa: PLC0415

        say_json(balance_answer(rows, desk.config.balance))
        return
    from kpcommittee.services.showing import balance_text  # noqa: PLC0415

    say(balance_text(rows, on, desk.config.balance))
