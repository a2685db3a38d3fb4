"""Commands for a meeting: open it, show it, record in it, write its minutes."""

import json
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kpcommittee.cli.progress import Progress
from kpcommittee.cli.run import (
    complain,
    discard_stdout,
    leave,
    open_screen,
    say,
    say_json,
    session_of,
    settings_of,
    tell,
    warn,
)
from kpcommittee.cli.stdin import lines
from kpcommittee.errors import ExitCode, KpError, UsageError
from kpcommittee.locale import N_, _
from kpcommittee.services.meeting_session import MeetingSession
from kpcommittee.services.script import COMMENTS_OPEN, PERSONAL_NUMBER, answers_to, answers_to_all
from kpcommittee.services.session import Session
from kpcommittee.services.telling import filed_as_json, filed_as_text, told_as_json, told_as_text
from kpcommittee.views.json import meeting_answer
from kpcommittee.views.text import case_text, meeting_text
from kpcommittee.wording.issues import issue_text, remedy
from kpcommittee.wording.verification import warning, warning_remedy

if TYPE_CHECKING:
    from kpcommittee.services.wanted import Wanted


def agendas_like(context: typer.Context, incomplete: str) -> list[str]:
    """Return the agendas whose names begin like that; none where there is no workspace that can be read."""
    try:
        session = Session.find(_folder(context))
        names = [agenda.path.stem for agenda in session.workspace.agendas(session.config)]
    except (KpError, OSError):
        return []
    return [name for name in names if name.startswith(incomplete)]


def _folder(context: typer.Context) -> Path | None:
    """Return the workspace named on the command line, whose options are not read yet while it completes."""
    named = context.find_root().params.get("workspace")
    return Path(named) if named else None


Agenda = Annotated[
    str | None,
    typer.Argument(
        help=_("An agenda file, or a meeting's id; else the running or next meeting."), autocompletion=agendas_like
    ),
]
AgendaGiven = Annotated[
    str,
    typer.Argument(metavar="AGENDA", help=_("An agenda file, or a meeting's id."), autocompletion=agendas_like),
]

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
Overwrite = Annotated[bool, typer.Option("--overwrite", help=_("Also over a file that was edited by hand."))]
Merge = Annotated[bool, typer.Option("--merge", help=_("Keep what was edited by hand in the file, and what is new."))]
Diff = Annotated[
    bool, typer.Option("--diff", help=_("What is different in the version, compared with the one before it."))
]
ForWhom = Annotated[
    str,
    typer.Option(
        "--for",
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


OfConcern = Annotated[
    str | None,
    typer.Argument(
        help=_("An agenda file, or a meeting's id; else what is not approved, and the newest approved meeting."),
        autocompletion=agendas_like,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help=_("As JSON."))]

NOTICED = {
    PERSONAL_NUMBER: (
        N_("intention {n} has a personal number in a text"),
        N_("It is recorded, and masked wherever it is shown. Undo the event and record it without the number."),
    ),
    COMMENTS_OPEN: (
        N_("intention {n} approves minutes while comments on them are open"),
        N_("They are approved. kpcommittee review lists the comments; an error of writing can be corrected."),
    ),
}
"""The code of a notice → what happened, and what can be done."""


def add_to(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command()(meet)
    app.command()(show)
    app.command()(record)
    app.command()(minutes)
    app.command()(told)
    app.command()(journalised)


def meet(context: typer.Context, agenda: Agenda = None) -> None:
    """Open a meeting on the screen."""
    open_screen(settings_of(context), agenda)


def show(
    context: typer.Context,
    agenda: Agenda = None,
    case: Annotated[str | None, typer.Option(help=_("Only the case with this case number."))] = None,
    json: AsJson = False,
) -> None:
    """Show a meeting or one case as text."""
    meeting_session = loaded(context, agenda)
    meeting = meeting_session.meeting
    if case is not None and meeting.item(case) is None:
        raise KpError(
            _("{case} is not on the agenda of {meeting}").format(case=case, meeting=meeting.id),
            _("kpcommittee show lists the case numbers."),
        )
    meeting_session.session.access.note("opened", case, meeting=None if case else meeting.id)
    if json:
        numbers = [item.number for item in meeting.items if case in (None, item.number)]
        cases = [meeting_session.view_case(number) for number in numbers]
        differences, left_out = meeting_session.differences(), meeting_session.left_out()
        say_json(meeting_answer(meeting, cases, meeting_session.config, meeting_session.law, differences, left_out))
        _leave_if_misfit(meeting_session)
        return

    if case:
        text = case_text(meeting_session.view_case(case), meeting_session.config, meeting_session.law)
    else:
        text = meeting_text(
            meeting,
            meeting_session.config,
            meeting_session.balance(),
            meeting_session.differences(),
            meeting_session.left_out(),
        )
    say(text.rstrip("\n"))
    _leave_if_misfit(meeting_session)


def record(
    context: typer.Context,
    agenda: AgendaGiven,
    file: Annotated[Path | None, typer.Argument(help=_("JSON Lines; else standard input."))] = None,
    all_or_nothing: Annotated[
        bool, typer.Option("--all-or-nothing", help=_("One commit: everything, or nothing at the first refusal."))
    ] = False,
) -> None:
    """Record intentions from JSON Lines."""
    meeting_session = loaded(context, agenda)
    file = file and meeting_session.session.workspace.path(str(file))
    answer = answers_to_all if all_or_nothing else answers_to
    refused = False
    for number, answered in enumerate(answer(meeting_session, lines(file)), start=1):
        refused |= "refused" in answered
        try:
            _flush_json(answered)
        except BrokenPipeError:
            discard_stdout()
            raise KpError(
                _("nobody reads the answers any more"),
                _("What was answered is recorded, nothing after it. kpcommittee show says how far it came."),
            ) from None
        for notice in answered.get("notices", ()):
            warn(_(NOTICED[notice][0]).format(n=number), _(NOTICED[notice][1]))
    _back_up(meeting_session)
    if refused:
        leave(ExitCode.NO)


def _back_up(meeting_session: MeetingSession) -> None:
    """Make a backup of a meeting that is closed or approved now, and else once a day."""
    from kpcommittee.services import backups  # noqa: PLC0415 (brings the database along)

    session = meeting_session.session
    if not backups.is_due(session, at_close=meeting_session.meeting.state in ("closed", "approved")):
        return
    try:
        backups.keep(session)
    except KpError as error:
        warn(error.message, error.remedy)


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
    # `show` and `record` do without the documents.
    from kpcommittee.services.exports import named, printed  # noqa: PLC0415
    from kpcommittee.services.protection import Protection, protected  # noqa: PLC0415

    meeting_session = loaded(context, agenda)
    protection = Protection(names=tuple(encrypt or ()), plain=plain)
    asked = named(file_format, form, exchange, for_whom)
    wanted = replace(asked, protection=protection, version=version, overwrite=overwrite, difference=diff)
    if merge:
        _merge(meeting_session, wanted, output)
    elif output == "-":
        with Progress() as progress:
            made = printed(meeting_session, wanted, lambda step: progress(step, 0, None))
        say_doubts(made.doubts)
        print_file(protected(made.content, meeting_session.config, encrypt or ()))
    else:
        _write(meeting_session, wanted, output)
    _leave_if_misfit(meeting_session)


def _write(meeting_session: MeetingSession, wanted: "Wanted", output: str | None) -> None:
    """Write the minutes to their file; show the difference and end with 1 if somebody edited it by hand."""
    from kpcommittee.services.exports import begin_export  # noqa: PLC0415 (brings the documents along)
    from kpcommittee.services.minutes import EditedError  # noqa: PLC0415 (the same)

    try:
        path = meeting_session.session.workspace.path(output) if output else None
        with Progress() as progress:
            export = begin_export(meeting_session, wanted, path)
            export.make(lambda step: progress(step, 0, None))
        written, doubts = export.save()
    except EditedError as edited:
        say(edited.difference)
        complain(edited.message, edited.remedy)
        leave(ExitCode.NO)
    say_doubts(doubts)
    say(str(written))


def _merge(meeting_session: MeetingSession, wanted: "Wanted", output: str | None) -> None:
    """Write the minutes with what was edited by hand in their file, and end with 1 if something must be chosen."""
    from kpcommittee.services.merging import merge_edited  # noqa: PLC0415 (few commands merge)

    if output == "-" or wanted.overwrite or wanted.difference:
        raise UsageError(
            _("--merge is about the file that was edited by hand"), _("Leave -o -, --overwrite and --diff out.")
        )
    merged = merge_edited(meeting_session, wanted, meeting_session.session.workspace.path(output) if output else None)
    say_doubts(merged.doubts)
    say(str(merged.path))
    if merged.kept is not None:
        tell(_("The file as it was edited by hand is kept: {file}.").format(file=merged.kept.name))
    if merged.conflicts:
        complain(*merged.report)
        leave(ExitCode.NO)


def say_doubts(doubts: Iterable[str]) -> None:
    """Show the words of a document that may be somebody else's name, and do not prevent it."""
    for doubt in doubts:
        warn(doubt, _("It is also an everyday word. Look at it before the document is given away."))


def print_file(content: bytes) -> None:
    """Print a file as it is; a terminal gets text only."""
    if sys.stdout.isatty() and b"\0" in content:
        raise UsageError(
            _("this format is no text for a terminal"), _("Name a file with -o, or send the output to another program.")
        )
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def told(context: typer.Context, agenda: OfConcern = None, json: AsJson = False) -> None:
    """List who is still to be told of the decisions, and who has been."""
    if json:
        say_json(told_as_json(session_of(context), agenda))
    else:
        say(told_as_text(session_of(context), agenda).rstrip("\n"))


def journalised(context: typer.Context, agenda: OfConcern = None, json: AsJson = False) -> None:
    """List which cases are still to be filed in the records system, and which have been."""
    if json:
        say_json(filed_as_json(session_of(context), agenda))
    else:
        say(filed_as_text(session_of(context), agenda).rstrip("\n"))


def _leave_if_misfit(meeting_session: MeetingSession) -> None:
    """End with 1 after something was made of a journal that does not fit, so that a script does not file it."""
    if meeting_session.misfit is not None:
        leave(ExitCode.NO)


def loaded(context: typer.Context, agenda: str | None) -> MeetingSession:
    """Open the meeting with its journal; report the issues of its agenda file and continue."""
    meeting_session = MeetingSession.find(session_of(context), agenda)
    meeting_session.load()
    if meeting_session.misfit is not None:
        meeting_session.session.is_fault_told = True
        complain(warning(meeting_session.misfit), warning_remedy())
    for issue in meeting_session.issues:
        complain(issue_text(issue), remedy(issue))
    if meeting_session.meeting.head is None:
        leave(ExitCode.NO)
    return meeting_session


def _flush_json(answered: dict[str, object]) -> None:
    """Print one line before the next intention is read."""
    sys.stdout.write(json.dumps(answered, ensure_ascii=False) + "\n")
    sys.stdout.flush()
