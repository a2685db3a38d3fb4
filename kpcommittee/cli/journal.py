"""Commands for the journal: search past decisions, verify it, and rebuild its tables."""

from typing import TYPE_CHECKING, Annotated

import typer

from kpcommittee.cli.run import complain, leave, say, say_json, session_of
from kpcommittee.errors import ExitCode
from kpcommittee.locale import N_, _

if TYPE_CHECKING:
    from kpcommittee.store.records import VerifyError

_WHY = {
    "gap": N_("an event before it is missing"),
    "hash": N_("it is not as it was written"),
    "kind": N_("its kind is unknown"),
    "payload": N_("it cannot be read"),
}


def add_to(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command(help=_("Past decisions, newest first; every term of the query must hold."))(history)
    app.command(help=_("Test the journal: the first event that does not fit is named."))(verify)
    app.command(help=_("Make the tables that answer questions again from the journal."))(rebuild)


def history(
    context: typer.Context,
    query: Annotated[
        list[str] | None,
        typer.Argument(help=_("klub:ID problem:CODE udsat:ja|nej afveg:ja|nej alder:12-15 fra:2026 til:2026-06 words")),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help=_("As JSON."))] = False,
) -> None:
    """Search past decisions."""
    from kpcommittee.services.decisions import history as past_decisions

    session = session_of(context)
    rows = past_decisions(session, " ".join(query or []))
    if json:
        from kpcommittee.services.decisions import history_answer

        say_json(history_answer(rows))
        return
    from kpcommittee.services.decisions import history_text

    say(history_text(rows, session.config))


def verify(context: typer.Context) -> None:
    """Verify the journal."""
    wrong = session_of(context).store_to_read.verify()
    if wrong is not None:
        _complain_of(wrong)
        leave(ExitCode.NO)
    say(_("The journal is whole."))


def rebuild(context: typer.Context) -> None:
    """Rebuild the tables, and report a damaged journal, as the tables cannot be better than it is."""
    store = session_of(context).store_to_read
    store.rebuild()
    wrong = store.verify()
    say(_("The tables are made again from the journal."))
    if wrong is not None:
        _complain_of(wrong, _("the journal they are made from is not whole: {where}"))
        leave(ExitCode.NO)


def _complain_of(wrong: "VerifyError", text: str = "{where}") -> None:
    """Name the first event that does not fit."""
    where = _("stream {stream}, event {number}: {why}").format(
        stream=wrong.stream, number=wrong.number, why=_(_WHY[wrong.why])
    )
    complain(text.format(where=where), _("Keep the file as it is, and go back to the newest backup before this event."))
