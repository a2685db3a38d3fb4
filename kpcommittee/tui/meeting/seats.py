"""The four seats with their positions, and the recommendation."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.reactive import var
from textual.widget import Widget

from kpcommittee.locale import _
from kpcommittee.tui.meeting.cases import short_name
from kpcommittee.tui.state import ScreenState
from kpcommittee.tui.widgets.text import BAD, GOOD, KEY, MUTED, STRONG, WARN, join_pieces, text
from kpcommittee.views.legend import STANCE_SYMBOLS
from kpcommittee.wording import leaders, states

GAP = 3
"""Cells between two seats."""

ONE_LINE = 100
"""Below this width the seats always take two lines, so that they keep their places as positions come in."""

if TYPE_CHECKING:
    from kpcommittee.domain.committee import Role
    from kpcommittee.domain.meeting.bench import Seat
    from kpcommittee.domain.meeting.case_view import CaseView

STANCE_STYLES = {"agree": GOOD, "disagree": BAD, "abstain": MUTED}


class Seats(Widget):
    """Who decides in this case, and what they say."""

    state: var[ScreenState | None] = var(None, init=False)

    @dataclass
    class Chosen(Message):
        """A seat was clicked."""

        role: str

    def __init__(self) -> None:
        super().__init__()
        self._places: list[tuple[int, int, str]] = []
        """Line, right end and role of each drawn seat."""

    def watch_state(self, _before: ScreenState | None, _after: ScreenState | None) -> None:
        """Redraw the seats."""
        self.refresh()

    def render(self) -> Content:
        """Return two lines: the seats and the recommendation if there is room, else only the seats.

        What is too long for its line ends with `…`.
        """
        state = self.state
        if state is None or state.case_view is None:
            return Content("")
        seats = [(seat.role, _seat(seat, state)) for seat in state.case_view.bench.seats]
        needed = sum(cell_len(seat_text.plain) + GAP for _role, seat_text in seats) - GAP
        fits = max(needed, ONE_LINE) <= self.content_size.width
        rows = [seats] if fits else [seats[:2], seats[2:]]
        self._places = [place for line, row in enumerate(rows) for place in _places(line, row)]
        lines = [text(*_with_gaps([seat_text for _role, seat_text in row])) for row in rows]
        lines = [*lines, recommendation_line(state)][:2]
        return Content("\n").join(line.truncate(self.content_size.width, ellipsis=True) for line in lines)

    def on_click(self, event: Click) -> None:
        """Ask for the position of the clicked seat."""
        x, y = event.x - self.gutter.left, event.y - self.gutter.top
        role = next((role for line, right, role in self._places if line == y and x < right), None)
        if role is not None:
            event.stop()
            self.post_message(self.Chosen(role))


def _places(line: int, row: "list[tuple[Role, Content]]") -> Iterator[tuple[int, int, str]]:
    right = 0
    for role, content in row:
        right += cell_len(content.plain) + GAP
        yield line, right, role


def _with_gaps(seats: list[Content]) -> list[Content | str]:
    parts: list[Content | str] = []
    for seat in seats:
        parts += [" " * GAP, seat] if parts else [seat]
    return parts


def _seat(seat: "Seat", state: ScreenState) -> Content:
    role = (f"{leaders.seat(seat.role)} ", MUTED)
    if seat.person is None:
        style = BAD if seat.required else MUTED
        return text(
            role,
            (f"! {leaders.seat_status(seat.status)}" if seat.required else leaders.seat_status(seat.status), style),
        )
    who = state.name(short_name(seat.person))
    if seat.status == "substitute":
        who = _("{name} (substitute)").format(name=who)
    return text(role, (who, STRONG), " ", _position(seat, state))


def _position(seat: "Seat", state: ScreenState) -> Content:
    case_view = state.case_view
    assert case_view is not None, "asked for by `render` only"
    position_taken = next((position for position in case_view.positions if position.role == seat.role), None)
    agreed = "agree" if case_view.item.number in state.agreed else None
    stance = position_taken.stance if position_taken else agreed
    if stance is None:
        return text(("·", MUTED))
    symbol, style = STANCE_SYMBOLS[stance], STANCE_STYLES[stance]
    return text((f"{symbol} {leaders.stance(stance)}", style))


def recommendation_line(state: ScreenState, width: int = 0) -> Content:
    """Return the recommendation on one line, or why there is none; for a decided case also the decision.

    Args:
        state: with the chosen case.
        width: the available cells; too few for the reason shorten it. 0 means no limit.
    """
    case_view = state.case_view
    if case_view is None:
        return Content("")
    decision = case_view.item.decision
    if case_view.item.outcome is not None:
        return _put_off_line(case_view, state)
    if decision is None:
        return _recommendation(case_view, state, width=width)
    person = state.name(short_name(decision.staff_name)) if decision.staff_name else _("person to be named")
    choice = join_pieces([(f"{states.case_symbol(case_view.item.state)} {decision.provider_name}", GOOD), person])
    followed = decision.followed_recommendation
    suffix = text((_("as recommended"), MUTED)) if followed else _recommendation(case_view, state, MUTED)
    return join_pieces([text((_("decided") + " ", MUTED), choice), suffix], "   ")


def _put_off_line(case_view: "CaseView", state: ScreenState) -> Content:
    """Return how the case was put off, and the recommendation while it can still be taken up."""
    item = case_view.item
    instead = text(
        (_("decided") + " ", MUTED), (f"{states.case_symbol(item.state)} {states.case_state(item.state)}", WARN)
    )
    return instead if state.is_put_off else join_pieces([instead, _recommendation(case_view, state, MUTED)], "   ")


def _recommendation(case_view: "CaseView", state: ScreenState, style: str = "", width: int = 0) -> Content:
    recommended = case_view.recommendation.provider
    option = next((option for option in case_view.options if option.provider == recommended), None)
    if option is None:
        from kpcommittee.wording.cautions import why_none, why_none_brief  # noqa: PLC0415 (not needed to paint)

        why = case_view.recommendation.why_none
        reason = why_none(why)
        return text((reason if not width or cell_len(reason) <= width else why_none_brief(why), style or WARN))
    person = state.name(short_name(option.contact_person.name)) if option.contact_person else ""
    return text((_("recommendation") + " ", MUTED), join_pieces([(f"★ {option.name}", style or KEY), person]))
