"""Commands for the rights of the person concerned: everything that is kept about one child."""

from typing import Annotated

import typer

from kpcommittee.cli.meetings import Encrypt, Output, Plain, print_file, say_doubts
from kpcommittee.cli.run import say, session_of
from kpcommittee.locale import _


def add_to(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command()(export)


def export(
    context: typer.Context,
    case: Annotated[str, typer.Option(metavar="N", help=_("A case number of the child."))],
    output: Output = None,
    encrypt: Encrypt = None,
    plain: Plain = False,
) -> None:
    """Write everything that is kept about the child of a case."""
    from kpcommittee.services import access_requests, protection  # noqa: PLC0415 (brings the documents along)

    session = session_of(context)
    if output == "-":
        made = access_requests.file_of_child(session, case)
        say_doubts(made.doubts)
        print_file(protection.protected(made.content, session.config, encrypt or ()))
        return
    path = session.workspace.path(output) if output else None
    guard = protection.Protection(names=tuple(encrypt or ()), plain=plain)
    written, doubts = access_requests.export_child(session, case, path, guard)
    say_doubts(doubts)
    say(str(written))
