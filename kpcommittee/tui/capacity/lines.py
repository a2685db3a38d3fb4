"""How capacity is drawn: a provider in one or two lines, its year, and its staff."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from textual.content import Content
from textual.geometry import Size

from kpcommittee.domain.capacity.balance import Figures
from kpcommittee.domain.committee import BalanceRules
from kpcommittee.locale import _
from kpcommittee.services.capacity import Capacity, Outlook
from kpcommittee.tui.widgets.text import BAD, KEY, MUTED, STATUS_STYLES, STRONG, WARN, bar, joined, text, wrapped
from kpcommittee.views.capacity import left, sentences
from kpcommittee.views.chart import Line, Part, chart_of, legend
from kpcommittee.wording import figures, words
from kpcommittee.wording.cautions import caution_name

if TYPE_CHECKING:
    from kpcommittee.domain.capacity.balance import Week
    from kpcommittee.domain.capacity.options import StaffOption
    from kpcommittee.domain.meeting.case_view import CaseView
    from kpcommittee.domain.provider import Staff
    from kpcommittee.services.balance import StaffBalance
    from kpcommittee.services.meeting_session import MeetingSession

STYLES: dict[Part, str] = {
    "running": "$primary",
    "held": "$secondary",
    "proposed": "$accent",
    "over": "$error",
    "limit": "$foreground",
    "limit_in": "$foreground on $primary 60%",
    "limit_over": "$foreground on $error 60%",
    "tight": WARN,
    "muted": MUTED,
    "none": "",
}
NAME, SHARES = 18, 13
ROWS = 6, 20
"""Rows of hours: the fewest, and the most."""
PERSON, RELATION, NUMBER = 20, 5, 9
"""Cells of the columns about staff."""


def two_lines(one: Capacity, rules: BalanceRules, width: int, day: date) -> Content:
    """Name, bar and share; under it the word, the hours left and the week."""
    before, after, _week = one.shown
    first = text((_fit(one.provider.name, NAME), STRONG), _bar(before, after, width - NAME - SHARES), _shares(one))
    return text(first, "\n  ", joined(_words(one, rules, day)))


def whole_line(one: Capacity, rules: BalanceRules, width: int, day: date) -> Content:
    """The same in one line."""
    before, after, _week = one.shown
    bar_width = max(8, width - NAME - SHARES - 37)
    return text(
        (_fit(one.provider.name, NAME), STRONG), _bar(before, after, bar_width), _shares(one), "  ",
        joined(_words(one, rules, day)),
    )  # fmt: skip


def _bar(before: Figures, after: Figures, width: int) -> Content:
    return bar(before, after, max(4, width))


def _shares(one: Capacity) -> tuple[str, str]:
    before, after, _week = one.shown
    if after.room is None:
        return f"{figures.hours_a_week(after.used):>{SHARES}}", MUTED
    share = figures.share(after.share)
    if before != after:
        share = f"{figures.share(before.share).rstrip(' %')} → {share}"
    return f"{share:>{SHARES}}", ""


def _words(one: Capacity, rules: BalanceRules, day: date) -> Iterator[tuple[str, str]]:
    _before, after, week = one.shown
    status = after.status(rules)
    yield f"{words.status_symbol(status)} {words.status(status)}", STATUS_STYLES[status]
    if after.over:
        yield _("{hours} h over").format(hours=figures.hours(after.over)), ""
    else:
        yield left(after), ""
    yield figures.week(week, day), MUTED


# ---- the year ------------------------------------------------------------------------------------


def year_lines(one: Capacity, found: Outlook, size: Size) -> list[Content]:
    """The chart, what its signs mean, and what is to be said; the chart is as high as the box allows."""
    said = [
        line
        for sentence, part in sentences(found.year, found.tippings, one.line, found.others)
        for line in wrapped(text((sentence, STYLES[part])), size.width)
    ]
    people = 2 * len(one.balance.staff) + 2
    rows = min(max(ROWS[0], size.height - len(said) - people - 8), ROWS[1])
    chart = [_drawn(line) for line in chart_of(found.year, size.width, rows)]
    return [*chart, *wrapped(_drawn(legend()), size.width), Content(""), *said]


def _drawn(line: Line) -> Content:
    return text(*((sign, STYLES[part]) for sign, part in line))


# ---- the staff -----------------------------------------------------------------------------------


def staff_lines(
    one: Capacity, found: Outlook, meeting_session: "MeetingSession", case: "CaseView | None", width: int
) -> list[Content]:
    """The people of a provider: hours on the meeting's day, and what is to be known of each."""
    if not one.balance.staff:
        return wrapped(text((_("No staff is named."), MUTED)), width)
    lines = [text((_heading(), MUTED))]
    options = {person.staff: person for person in _options(one, case)}
    for person, worst in zip(one.balance.staff, found.staff, strict=True):
        option = options.get(person.member.id)
        lines.append(_person(person, option))
        lines += wrapped(joined(_notes(person, worst, option, meeting_session, case)), width, 2)
    return lines


def _options(one: Capacity, case: "CaseView | None") -> "tuple[StaffOption, ...]":
    if case is None:
        return ()
    return next((option.staff for option in case.options if option.provider == one.provider.id), ())


def _heading() -> str:
    heads = (_("hours"), _("running"), _("held"), _("free"), _("children"))
    return " " * (PERSON + RELATION) + "".join(f"{head:>{NUMBER}}" for head in heads)


def _person(person: "StaffBalance", option: "StaffOption | None") -> Content:
    state, member = person.figures, person.member
    relation = words.strength(option.relation.strength) if option and option.relation else ""
    children = f"{state.children}/{member.max_children}" if member.max_children is not None else str(state.children)
    numbers = (
        figures.hours(state.room),
        figures.hours(state.load),
        figures.hours(state.held),
        figures.hours(state.free),
    )
    return text(
        (_fit(member.name, PERSON), STRONG),
        (f"{relation:<{RELATION}}", KEY),
        "".join(f"{number:>{NUMBER}}" for number in (*numbers, children)),
    )


def _notes(
    person: "StaffBalance",
    worst: "Week",
    option: "StaffOption | None",
    meeting_session: "MeetingSession",
    case: "CaseView | None",
) -> Iterator[tuple[str, str]]:
    member = person.member
    if option and option.relation:
        yield words.strength_word(option.relation.strength), KEY
    if case and case.item.case.asks_for(member.id):
        yield words.wish("asked_for"), KEY
    if option and option.excluded_by == "declined":
        yield words.wish("declined"), BAD
    if worst.figures.free is not None and worst.figures.free != person.figures.free:
        free, week = figures.hours(worst.figures.free), figures.week(worst.iso, meeting_session.day)
        yield _("{free} h free in {week}").format(free=free, week=week), WARN if worst.figures.over else ""
    yield from _away(member, meeting_session.day)
    named = [words.problem(code, meeting_session.config) for code in member.competences]
    yield ", ".join(named), MUTED
    if member.employment:
        yield words.employment(member.employment), MUTED
    if member.clearance_on is None:
        yield caution_name("clearance_missing"), WARN


def _away(member: "Staff", day: date) -> Iterator[tuple[str, str]]:
    for leave in member.leave:
        if leave.end >= day:
            yield _("leave {period}").format(period=figures.period(leave.start, leave.end)), WARN
    if member.left_on is not None:
        yield _("left {date}").format(date=figures.date_short(member.left_on)), WARN


def _fit(name: str, width: int) -> str:
    content = Content(name).truncate(width - 1, ellipsis=True)
    return content.plain + " " * max(0, width - content.cell_length)
