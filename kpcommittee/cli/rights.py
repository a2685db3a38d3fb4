"""Commands for the rights of the person concerned: access to all data about a child, and rectification."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from kpcommittee.cli.minutes import Encrypt, Output, Plain, print_file, say_doubts
from kpcommittee.cli.run import as_stored, parse_optional_day, say, session_of, warn
from kpcommittee.domain.text import clean
from kpcommittee.errors import UsageError
from kpcommittee.locale import _
from kpcommittee.services import access_requests, protection, rectifying
from kpcommittee.views.rectifying import earlier_text, others_text, put_right_text

if TYPE_CHECKING:
    from kpcommittee.services.recipients import FinishedFile


def add_to(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command()(export)
    app.command()(rectify)


def export(
    context: typer.Context,
    case: Annotated[str, typer.Option(metavar="N", callback=as_stored, help=_("A case number of the child."))],
    output: Output = None,
    encrypt: Encrypt = None,
    plain: Plain = False,
) -> None:
    """Write all data about the child of a case."""
    session = session_of(context)
    if output == "-":
        finished = access_requests.file_of_child(session, case)
        _say_what_to_look_at(finished)
        print_file(protection.protect_for(finished.content, session.config, encrypt or ()))
        return
    path = session.workspace.path(output) if output else None
    guard = protection.Protection(names=tuple(encrypt or ()), plain=plain)
    path_written, finished = access_requests.export_child(session, case, path, guard)
    _say_what_to_look_at(finished)
    say(str(path_written))


def _say_what_to_look_at(finished: "FinishedFile") -> None:
    """Say what to check before the file is handed over."""
    say_doubts(finished.doubts)
    if finished.protected:
        warn(
            _("The child's address is protected, and the file tells district, school and club."),
            _("Make sure who asks. What a holder of custody may not know is taken out by the authority."),
        )


def rectify(
    context: typer.Context,
    case: Annotated[str, typer.Argument(metavar="CASE", callback=as_stored, help=_("The case number."))],
    name: Annotated[str | None, typer.Option(metavar="NAME", help=_("The child's name."))] = None,
    birth_date: Annotated[str | None, typer.Option("--birth-date", metavar="D", help=_("The birth date."))] = None,
    cpr: Annotated[
        str | None, typer.Option(metavar="N", help=_("The personal number; - reads it from standard input."))
    ] = None,
    inform: Annotated[
        list[str] | None, typer.Option(metavar="OLD=NEW", help=_("The name of somebody who is informed."))
    ] = None,
    why: Annotated[str | None, typer.Option(metavar="TEXT", help=_("Why."))] = None,
    by: Annotated[str | None, typer.Option(metavar="NAME", help=_("Who decided it; else you."))] = None,
    show: Annotated[
        bool, typer.Option("--show", help=_("Show what was put right earlier, with the old values."))
    ] = False,
) -> None:
    """Rectify personal data."""
    session = session_of(context)
    if not why or not why.strip():
        raise UsageError(_("rectify needs the reason"), _("Give it with --why."))
    if show:
        say(earlier_text(rectifying.earlier_values(session, case, clean(why))))
        return
    new_data = rectifying.NewData(
        name=_single_line(name),
        birth_date=parse_optional_day(birth_date, "--birth-date"),
        cpr=sys.stdin.readline().strip() if cpr == "-" else cpr,
        informed=tuple(map(_pair, inform or ())),
    )
    others = rectifying.current_data(
        session, case
    ).other_cases  # Afterwards, a changed number may hide that it is one child.
    count = rectifying.rectify(session, case, new_data, clean(why), by and clean(by))
    say(put_right_text(count))
    if others:
        say(others_text(others))


def _single_line(text: str | None) -> str | None:
    """Return a name on one line; None if none is given."""
    if text is None:
        return None
    name = " ".join(clean(text).split())
    if not name:
        raise UsageError(_("a name cannot be empty"), _("Leave the option out if it is right."))
    return name


def _pair(text: str) -> tuple[str, str]:
    """Read `OLD=NEW`."""
    old_name, equals, new_name = text.partition("=")
    name = _single_line(new_name) if equals and new_name.strip() else None
    if not old_name.strip() or name is None:
        raise UsageError(_("--inform needs OLD=NEW"), _("Such as --inform 'Ida Holm=Ida Holme'."))
    return old_name.strip(), name
