"""Disqualification: declared, decided by the others, for one case only (forvaltningsloven §§ 3–6)."""

from collections.abc import Iterable, Sequence
from typing import Literal, cast

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.widget import Widget
from textual.widgets import Label, Static

from kpcommittee.domain.committee import Config, Role
from kpcommittee.domain.meeting.bench import Seat
from kpcommittee.domain.meeting.case_view import CaseView
from kpcommittee.domain.meeting.intentions import Disqualify
from kpcommittee.locale import N_, _
from kpcommittee.tui.dialogs.base import Dialog, Dialogs, Lack, heading
from kpcommittee.tui.dialogs.substitutes import substitutes_of
from kpcommittee.tui.drafts import Drafts
from kpcommittee.tui.widgets.choice import Choice
from kpcommittee.tui.widgets.editors import Line, Prose
from kpcommittee.wording import leaders, sentences
from kpcommittee.wording.doubts import doubt_ground

Outcome = Literal["out", "stays"]


class DisqualifyDialog(Dialog):
    """Asks who is disqualified, on which ground, and what the others decided."""

    VERB = N_("Record")

    seat = query_one("#seat", Choice)
    ground = query_one(Prose)
    outcome = query_one("#outcome", Choice)
    others = query_one("#others", Static)
    substitutes = query_one("#known", Choice)
    substitute = query_one(Line)

    def __init__(
        self, case_view: CaseView, config: Config, drafts: Drafts | None = None, here: Sequence[str] = ()
    ) -> None:
        """Ask about the bench of one case; those who are `here` may sit instead."""
        super().__init__(heading(_("Disqualification"), case_view), drafts)
        self._case, self._config = case_view.item.number, config
        self._seats: tuple[Seat, ...] = case_view.bench.filled_seats
        seated = {seat.person for seat in self._seats}
        self._here = tuple(name for name in here if name not in seated)
        self._grounds = {doubt.role: doubt_ground(doubt) for doubt in reversed(case_view.doubts)}
        """Role → the ground that the case itself suggests."""
        self._doubted = case_view.doubts[0].role if case_view.doubts else None

    def fields(self) -> Iterable[Widget]:
        """Yield the leader, the ground, what the others decided, and who sits instead."""
        yield Label(Content(_("Who")), classes="asks")
        yield Choice([(s.role, f"{s.person} ({leaders.seat(s.role)})") for s in self._seats], self._doubted, id="seat")
        ground = self._grounds.get(self._doubted, "") if self._doubted else ""
        hint = _("Such as: a close relative works in the club.")
        yield self.prose(_("Ground"), "disqualify.ground", text=ground, hint=hint)
        yield Label(Content(_("The others decide")), classes="asks")
        yield Choice([(code, leaders.disqualification(code)) for code in ("out", "stays")], "out", id="outcome")
        yield Static(id="others", classes="remark")
        with Vertical(id="instead"):
            yield Label(Content(_("Substitute in this case")), classes="asks")
            yield Choice([], id="known")
            yield self.line(_("Substitute in this case"), "disqualify.substitute", suggests=self._here)
            if self._here:
                present = _("Here are {names}.").format(names=sentences.join_words(self._here))
                yield Static(Content(present), classes="remark")

    def on_mount(self) -> None:
        """Focus the others' decision if one leader may be disqualified: the rest is filled in."""
        if self._doubted is not None:
            self._other_seats()
            self.outcome.focus()

    @on(Choice.Changed, "#seat")
    def _fill_in_the_ground(self) -> None:
        if not self.ground.written or self.ground.written in self._grounds.values():
            self.ground.text = self._grounds.get(cast("Role", self.seat.value), "")

    @on(Choice.Changed, "#seat")
    def _other_seats(self) -> None:
        names = sentences.join_words(seat.person or "" for seat in self._deciding())
        self.others.update(Content(_("Decided by {names}.").format(names=names)))
        leader = next((seat.leader for seat in self._seats if seat.role == self.seat.value), None)
        seated = {seat.person for seat in self._seats}
        substitutes = [name for name in substitutes_of(leader, self._config) if name not in seated]
        self.substitutes.offer([(name, name) for name in substitutes])
        for part in self.query("#instead .asks, #known"):
            part.display = bool(substitutes)
        title = _("Another substitute") if substitutes else _("Substitute in this case")
        self.substitute.border_title = Content(title)

    @on(Choice.Changed, "#outcome")
    def _toggle(self) -> None:
        """Show the field for a substitute only if the leader leaves the room."""
        self.query_exactly_one("#instead").display = self.outcome.value != "stays"

    def _deciding(self) -> tuple[Seat, ...]:
        return tuple(seat for seat in self._seats if seat.role != self.seat.value)

    def intention(self) -> Disqualify | Lack:
        """Return what the others decided, once there are a person and a ground."""
        if self.seat.value is None:
            return Lack(_("Choose who is disqualified."), self.seat)
        ground = self.ground.written
        if not ground:
            return Lack(_("Write the ground in one line."), self.ground)
        outcome = cast("Outcome", self.outcome.value)
        return Disqualify(
            case=self._case,
            role=cast("Role", self.seat.value),
            ground=ground,
            decided_by=tuple(seat.role for seat in self._deciding()),
            outcome=outcome,
            substitute=(self.substitute.written or self.substitutes.value) if outcome == "out" else None,
        )


DIALOGS: Dialogs = {
    "disqualify": lambda actions: DisqualifyDialog(
        actions.case_view, actions.state.config, actions.drafts, actions.leaders_here
    ),
}
