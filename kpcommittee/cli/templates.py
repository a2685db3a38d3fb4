"""Commands for the municipality's own templates."""

from pathlib import Path
from typing import Annotated

import typer

from kpcommittee.cli.i18n import App
from kpcommittee.cli.run import complain, leave, say, session_of, warn
from kpcommittee.errors import ExitCode
from kpcommittee.locale import _
from kpcommittee.services.templates import new_template
from kpcommittee.views.templates import fault_text


def add_to(app: typer.Typer) -> None:
    """Add the commands to the program."""
    templates = App()
    templates.command("new", help=_("Write a template to begin with, and print its path."))(new)
    templates.command("check", help=_("List everything that is wrong with a template."))(check)
    app.add_typer(templates, name="template")


def new(
    context: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="KIND", help=_("docx, text or phrases."))],
) -> None:
    """Write a template to start from."""
    say(str(new_template(session_of(context), kind)))


def check(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("A .docx, .md or .toml file."))],
) -> None:
    """Report everything that is wrong with a template."""
    # A new template needs no document.
    from kpcommittee.services.template_check import check_template  # noqa: PLC0415

    session = session_of(context)
    checked = check_template(session, session.workspace.path(str(file)))
    for doubt in checked.doubts:
        warn(f"{file}: {fault_text(doubt)}", _("It is also an everyday word. Look at it before the template is used."))
    for fault in checked.faults:
        complain(f"{file}: {fault_text(fault)}")
    if checked.faults:
        leave(ExitCode.NO)
    say(_("{file}: nothing is wrong; a sample was written with it").format(file=file))
