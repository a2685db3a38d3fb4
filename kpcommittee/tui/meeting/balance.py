"""The balance before and after: how full the providers are in their worst week."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from textual.content import Content

from kpcommittee.locale import _
from kpcommittee.tui.meeting.options import put_off_lines
from kpcommittee.tui.meeting.panel import Panel
from kpcommittee.tui.state import ScreenState
from kpcommittee.tui.widgets.names import shorten
from kpcommittee.tui.widgets.text import MUTED, STATUS_STYLES, STRONG, WARN, bar, join_pieces, text, wrapped
from kpcommittee.wording import figures, providers

if TYPE_CHECKING:
    from kpcommittee.domain.capacity.balance import Figures
    from kpcommittee.domain.capacity.options import Option
    from kpcommittee.domain.meeting.case_view import CaseView

CHANGE = 12
"""Cells for `104 → 127 %` and the space before it."""

NAME = 14
"""Cells of a name where space is tight."""

ENOUGH, WIDEST = 16, 30
"""The fewest cells of a bar before names are cut, and the most."""


class Line(NamedTuple):
    """One provider's balance."""

    name: str
    before: "Figures"
    after: "Figures"
    week: str
    provider: str
    """Its id."""
    offer: str
    """Pedagogue hours left per enrolled child, before and after."""
    today: str = ""
    """How full the chosen provider is today, if that is not what was decided on."""


class BalancePanel(Panel):
    """The balance of the chosen case, or of the whole meeting."""

    def subject(self, state: ScreenState) -> object:
        """Return the case, if the balance is that of one case."""
        return state.scope, state.chosen if state.scope == "case" else None

    def titles(self, state: ScreenState) -> tuple[str, str]:
        """Return whose balance it is, and that it is of the worst week."""
        title = _("Balance at the decision") if state.is_decided else _("Balance: this case")
        below = "" if state.scope == "case" and state.is_put_off else _("busiest week")
        return title if state.scope == "case" else _("Balance: the meeting"), below

    def lines(self, state: ScreenState, width: int) -> list[Content]:
        """Return one provider after the other."""
        if state.scope == "case" and state.is_put_off:
            return put_off_lines(state, width)
        lines = [*(_case_lines(state) if state.scope == "case" else _meeting_lines(state))]
        column = min(max((cell_len(line.name) for line in lines), default=0) + 1, _most_of_names(width))
        names = shorten([line.name for line in lines], [column - 1] * len(lines))
        balance_lines = [
            part
            for line, name in zip(lines, names, strict=True)
            for part in _draw_line(line, name, state, width, column)
        ]
        return balance_lines or wrapped(text((_("No figures yet."), MUTED)), width)


def _case_lines(state: ScreenState) -> Iterator[Line]:
    case_view = state.case_view
    if case_view is not None:
        provider = case_view.item.decision.provider if case_view.item.decision else None
        for option in _shown_options(case_view):
            offer = figures.offer(option.offer_before, option.offer_after)
            today = share_today(case_view) if option.provider == provider else ""
            yield Line(option.name, option.before, option.after, option.worst_week, option.provider, offer, today)


def share_today(case_view: "CaseView") -> str:
    """Say how full the chosen provider is today; empty if that has not changed since the decision."""
    option = case_view.changed_option
    return providers.room_now(figures.share_in_use(option.after), option.room) if option else ""


def _shown_options(case_view: "CaseView") -> "Iterator[Option]":
    """Return the options of the child's own clubs, and other candidates and providers the child knows."""
    provider = case_view.decision.provider if case_view.decision else None
    for option in case_view.ranked_options:
        own_club = option.kind == "club" and option.own_district
        if own_club or option.candidate or option.for_list or option.relation or option.provider == provider:
            yield option


def _meeting_lines(state: ScreenState) -> Iterator[Line]:
    for line in state.balance:
        before, after = line.per_enrolled_before, line.per_enrolled_after
        offer = figures.offer(before, after) if before != after else ""
        yield Line(line.name, line.before, line.after, line.week, line.provider, offer)


def _most_of_names(width: int) -> int:
    """Return the greatest width of names: a third, or what a wide enough bar leaves."""
    return max(NAME, width // 3, width - CHANGE - ENOUGH)


def _draw_line(line: Line, shortened: str, state: ScreenState, width: int, column: int) -> Iterator[Content]:
    rules = state.config.balance
    was, becomes = line.before.status(rules), line.after.status(rules)
    room = min(WIDEST, max(4, width - column - CHANGE))
    change = figures.share_in_use(line.after) if line.before == line.after else figures.change(line.before, line.after)
    name = Content(shortened)
    name = name.pad_right(column - name.cell_length)
    style = STATUS_STYLES[becomes]
    yield text(name.stylize(STRONG), bar(line.before, line.after, room), (f"{change:>{CHANGE}}", style))
    status_after = (providers.status_with_symbol(becomes), style)
    status = text((f"{providers.status(was)} → ", MUTED), status_after) if was != becomes else text(status_after)
    week = (figures.week(line.week, state.day), MUTED)
    limit = (_limit(line, state), MUTED)
    yield from wrapped(join_pieces([status, figures.hours_left(line.after), week, limit, line.offer]), width, 2)
    if line.today:
        yield from wrapped(text((line.today, WARN)), width, 2)


def _limit(line: Line, state: ScreenState) -> str:
    """Return the limit in the worst week, if it differs from that at the start."""
    from kpcommittee.views.capacity import describe_new_limit  # noqa: PLC0415 (not needed to paint)

    case_view = state.case_view if state.scope == "case" else None
    start = case_view.proposal.start if case_view else state.day
    return describe_new_limit(state.config.provider(line.provider), start, line.week, line.after.room)
