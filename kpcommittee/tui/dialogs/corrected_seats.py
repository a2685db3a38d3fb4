"""Correcting after approval who sat in a case and which position they took: one row for each seat."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, cast

from textual import on
from textual.containers import Vertical
from textual.widget import Widget

from kpcommittee.domain.committee import Config, Role
from kpcommittee.domain.meeting.bench import Bench, Seat
from kpcommittee.domain.meeting.case_view import CaseView
from kpcommittee.domain.meeting.decision import PositionTaken
from kpcommittee.domain.meeting.intentions import Attending, LeaderStance, Stance
from kpcommittee.domain.meeting.seat_changes import SeatChange
from kpcommittee.locale import _
from kpcommittee.tui.dialogs.base import Dialog
from kpcommittee.tui.dialogs.substitutes import substitutes_of
from kpcommittee.tui.widgets.editors import Line
from kpcommittee.tui.widgets.pick import NOBODY, Pick
from kpcommittee.tui.widgets.rows import Row
from kpcommittee.wording import leaders, sentences
from kpcommittee.wording.corrections import change_sentence, seat_changes
from kpcommittee.wording.names import Names

if TYPE_CHECKING:
    from kpcommittee.domain.meeting.attendance import AttendanceStatus

HERE = "present"
AWAY: tuple["AttendanceStatus", ...] = ("excused", "absent", "left")
STANCES: tuple[Stance, ...] = ("agree", "disagree", "abstain")
_BY_NAME = "="
"""Prefix of a substitute's value: a name may be the same as a word for being away."""


class CorrectedSeat(Vertical):
    """One seat: who sat there and the stance, with a second row for another provider or a new remark."""

    def __init__(self, seat: Seat, position: PositionTaken | None, config: Config, remark: Line) -> None:
        """Begin with the recorded seat.

        Args:
            seat: it has a leader.
            position: the position taken there; None if none was.
            config: for substitutes and providers.
            remark: the input for a remark if none was recorded.
        """
        super().__init__(classes="corrected-seat")
        self.seat, self._taken = seat, position
        substitutes = dict.fromkeys((*_sitting(seat), *substitutes_of(seat.leader, config)))
        people = [
            (HERE, seat.leader or ""),
            *((_BY_NAME + name, _("{name}, substitute").format(name=name)) for name in substitutes),
            *((away, f"{seat.leader}: {leaders.seat_status(away)}") for away in AWAY),
        ]
        self._began = _BY_NAME + seat.person if seat.substitute_for and seat.person else seat.status
        self._who = Pick(_("Who sat there"), people, self._began)
        self._stance = Pick(
            _("No position"), [(code, leaders.stance(code)) for code in STANCES], position.stance if position else None
        )
        self._stance.title = sentences.capitalise_first(leaders.seat(seat.role))
        providers = [(provider.id, provider.name) for provider in config.providers]
        preferred = (position.provider if position else None) or NOBODY
        self._instead = Pick(_("Whom instead"), [(NOBODY, _("nobody named")), *providers], preferred)
        self._remark = remark

    def compose(self) -> Iterator[Widget]:
        """Yield the first row; the second one follows once it is needed: few leaders disagree."""
        yield Row(sentences.capitalise_first(leaders.seat(self.seat.role)), self._who, self._stance)

    def on_mount(self) -> None:
        """Show the second row if it is needed."""
        self._remark.display = not (self._taken and self._taken.remark)
        self._toggle()

    @on(Pick.Changed)
    def _toggle(self) -> None:
        self._stance.display = self._who.value not in AWAY
        apart = self._stance.display and self._stance.value == "disagree"
        if apart and not self.query(".more"):
            more = Row(_("rather"), self._instead, self._remark)
            more.add_class("more")
            self.mount(more)
        for row in self.query(".more"):
            row.display = apart

    @property
    def attending(self) -> Attending | None:
        """Who was there, if that differs from the record; else None."""
        who, leader = self._who.value or self._began, self.seat.leader
        if who == self._began or leader is None:
            return None
        if who.startswith(_BY_NAME):
            status = self.seat.status if self.seat.status in AWAY else "excused"
            return Attending(person=leader, status=status, substitute=who.removeprefix(_BY_NAME))
        return Attending(person=leader, status=cast("AttendanceStatus", who))

    @property
    def stand(self) -> LeaderStance | None:
        """The position, if it differs from the record or somebody else took it; else None."""
        if self._stance.value is None or not self._stance.display:
            return None
        stance, apart = cast("Stance", self._stance.value), self._stance.value == "disagree"
        instead = (self._instead.value or None) if apart else None
        remark = (self._remark.written or None) if apart and self._remark.display else None
        position = self._taken
        if position and not self.attending and (stance, instead) == (position.stance, position.provider) and not remark:
            return None
        return LeaderStance(stance=stance, provider=instead, remark=remark)


class SeatFields:
    """The rows of the seats of one case."""

    def __init__(self, dialog: Dialog, case_view: CaseView, config: Config) -> None:
        """Take the dialog, and the seats as the meeting recorded them."""
        self._names = Names(config)
        decision = case_view.item.own_decision
        bench = Bench(seats=decision.bench) if decision else case_view.bench
        positions = {
            position.role: position for position in (decision.positions if decision else case_view.item.positions)
        }
        self._rows = [
            CorrectedSeat(
                seat,
                positions.get(seat.role),
                config,
                dialog.line("", f"correct.remark.{seat.role}", hint=_("remark, in one line"), compact=True),
            )
            for seat in bench.seats
            if seat.leader and seat.status not in ("disqualified", "empty")
        ]

    def fields(self) -> Iterator[Widget]:
        """Yield a row for each seat that has a leader."""
        yield from self._rows

    @property
    def attend(self) -> tuple[Attending, ...]:
        """The corrected attendance, by seat."""
        return tuple(row.attending for row in self._rows if row.attending)

    @property
    def positions(self) -> dict[Role, LeaderStance]:
        """The corrected positions, by seat."""
        stands: Mapping[Role, LeaderStance | None] = {row.seat.role: row.stand for row in self._rows}
        return {role: stand for role, stand in stands.items() if stand}

    def changes_line(self, seats: Iterable[SeatChange]) -> str:
        """Say what is changed, in the words of the minutes."""
        changes = (change for seat in seats for change in seat_changes(seat, self._names))
        return "; ".join(change_sentence(part, before, after) for part, before, after in changes)


def _sitting(seat: Seat) -> tuple[str, ...]:
    return (seat.person,) if seat.substitute_for and seat.person else ()
