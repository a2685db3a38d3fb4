"""The positions of the bench in one case, and the keys that lead to them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.getters import query_one
from textual.message import Message
from textual.widgets import Label, Static

from kpcommittee.domain.committee import ROLES, Role
from kpcommittee.domain.meeting.bench import Seat
from kpcommittee.domain.meeting.case_view import CaseView
from kpcommittee.domain.meeting.decision import PositionTaken
from kpcommittee.domain.meeting.intentions import LeaderStance, Stance
from kpcommittee.locale import N_, _
from kpcommittee.tui.widgets.choice import Choice
from kpcommittee.tui.widgets.editors import Line
from kpcommittee.tui.widgets.pick import NOBODY, Pick
from kpcommittee.tui.widgets.rows import Labelled
from kpcommittee.tui.widgets.text import MUTED
from kpcommittee.wording import leaders, sentences

BINDINGS: list[BindingType] = [
    Binding(
        "a", "all_agree", N_("all agree"), id="decide.all_agree",
        tooltip=N_("Everybody who sits in this case agrees with the chosen provider."),
    ),
    Binding(
        "p", "in_principle", N_("in principle"), id="decide.in_principle",
        tooltip=N_("Decide in principle: a required seat is empty, and its leader is awaited."),
    ),
    Binding("s", "positions", N_("positions"), id="decide.positions", tooltip=N_("Go to the positions.")),
    *(
        Binding(
            str(place), f"seat('{role}')", N_("position by number"), id=f"decide.seat.{role}", show=False,
            tooltip=N_("Go to a position by its number: 1 is the school's; the same number again changes it."),
        )
        for place, role in enumerate(ROLES, 1)
    ),
]  # fmt: skip


STANCES: tuple[Stance, ...] = ("agree", "disagree", "abstain")


class EmptySeat(Static):
    """A seat that nobody fills in this case."""

    def __init__(self, seat: Seat) -> None:
        """Say why it is empty."""
        self.seat = seat
        role = f"{sentences.capitalise_first(leaders.seat(seat.role)):<12}"
        why = leaders.seat_status(seat.status)
        needed = _("required") if seat.required else _("not required")
        who = f"{seat.leader}, {why}" if seat.leader else why
        self.sentence = f"{role}{who} ({needed})"
        super().__init__(Content.styled(self.sentence, MUTED), classes="seat")


WHO = 31
"""Cells of a seat and its leader; the style sheet puts the stances after them."""


class SeatRow(Vertical, Labelled):
    """One leader's stance; a leader who disagrees may name another provider and add a remark."""

    LABEL_STYLE = ""

    stance = query_one(Choice)

    @dataclass
    class Changed(Message):
        """The leader takes another stance."""

    def __init__(
        self,
        seat: Seat,
        before: PositionTaken | LeaderStance | None,
        providers: Sequence[tuple[str, str]],
        line: Callable[[], Line],
        taken: Callable[[], str | None],
    ) -> None:
        """Fill in what was recorded before.

        Args:
            seat: whose stance it is.
            before: the stance that was recorded, or chosen when the dialog was left.
            providers: the other providers that may be named, as pairs of id and name.
            line: makes the input for a remark, once there is one.
            taken: returns the chosen provider, which cannot be named.
        """
        super().__init__(classes="seat", id=f"seat-{seat.role}")
        self.seat, self._before = seat, before
        self._providers, self._line, self._taken = tuple(providers), line, taken
        self._remark: Line | None = None

    def labels(self) -> Content:
        """Return the leader."""
        role = sentences.capitalise_first(leaders.seat(self.seat.role))
        return Content(f"{role:<12}{self.seat.person}").truncate(WHO, ellipsis=True)

    def compose(self) -> ComposeResult:
        """Yield the stance."""
        stances = [(code, leaders.stance(code)) for code in STANCES]
        yield Choice(stances, self._before.stance if self._before else None, by_number=False)

    def on_mount(self) -> None:
        """Show the second row if it is needed."""
        self._toggle()

    def _second_row(self) -> Horizontal:
        """Return the second row: another provider and a remark."""
        choices = [(NOBODY, _("nobody named")), *self._providers]
        instead = (self._before.provider if self._before else None) or NOBODY
        self._remark = self._line()
        pick = Pick(_("Whom instead"), choices, instead, taken=self._taken)
        row = [Label(Content(_("rather")), classes="label"), pick, self._remark]
        if self._remark.has_class("-restored"):
            row.append(Label(Content(_("rough draft")), classes="draft"))
        return Horizontal(*row, classes="row more -disagrees" if self.stance.value == "disagree" else "row more")

    def agree(self) -> None:
        """Let the leader agree."""
        self.stance.value = "agree"

    @property
    def stand(self) -> LeaderStance | None:
        """The position, once a stance is chosen; else None."""
        if self.stance.value is None:
            return None
        stance = cast("Stance", self.stance.value)
        picks = self.query(Pick)
        instead = (picks.first().value or None) if picks and stance == "disagree" else None
        return LeaderStance(stance=stance, provider=instead, remark=self._remark_text or None)

    @property
    def _remark_text(self) -> str | None:
        """The remark: the recorded one until its input is shown."""
        if self._remark is not None:
            return self._remark.written
        return self._before.remark if self._before else None

    @on(Choice.Changed)
    @on(Pick.Changed)
    def _translate(self, event: Choice.Changed | Pick.Changed) -> None:
        event.stop()
        self._toggle()
        self.post_message(self.Changed())

    def _toggle(self) -> None:
        # A remark is recorded whatever the stance, so it stays visible.
        more = self.stance.value in ("disagree", "abstain") or bool(self._remark_text)
        if more and not self.query(".more"):
            self.mount(self._second_row())
        for row in self.query(".more"):
            row.display = more
            row.set_class(self.stance.value == "disagree", "-disagrees")  # on the seat, it would all be styled again


def seat_rows(
    case_view: CaseView,
    line: Callable[[Seat, str], Line],
    stands: Mapping[Role, LeaderStance] | None,
    taken: Callable[[], str | None],
) -> Iterable[SeatRow | EmptySeat]:
    """Return one row for each seat.

    Args:
        case_view: the case, with the positions that are recorded.
        line: makes the input for a remark, with an initial text.
        stands: the stances to begin with; None for those that are recorded.
        taken: returns the chosen provider, which whoever disagrees cannot want.
    """
    before: Mapping[Role, PositionTaken | LeaderStance] = (
        positions_by_role(case_view.positions) if stands is None else stands
    )
    providers = [(option.provider, option.name) for option in case_view.ranked_options]
    for seat in case_view.bench.seats:
        if seat.is_filled:
            remark = before[seat.role].remark if seat.role in before else None
            yield SeatRow(seat, before.get(seat.role), providers, partial(line, seat, remark or ""), taken)
        else:
            yield EmptySeat(seat)


def positions_by_role(positions: Sequence[PositionTaken]) -> Mapping[Role, PositionTaken]:
    """Return the positions by seat."""
    return {position.role: position for position in positions}
