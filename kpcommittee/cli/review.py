"""The command for minutes that are sent out for reading, and for the comments that come back."""

import json
from typing import Annotated, Any

import typer

from kpcommittee.cli.meetings import AgendaGiven, load_meeting
from kpcommittee.cli.options import AsJson
from kpcommittee.cli.run import complain, leave, parse_optional_day, say, say_json
from kpcommittee.errors import ExitCode, KpError, UsageError
from kpcommittee.locale import _
from kpcommittee.services.meeting_session import MeetingSession
from kpcommittee.services.script import answers_to
from kpcommittee.views.review import review_answer, review_text
from kpcommittee.wording.events import event_line

Wanted = dict[str, Any]
"""An intention as `record` reads it."""


def add_to(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command()(review)


Send = Annotated[bool, typer.Option("--send", help=_("Record that the minutes are sent out for reading."))]
Until = Annotated[str | None, typer.Option("--until", help=_("The last day for comments, with --send."))]
CommentGiven = Annotated[str | None, typer.Option("--comment", metavar="TEXT", help=_("Add a comment."))]
From = Annotated[str | None, typer.Option("--from", metavar="NAME", help=_("Who made it, with --comment."))]
Case = Annotated[str | None, typer.Option("--case", help=_("The case it is about; else the minutes as a whole."))]
AnswerTo = Annotated[int | None, typer.Option("--answer", metavar="N", help=_("Answer the comment, with --text."))]
TakeIn = Annotated[int | None, typer.Option("--take-in", metavar="N", help=_("The minutes follow the comment."))]
Withdraw = Annotated[int | None, typer.Option("--withdraw", metavar="N", help=_("The author withdraws it."))]
Text = Annotated[str | None, typer.Option("--text", help=_("The answer, or a line about it."))]


def review(
    context: typer.Context,
    agenda: AgendaGiven,
    send: Send = False,
    until: Until = None,
    comment: CommentGiven = None,
    said_by: From = None,
    case: Case = None,
    answer: AnswerTo = None,
    take_in: TakeIn = None,
    withdraw: Withdraw = None,
    text: Text = None,
    as_json: AsJson = False,
) -> None:
    """List the comments on minutes that are not approved yet, or record what the reading brought."""
    last = parse_optional_day(until, "--until")
    sent = {"do": "circulate", "until": last.isoformat() if last else None} if send else None
    fields = {"do": "comment", "text": comment, "said_by": said_by or "", "case": case}
    commented = fields if comment is not None else None
    resolved = [
        {"do": "resolve", "comment": number, "outcome": outcome, "text": text}
        for number, outcome in ((answer, "answered"), (take_in, "taken_in"), (withdraw, "withdrawn"))
        if number is not None
    ]
    intentions = [intention for intention in (sent, commented, *resolved) if intention]
    _refuse_mixture(intentions, {"--until": until, "--from": said_by, "--case": case, "--text": text})
    meeting_session = load_meeting(context, agenda)
    if intentions:
        _record(meeting_session, intentions[0])
        return
    meeting_session.session.access.note("opened", meeting=meeting_session.id)
    if as_json:
        say_json(review_answer(meeting_session.meeting))
    else:
        say(review_text(meeting_session.meeting).rstrip("\n"))


_BELONGS = {"--until": "circulate", "--from": "comment", "--case": "comment", "--text": "resolve"}


def _refuse_mixture(intentions: list[Wanted], options: dict[str, str | None]) -> None:
    """Refuse several actions at once, and options of another action.

    Raises:
        UsageError: the options do not fit together.
        KpError: a comment has no author.
    """
    if len(intentions) > 1:
        raise UsageError(
            _("only one thing about the reading is recorded at a time"), _("Call the command once for each.")
        )
    if intentions and intentions[0]["do"] == "comment" and not intentions[0]["said_by"]:
        raise KpError(_("--comment needs the name of whoever made it"), _("Give it with --from."))
    for option, value in options.items():
        if value is not None and (not intentions or intentions[0]["do"] != _BELONGS[option]):
            raise UsageError(
                _("{option} does not belong here").format(option=option),
                _("kpcommittee review --help says which options it goes with."),
            )


def _record(meeting_session: MeetingSession, intention: Wanted) -> None:
    """Record the intention, and say what was recorded."""
    line = json.dumps({key: value for key, value in intention.items() if value is not None})
    answered = next(answers_to(meeting_session, [line.encode()]))
    if "refused" in answered:
        complain(str(answered["message"]))
        leave(ExitCode.NO)
    meeting = meeting_session.meeting
    say(event_line(meeting.log[-1], meeting.places))
