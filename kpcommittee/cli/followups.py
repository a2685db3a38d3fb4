"""Commands for follow-ups: listing what is due, and recording what was held."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal

import typer

from kpcommittee.cli.i18n import App
from kpcommittee.cli.options import AsJson
from kpcommittee.cli.run import as_stored, parse_day, parse_optional_day, say, say_file, say_json, session_of
from kpcommittee.domain.meeting.followed_up import Concern
from kpcommittee.domain.review.follow_ups import FOLLOW_UP_KINDS, FollowUpKind
from kpcommittee.errors import UsageError
from kpcommittee.locale import _
from kpcommittee.services.follow_ups import HeldFollowUp, follow_ups, make_calendar, write_calendar
from kpcommittee.services.follow_ups import record_follow_up as record
from kpcommittee.services.former import config_with_former
from kpcommittee.views.follow_ups import follow_ups_answer, follow_ups_text
from kpcommittee.wording.stories import held_line

Result = Literal["continues", "changed", "renewed", "ends", "moves"]


def add_to(app: typer.Typer) -> None:
    """Add the commands to the program."""
    followups = App(invoke_without_command=True)
    followups.callback()(due_list)
    followups.command("hold", help=_("Record a follow-up that was held."))(hold)
    app.add_typer(followups, name="followups")


def due_list(
    context: typer.Context,
    due: Annotated[str | None, typer.Option("--due", help=_("Only what is due by this day."))] = None,
    day: Annotated[str | None, typer.Option("--date", help=_("As of this day; else today."))] = None,
    done: Annotated[bool, typer.Option("--done", help=_("Include what is done."))] = False,
    kind: Annotated[FollowUpKind | None, typer.Option("--kind", help=_("Only what is of this kind."))] = None,
    ics: Annotated[
        Path | None, typer.Option("--ics", help=_("Write a calendar, with case numbers only; - prints it."))
    ] = None,
    json: AsJson = False,
) -> None:
    """List what is due."""
    if context.invoked_subcommand is not None:
        return

    session = session_of(context)
    as_of = parse_optional_day(day) or session.today
    until = parse_optional_day(due, "--due")
    rows = follow_ups(session, as_of, due=until, with_done=done, kinds=(kind,) if kind else FOLLOW_UP_KINDS)
    if ics is not None and str(ics) == "-":
        say_file(make_calendar(session, rows, as_of))
    elif ics is not None:
        say(str(write_calendar(session, rows, ics, as_of)))
    elif json:
        say_json(follow_ups_answer(rows, as_of))
    else:
        say(follow_ups_text(rows, config_with_former(session, (row.provider for row in rows)), as_of))


Case = Annotated[str, typer.Argument(metavar="CASE", callback=as_stored, help=_("The case number."))]
On = Annotated[str, typer.Option("--on", help=_("The day it was held."))]
With = Annotated[list[str] | None, typer.Option("--with", help=_("Who took part; may be repeated."))]
Decided = Annotated[Result | None, typer.Option("--result", help=_("What was decided."))]
Until = Annotated[str | None, typer.Option("--until", help=_("The new last day."))]
Rate = Annotated[
    list[str] | None, typer.Option("--rate", metavar="CODE=N", help=_("How a goal is going; may be repeated."))
]
Line = Annotated[str, typer.Option("--note", help=_("A line about it."))]
Next = Annotated[str | None, typer.Option("--next", help=_("The day of the next one."))]
Why = Annotated[str, typer.Option("--why", help=_("Why the next one is then."))]
StartMeeting = Annotated[bool, typer.Option("--start-meeting", help=_("It was the start meeting, not a follow-up."))]
PlanOn = Annotated[str | None, typer.Option("--plan-on", help=_("The day the plan was made."))]
Score = Annotated[
    str | None,
    typer.Option(
        "--concern",
        metavar="INSTRUMENT=SCORE",
        help=_("A concern score that a professional entered, with --concern-on."),
    ),
]
ScoredOn = Annotated[str | None, typer.Option("--concern-on", help=_("The day of that score."))]


def hold(
    context: typer.Context,
    case: Case,
    on: On,
    with_whom: With = None,
    result: Decided = None,
    until: Until = None,
    rate: Rate = None,
    note: Line = "",
    next_on: Next = None,
    why: Why = "",
    start_meeting: StartMeeting = False,
    plan_on: PlanOn = None,
    concern: Score = None,
    concern_on: ScoredOn = None,
) -> None:
    """Record a follow-up that was held."""
    session = session_of(context)
    event = record(
        session,
        HeldFollowUp(
            case_number=case,
            on=parse_day(on, "--on"),
            start_meeting=start_meeting,
            with_whom=tuple(with_whom or ()),
            result=result,
            until=parse_optional_day(until, "--until"),
            ratings=_ratings(rate or ()),
            note=note,
            next_on=parse_optional_day(next_on, "--next"),
            why=why,
            plan_made_on=parse_optional_day(plan_on, "--plan-on"),
            concern=_concern(concern, concern_on),
        ),
    )
    say(held_line(event.case_number, event.held_on, start_meeting=event.start_meeting))


def _rating(text: str) -> tuple[str, int]:
    code, equals, value = text.partition("=")
    if not equals or not (value.isascii() and value.isdigit()):
        raise typer.BadParameter(_("a scale and a whole number, such as school=3"), param_hint="--rate")
    return code.strip(), int(value)


def _ratings(texts: Iterable[str]) -> dict[str, int]:
    ratings: dict[str, int] = {}
    for code, value in map(_rating, texts):
        if code in ratings:
            raise UsageError(
                _("{code} is rated twice: {first} and {second}").format(code=code, first=ratings[code], second=value),
                _("Give each scale one value."),
            )
        ratings[code] = value
    return ratings


def _concern(text: str | None, on: str | None) -> Concern | None:
    if text is None and on is None:
        return None
    concern = Concern.parse(text or "", parse_optional_day(on, "--concern-on"))
    if concern is None:
        raise UsageError(
            _("a concern score needs its instrument, the score and the day"),
            _("Write --concern NAME=SCORE --concern-on DAY; the program computes none."),
        )
    return concern
