"""The command that writes the minutes, for each recipient and in each format."""

import sys
from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated

import typer

from kpcommittee.cli.meetings import AgendaGiven, leave_if_misfit, load_meeting
from kpcommittee.cli.progress import Progress
from kpcommittee.cli.run import as_stored, complain, leave, say, say_file, tell, warn
from kpcommittee.errors import ExitCode, UsageError
from kpcommittee.locale import _
from kpcommittee.services.document_request import DocumentRequest
from kpcommittee.services.exports import begin_export, make_file, parse_request
from kpcommittee.services.meeting_session import MeetingSession
from kpcommittee.services.merging import merge_edited
from kpcommittee.services.minutes import EditedError
from kpcommittee.services.protection import Protection, protect_for
from kpcommittee.services.template_check import warnings_of_templates

Output = Annotated[str | None, typer.Option("-o", "--output", help=_("Another file; - prints the document itself."))]
FormatGiven = Annotated[
    str | None,
    typer.Option("--format", help=_("md, docx, pdf, xlsx, html, xml or json; else as the ending says, else md.")),
]
Version = Annotated[int | None, typer.Option("--version", min=1, help=_("An approved version; else the newest."))]
ExchangeGiven = Annotated[
    str | None,
    typer.Option("--exchange", help=_("dagsorden or publication: the shape of XML, with what its importer needs.")),
]
FormGiven = Annotated[
    str | None,
    typer.Option("--form", help=_("short (for reading) or full (for the records system); else as the config.")),
]
Overwrite = Annotated[bool, typer.Option("--overwrite", help=_("Overwrite a file even if it was edited by hand."))]
Merge = Annotated[bool, typer.Option("--merge", help=_("Keep both the edits in the file and what is new."))]
Diff = Annotated[bool, typer.Option("--diff", help=_("What has changed in the version since the one before."))]
ForWhom = Annotated[
    str,
    typer.Option(
        "--for",
        callback=as_stored,
        help=_("full, case:N, provider:ID, leader:ROLE, child:N, family:N, statistics or script: who gets it."),
    ),
]

Encrypt = Annotated[
    list[str] | None,
    typer.Option(
        "--encrypt", metavar="NAME", help=_("Only NAME of [[recipients]] can open the file; may be repeated.")
    ),
]
Plain = Annotated[bool, typer.Option("--plain", help=_("A child's name may be in a file outside the workspace."))]


def add_to(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command()(minutes)


def minutes(
    context: typer.Context,
    agenda: AgendaGiven,
    output: Output = None,
    file_format: FormatGiven = None,
    version: Version = None,
    exchange: ExchangeGiven = None,
    form: FormGiven = None,
    for_whom: ForWhom = "full",
    encrypt: Encrypt = None,
    plain: Plain = False,
    overwrite: Overwrite = False,
    diff: Diff = False,
    merge: Merge = False,
) -> None:
    """Write the minutes of a meeting."""
    meeting_session = load_meeting(context, agenda)
    protection = Protection(names=tuple(encrypt or ()), plain=plain)
    request = parse_request(file_format, form, exchange, for_whom)
    request = replace(request, protection=protection, version=version, overwrite=overwrite, difference=diff)
    if merge:
        _merge(meeting_session, request, output)
    elif output == "-":
        with Progress() as progress:
            finished = make_file(meeting_session, request, lambda step: progress(step, 0, None))
        say_doubts(finished.doubts)
        print_file(protect_for(finished.content, meeting_session.config, encrypt or ()))
    else:
        _write(meeting_session, request, output)
    for warning, remedy in warnings_of_templates(meeting_session.session):
        warn(warning, remedy)
    leave_if_misfit(meeting_session)


def _write(meeting_session: MeetingSession, request: DocumentRequest, output: str | None) -> None:
    """Write the minutes to their file; if it was edited by hand, show the difference and exit with 1."""
    try:
        path = meeting_session.session.workspace.path(output) if output else None
        with Progress() as progress:
            export = begin_export(meeting_session, request, path)
            export.make(lambda step: progress(step, 0, None))
        path_written, doubts = export.save()
    except EditedError as edited:
        say(edited.difference)
        complain(edited.message, edited.remedy)
        leave(ExitCode.NO)
    say_doubts(doubts)
    say(str(path_written))


def _merge(meeting_session: MeetingSession, request: DocumentRequest, output: str | None) -> None:
    """Write the minutes merged with the edits in their file; exit with 1 if there are conflicts."""
    if output == "-" or request.overwrite or request.difference:
        raise UsageError(
            _("--merge works on the file that was edited by hand"), _("Leave -o -, --overwrite and --diff out.")
        )
    merged = merge_edited(meeting_session, request, meeting_session.session.workspace.path(output) if output else None)
    say_doubts(merged.doubts)
    say(str(merged.path))
    if merged.edited_copy is not None:
        tell(_("The edited file is kept: {file}.").format(file=merged.edited_copy.name))
    if merged.conflicts:
        complain(*merged.report)
        leave(ExitCode.NO)


def say_doubts(doubts: Iterable[str]) -> None:
    """Warn of words in a document that may be somebody else's name; it is written all the same."""
    for doubt in doubts:
        warn(doubt, _("It is also an everyday word. Look at it before the document is given away."))


def print_file(content: bytes) -> None:
    """Print a file as it is; a terminal gets text only."""
    if sys.stdout.isatty() and b"\0" in content:
        raise UsageError(
            _("this format is no text for a terminal"), _("Name a file with -o, or send the output to another program.")
        )
    say_file(content)
