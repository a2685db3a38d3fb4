"""Commands for the journal: search past decisions, verify it, and rebuild its tables."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from kpcommittee.cli.options import AsJson
from kpcommittee.cli.run import as_stored, complain, leave, say, say_json, session_of, tell
from kpcommittee.errors import ExitCode
from kpcommittee.locale import _
from kpcommittee.services import decisions as service
from kpcommittee.services import stories
from kpcommittee.wording.verification import not_seen, what_fits, what_is_wrong, what_was_accepted


def add_to(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command()(history)
    app.command()(decision)
    app.command()(child)
    app.command()(similar)
    app.command()(verify)
    app.command()(rebuild)


def history(
    context: typer.Context,
    query: Annotated[
        list[str] | None,
        typer.Argument(help=_("klub:oest problem:school enig:nej alder:12-15 ventet:>14 aar:2026 sag:2026-04 words")),
    ] = None,
    facets: Annotated[
        bool, typer.Option("--facets", help=_("How many decisions fit, by outcome, provider, problem and more."))
    ] = False,
    outcomes: Annotated[
        bool, typer.Option("--outcomes", help=_("How the placements went: as planned, early, moved or renewed."))
    ] = False,
    sort: Annotated[
        str, typer.Option("--sort", metavar="KEY", help=_("newest, oldest, case, child, waited or provider."))
    ] = "newest",
    json: AsJson = False,
) -> None:
    """Search past decisions."""
    session, terms, order = session_of(context), " ".join(query or []), service.parse_order(sort)
    if facets:
        say_json(service.facets_as_json(session, terms)) if json else say(service.facets_as_text(session, terms))
        return
    if outcomes:
        say_json(service.outcomes_as_json(session, terms)) if json else say(service.outcomes_as_text(session, terms))
        return
    say_json(service.history_as_json(session, terms, order)) if json else say(
        service.history_as_text(session, terms, order)
    )


def decision(
    context: typer.Context,
    case: Annotated[str, typer.Argument(metavar="CASE", callback=as_stored, help=_("The case number."))],
    meeting: Annotated[
        str | None, typer.Option(metavar="ID", help=_("The meeting; else the newest in the case."))
    ] = None,
    json: AsJson = False,
) -> None:
    """Show one past decision in full."""
    session = session_of(context)
    row = service.past_decision(session, case, meeting)
    if json:
        say_json(service.decision_answer(session, row))
    else:
        say(service.decision_in_full(session, row.meeting, row.case_number).rstrip("\n"))


def child(
    context: typer.Context,
    case: Annotated[str, typer.Argument(metavar="CASE", callback=as_stored, help=_("The case number."))],
    json: AsJson = False,
) -> None:
    """Show what happened to a child."""
    _tell(context, "story", case, as_json=json)


def similar(
    context: typer.Context,
    case: Annotated[str, typer.Argument(metavar="CASE", callback=as_stored, help=_("The case number."))],
    json: AsJson = False,
) -> None:
    """List past decisions in similar cases."""
    _tell(context, "similar", case, as_json=json)


def _tell(context: typer.Context, command: Literal["story", "similar"], case: str, *, as_json: bool) -> None:
    """Print what is known about a case's child, or about similar cases."""
    session, is_story = session_of(context), command == "story"
    if as_json:
        say_json(stories.story_as_json(session, case) if is_story else stories.similar_as_json(session, case))
    else:
        say(stories.story_as_text(session, case) if is_story else stories.similar_as_text(session, case))


def verify(
    context: typer.Context,
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE]...", help=_("More files with receipts."))
    ] = None,
    against: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help=_("Minutes whose receipts must fit the journal."))
    ] = None,
    accept: Annotated[
        bool,
        typer.Option("--accept", help=_("From now on remember the journal as it is, such as after a restored backup.")),
    ] = False,
    json: AsJson = False,
) -> None:
    """Verify the journal."""
    from kpcommittee.services import verification as verifying  # noqa: PLC0415 (brings the database along)

    session = session_of(context)
    verification = verifying.verify(session, [*(against or ()), *(files or ())], accept=accept)
    session.is_fault_told = True
    for fault in () if json else verification.accepted:
        tell(what_was_accepted(fault))
    if json:
        say_json(verifying.answer(verification))
    elif verification.is_sound:
        say("\n".join([*what_fits(verification, exists=session.database.exists()), *not_seen(verification)]))
    if not verification.is_sound:
        for fault in () if json else verification.faults:
            complain(*what_is_wrong(fault, verification))
        leave(ExitCode.NO)


def rebuild(context: typer.Context) -> None:
    """Rebuild the tables, unless the journal is damaged: they cannot be better than it is."""
    session = session_of(context)
    session.is_fault_told = True
    session.store_to_read.rebuild()
    say(_("The tables are made again from the journal."))
