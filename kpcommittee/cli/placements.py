"""Commands for the running placements: import, export, list, end, change and check."""

from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated

import typer

from kpcommittee.cli.i18n import App
from kpcommittee.cli.issues import complain_of
from kpcommittee.cli.options import AsJson
from kpcommittee.cli.progress import Progress
from kpcommittee.cli.run import (
    all_as_stored,
    as_stored,
    complain,
    leave_because_of,
    parse_day,
    parse_optional_day,
    say,
    say_file,
    say_json,
    session_of,
    warn,
)
from kpcommittee.domain.meeting.caseload_events import PlacementChanged
from kpcommittee.errors import UsageError
from kpcommittee.locale import _, ngettext
from kpcommittee.services.balance import caseload_quality
from kpcommittee.services.budget import costs_of
from kpcommittee.services.former import config_with_former
from kpcommittee.services.imports import import_placements, undo_import
from kpcommittee.services.placements import (
    Changes,
    cases_simplified_in_table,
    change_placement,
    count_beginning_later,
    end_placement,
    export_placements,
    placements_table,
    running_claims,
)
from kpcommittee.services.session import Session
from kpcommittee.views.imports import import_answer, import_text, undone_answer, undone_text
from kpcommittee.views.json import changed_answer, quality_answer
from kpcommittee.views.money import priced_answer
from kpcommittee.views.quality import quality_text, warnings
from kpcommittee.views.tables import changed_text, placements_text

CaseNumber = Annotated[str, typer.Argument(metavar="CASE", callback=as_stored, help=_("The case number."))]
ProviderId = Annotated[str, typer.Argument(metavar="PROVIDER", help=_("The provider's id."))]
Why = Annotated[str, typer.Option("--why", help=_("The reason, in a sentence."))]
Day = Annotated[str | None, typer.Option("--date", help=_("The day; else today."))]


def add_to(app: typer.Typer) -> None:
    """Add the commands to the program."""
    placements = App()
    placements.command("import", help=_("Import running placements from .csv or .xlsx, never twice the same."))(import_)
    placements.command(help=_("Take the newest import back, except what was ended or changed since."))(undo)
    placements.command(help=_("Write every placement once to a .csv or .xlsx table that can be imported again."))(
        export
    )
    placements.command("list", help=_("List running placements, the earliest end first."))(list_)
    placements.command(help=_("End a placement."))(end)
    placements.command(help=_("Change the person, the hours or the last day of a placement."))(change)
    placements.command(help=_("Who is in the caseload, and what looks wrong in its data."))(check)
    app.add_typer(placements, name="placements")


def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help=_("A .csv or .xlsx file."))],
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help=_("Import the rest and list the rows that were left out."))
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Only say what would change."))] = False,
    take_over: Annotated[
        list[str] | None,
        typer.Option(
            "--take-over",
            metavar="CASE",
            callback=all_as_stored,
            help=_("Use the table's values although the placement was ended or decided here."),
        ),
    ] = None,
    json: AsJson = False,
) -> None:
    """Import running placements."""
    session = session_of(context)
    path = session.workspace.path(str(file))
    with Progress() as progress:
        report = import_placements(
            session, path, skip_bad=skip_bad, dry_run=dry_run, take_over=take_over or (), progress=progress
        )
    complain_of(report.issues)
    if not report.possible:
        advice = _("Correct the rows, or leave them out with --skip-bad.") if report.skippable else ""
        complain(_("nothing was imported"), advice)
        leave_because_of(report.issues)
    if json:
        say_json(import_answer(report))
        return
    say(import_text(report, session.config))
    if dry_run:
        say(_("Nothing was imported: this was a dry run."))
    else:
        _say_warnings(session)


def undo(context: typer.Context, json: AsJson = False) -> None:
    """Take back the newest import."""
    session = session_of(context)
    taken_back = undo_import(session)
    if json:
        say_json(undone_answer(taken_back))
        return
    say(undone_text(taken_back, session.config))


def _say_warnings(session: Session) -> None:
    """Print the warnings about the current caseload."""
    lines = warnings(caseload_quality(session, session.today), session.config)
    for line in lines:
        say(f"! {line}")
    if lines:
        say(_("kpcommittee placements check names them."))


def export(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help=_("Where: a name that ends in .csv or .xlsx; - prints a .csv."))],
    overwrite: Annotated[bool, typer.Option("--overwrite", help=_("Overwrite an existing file."))] = False,
    json: AsJson = False,
) -> None:
    """Write the placements to a table."""
    session = session_of(context)
    if str(file) == "-":
        if json:
            raise UsageError(_("- prints the table itself, and --json its name"), _("Leave one of them out."))
        say_file(placements_table(session))
        _warn_of_simplified(session)
        return
    path = session.workspace.path(str(file))
    count = export_placements(session, path, overwrite=overwrite)
    if json:
        say_json({"file": str(path), "placements": count})
    else:
        count_text = ngettext("{count} placement", "{count} placements", count).format(count=count)
        say(f"{path}: {count_text}")
    _warn_of_simplified(session)


def _warn_of_simplified(session: Session) -> None:
    """Name the placements that the table simplifies, since it has one row for each."""
    if cases := cases_simplified_in_table(session):
        warn(
            _("the table has hours and person as they are today, and on other days they are different: {cases}").format(
                cases=", ".join(cases)
            ),
            _("Where it is imported, write what is different with kpcommittee placements change --from."),
        )


def list_(
    context: typer.Context,
    ending: Annotated[
        int | None,
        typer.Option(
            "--ending", min=0, max=5_200, metavar="WEEKS", help=_("Only those that end within that many weeks.")
        ),
    ] = None,
    day: Day = None,
    json: AsJson = False,
) -> None:
    """List the running placements."""
    session = session_of(context)
    on = parse_optional_day(day) or session.today
    claims = running_claims(session, on, ending)
    if json:
        say_json([priced_answer(claim, on, costs) for claim, costs in costs_of(session, claims, on)])
        return

    config = config_with_former(session, (some_id for claim in claims for some_id in (claim.provider, claim.staff)))
    say(placements_text(claims, config, on, count_beginning_later(session, on) if ending is None else 0))


def end(
    context: typer.Context,
    case: CaseNumber,
    provider: ProviderId,
    on: Annotated[str, typer.Option("--on", help=_("Its last day, such as 2027-01-31."))],
    why: Why,
    json: AsJson = False,
) -> None:
    """End a placement."""
    session = session_of(context)
    _say_changed(session, end_placement(session, case, provider, parse_day(on, "--on"), why), json=json)


def change(
    context: typer.Context,
    case: CaseNumber,
    provider: ProviderId,
    why: Why,
    staff: Annotated[str | None, typer.Option(help=_("Another person's id; an empty text: to be named."))] = None,
    hours: Annotated[str | None, typer.Option(help=_("Other granted hours a week."))] = None,
    since: Annotated[
        str | None, typer.Option("--from", help=_("The first day with them; before it everything stays as it was."))
    ] = None,
    last: Annotated[str | None, typer.Option("--end", help=_("Another last day."))] = None,
    json: AsJson = False,
) -> None:
    """Change a placement."""
    session = session_of(context)
    until: date | None = parse_optional_day(last, "--end")
    first = parse_optional_day(since, "--from")
    changes = Changes(staff=staff, hours=_hours_given(hours) if hours else None, end=until, since=first)
    _say_changed(session, change_placement(session, case, provider, changes, why), json=json)


def check(context: typer.Context, day: Day = None, json: AsJson = False) -> None:
    """Check the quality of the caseload's data."""
    session = session_of(context)
    quality = caseload_quality(session, parse_optional_day(day) or session.today)
    if json:
        say_json(quality_answer(quality))
        return

    ids = (who for finding in quality.findings for who in (finding.provider, finding.other_provider, finding.staff))
    say(quality_text(quality, config_with_former(session, ids)))


def _say_changed(session: Session, changed: PlacementChanged, *, json: bool) -> None:
    if json:
        say_json(changed_answer(changed))
        return

    ids = (who for placement in (changed.before, changed.after) for who in (placement.provider, placement.staff))
    say(changed_text(changed, config_with_former(session, ids)))


def _hours_given(text: str) -> Decimal:
    """Parse the hours of an option, with a decimal comma or point."""
    try:
        hours = Decimal(text.replace(",", "."))
    except InvalidOperation as error:
        raise typer.BadParameter(_("hours such as 4.5"), param_hint="--hours") from error
    if not hours.is_finite():
        raise typer.BadParameter(_("hours such as 4.5"), param_hint="--hours")
    return hours
