"""Commands for a meeting: open it, show it, record in it, list whom to tell."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from kpcommittee.cli.issues import complain_of
from kpcommittee.cli.options import AsJson
from kpcommittee.cli.run import (
    as_stored,
    complain,
    discard_stdout,
    leave,
    open_screen,
    say,
    say_json,
    session_of,
    settings_of,
    warn,
)
from kpcommittee.cli.stdin import lines
from kpcommittee.errors import ExitCode, KpError, UsageError
from kpcommittee.locale import N_, _
from kpcommittee.services.meeting_session import MeetingSession
from kpcommittee.services.script import (
    CARRIED_OTHERWISE,
    CLOCK_BEHIND,
    COMMENTS_OPEN,
    PERSONAL_NUMBER,
    answers_to,
    answers_to_all,
)
from kpcommittee.services.session import Session
from kpcommittee.services.telling import filed_as_json, filed_as_text, told_as_json, told_as_text
from kpcommittee.views.json import meeting_answer
from kpcommittee.views.text import case_text, meeting_text
from kpcommittee.wording.verification import copied_with, warning, warning_remedy


def agendas_like(context: typer.Context, incomplete: str) -> list[str]:
    """Return the agendas whose names begin like that; none without a readable workspace."""
    try:
        session = Session.find(_folder(context))
        names = [agenda.path.stem for agenda in session.workspace.agendas(session.config)]
    except (KpError, OSError):
        return []
    return [name for name in names if name.startswith(incomplete)]


def _folder(context: typer.Context) -> Path | None:
    """Return the workspace named on the command line, whose options are not parsed yet during completion."""
    workspace = context.find_root().params.get("workspace")
    return Path(workspace) if workspace else None


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

AgendaOrUnfinished = Annotated[
    str | None,
    typer.Argument(
        help=_(
            "An agenda file, or a meeting's id; else what is not approved, the newest approved meeting, and earlier "
            "ones where something is missing."
        ),
        autocompletion=agendas_like,
    ),
]
OnlyCase = Annotated[
    str | None, typer.Option("--case", callback=as_stored, help=_("Only the case with this case number."))
]

NOTICED = {
    PERSONAL_NUMBER: (
        N_("intention {n} has a personal number in a text"),
        N_("It is recorded, and masked wherever it is shown. Undo the event and record it without the number."),
    ),
    COMMENTS_OPEN: (
        N_("intention {n} approves minutes while comments on them are open"),
        N_("They are approved. kpcommittee review lists the comments; a clerical error can be corrected."),
    ),
    CARRIED_OTHERWISE: (
        N_("intention {n} corrects a decision that the meeting {meeting} carries as it was"),
        N_("It is recorded. Correct it in {meeting} too, once those minutes are approved: the two differ."),
    ),
    CLOCK_BEHIND: (
        N_("intention {n} opens a meeting that counts before {meeting}, of an earlier day: the clock is behind"),
        N_(
            "It is recorded. Undo it, set the computer's clock, and open the meeting again: otherwise waiting "
            "cases keep waiting."
        ),
    ),
}
"""Code of a notice → what happened, and what can be done."""


def add_to(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command()(meet)
    app.command()(show)
    app.command()(record)
    app.command()(told)
    app.command()(journalised)


def meet(context: typer.Context, agenda: Agenda = None) -> None:
    """Open a meeting on the screen."""
    open_screen(settings_of(context), agenda)


def show(
    context: typer.Context,
    agenda: Agenda = None,
    case: OnlyCase = None,
    json: AsJson = False,
) -> None:
    """Show a meeting or one case as text."""
    meeting_session = load_meeting(context, agenda)
    meeting = meeting_session.meeting
    if case is not None and meeting.item(case) is None:
        raise UsageError(
            _("{case} is not on the agenda of {meeting}").format(case=case, meeting=meeting.id),
            _("kpcommittee show lists the case numbers."),
        )
    meeting_session.session.access.note("opened", case, meeting=None if case else meeting.id)
    if json:
        numbers = [item.number for item in meeting.items if case in (None, item.number)]
        cases = [meeting_session.view_case(number) for number in numbers]
        differences, left_out = meeting_session.differences(), meeting_session.left_out()
        say_json(meeting_answer(meeting, cases, meeting_session.config, meeting_session.law, differences, left_out))
        leave_if_misfit(meeting_session)
        return

    if case:
        text = case_text(
            meeting_session.view_case(case),
            meeting_session.config,
            meeting_session.law,
            lacks_import=meeting_session.lacks_import,
        )
    else:
        text = meeting_text(
            meeting,
            meeting_session.config,
            meeting_session.balance(),
            meeting_session.differences(),
            meeting_session.left_out(),
            lacks_import=meeting_session.lacks_import,
        )
    say(text.rstrip("\n"))
    leave_if_misfit(meeting_session)


def record(
    context: typer.Context,
    agenda: AgendaGiven,
    file: Annotated[Path | None, typer.Argument(help=_("JSON Lines; without it, or as -, standard input."))] = None,
    all_or_nothing: Annotated[
        bool, typer.Option("--all-or-nothing", help=_("One commit: everything, or nothing at the first refusal."))
    ] = False,
) -> None:
    """Record intentions from JSON Lines."""
    meeting_session = load_meeting(context, agenda)
    file = None if file is None or str(file) == "-" else meeting_session.session.workspace.path(str(file))
    answer = answers_to_all if all_or_nothing else answers_to
    refused = False
    for number, line in enumerate(answer(meeting_session, lines(file)), start=1):
        refused |= "refused" in line
        try:
            _flush_json(line)
        except BrokenPipeError:
            discard_stdout()
            raise KpError(
                _("nobody reads the answers any more"),
                _("What was answered is recorded, and nothing after it. kpcommittee show says how far it came."),
            ) from None
        for notice in line.get("notices", ()):
            values = {"n": number, "meeting": line.get("carried_in") or line.get("counts_before")}
            warn(_(NOTICED[notice][0]).format(**values), _(NOTICED[notice][1]).format(**values))
    _back_up(meeting_session)
    if refused:
        leave(ExitCode.NO)


def _back_up(meeting_session: MeetingSession) -> None:
    """Make a backup after a meeting was closed or approved, and otherwise once a day."""
    from kpcommittee.services import backups  # noqa: PLC0415 (brings the database along)

    session = meeting_session.session
    if not backups.is_due(session, at_close=meeting_session.meeting.is_over):
        return
    try:
        fault = backups.rotate_backups(session)
    except KpError as error:
        warn(error.message, error.remedy)
    else:
        if fault is not None:
            copied = copied_with(fault)
            warn(copied.message, copied.remedy)


def told(context: typer.Context, agenda: AgendaOrUnfinished = None, json: AsJson = False) -> None:
    """List who is still to be told of the decisions, and who has been."""
    if json:
        say_json(told_as_json(session_of(context), agenda))
    else:
        say(told_as_text(session_of(context), agenda).rstrip("\n"))


def journalised(context: typer.Context, agenda: AgendaOrUnfinished = None, json: AsJson = False) -> None:
    """List which cases are still to be filed in the records system, and which have been."""
    if json:
        say_json(filed_as_json(session_of(context), agenda))
    else:
        say(filed_as_text(session_of(context), agenda).rstrip("\n"))


def leave_if_misfit(meeting_session: MeetingSession) -> None:
    """Exit with 1 if the journal does not fit, so that a script does not file the output."""
    if meeting_session.misfit is not None:
        leave(ExitCode.NO)


def load_meeting(context: typer.Context, agenda: str | None) -> MeetingSession:
    """Open the meeting with its journal; report the issues of its agenda file and continue.

    An approved meeting no longer needs its file, which may have been changed or deleted since.
    """
    meeting_session = MeetingSession.find(session_of(context), agenda)
    meeting_session.load()
    if meeting_session.misfit is not None:
        meeting_session.session.is_fault_told = True
        complain(warning(meeting_session.misfit), warning_remedy())
    complain_of(meeting_session.issues if meeting_session.meeting.state != "approved" else ())
    if meeting_session.meeting.head is None:
        leave(ExitCode.NO)
    return meeting_session


def _flush_json(line: dict[str, object]) -> None:
    """Print one line before the next intention is read."""
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()
