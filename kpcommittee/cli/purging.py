"""The command that purges journalised cases."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from kpcommittee.cli.run import as_stored, leave, parse_day, say, session_of, settings_of
from kpcommittee.errors import ExitCode, KpError, UsageError
from kpcommittee.locale import _, ngettext
from kpcommittee.services import purging as service
from kpcommittee.views.purging import done_lines, left_lines, plan_lines, proof_lines
from kpcommittee.wording import figures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpcommittee.services.session import Session


def add_to(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command()(purge)


def purge(
    context: typer.Context,
    case: Annotated[str | None, typer.Option(metavar="N", callback=as_stored, help=_("This case."))] = None,
    before: Annotated[
        str | None, typer.Option(metavar="D", help=_("Every case in which nothing has happened since that day."))
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Only say what would be removed."))] = False,
    yes: Annotated[bool, typer.Option("--yes", help=_("Do not ask."))] = False,
    check: Annotated[
        str | None, typer.Option("--check", metavar="PROOF", help=_("Only say when the case was purged."))
    ] = None,
) -> None:
    """Purge cases."""
    if (case is None) == (before is None):
        raise UsageError(_("purge needs --case or --before"), _("Name one case, or a day."))
    session = session_of(context)
    if check is not None:
        _check(session, case, check)
        return
    plans = (
        service.plans_before(session, parse_day(before, "--before"))
        if before
        else (service.plan_purge(session, case or ""),)
    )
    possible = [plan for plan in plans if not plan.hindrances]
    for plan in plans:
        say("\n".join(plan_lines(plan)))
    if not plans:
        say(_("There is no such case."))
    if possible and not dry_run:
        _refuse_unasked(context, session, len(possible), yes=yes)
        possible = [*service.purge(session, possible, _show_proofs)]
        say("\n".join(done_lines(possible)))
    if possible:
        say("\n".join(left_lines(service.find_remains(session, possible), session.workspace.display_path)))
    if dry_run:
        would = _("Nothing was changed. Without --dry-run it is purged.")
        say(would if possible else _("Nothing was changed: there is nothing that can be purged yet."))
    if case is not None and not possible:
        leave(ExitCode.NO)


def _show_proofs(plans: "Sequence[service.PurgePlan]") -> None:
    """Print the proofs at once: they cannot be made again."""
    say("\n".join(proof_lines(plans)))
    sys.stdout.flush()


def _refuse_unasked(context: typer.Context, session: "Session", count: int, *, yes: bool) -> None:
    """Ask for the confirming word.

    Raises:
        KpError: it was not given.
    """
    if yes:
        return
    word = _("purge")
    question = ngettext(
        "{n} case goes for good, and nobody can bring it back. Write “{word}” to do it:",
        "{n} cases go for good, and nobody can bring them back. Write “{word}” to do it:",
        count,
    ).format(n=figures.number(count), word=word)
    if settings_of(context).passphrases.answer_after_key(session.database.name, question).casefold() != word:
        raise KpError(_("Nothing was purged."))


def _check(session: "Session", case: str | None, proof: str) -> None:
    """Say when a case was purged, by its proof."""
    if case is None:
        raise UsageError(_("--check needs the case of the proof."), _("Name it with --case."))
    day = service.purge_date(session, case, proof)
    if day is None:
        say(_("The journal knows no purge with this case and this proof."))
        leave(ExitCode.NO)
    say(_("Case {number} was purged on {day}.").format(number=case, day=figures.date_numeric(day)))
