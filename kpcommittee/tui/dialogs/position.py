"""One leader's position in one case."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from textual import on
from textual.content import Content
from textual.getters import query_one
from textual.widget import Widget
from textual.widgets import Label

from kpcommittee.domain.committee import Role
from kpcommittee.domain.meeting.case_view import CaseView
from kpcommittee.domain.meeting.intentions import Position, Stance
from kpcommittee.locale import N_, _
from kpcommittee.tui.dialogs.base import Dialog, Lack, heading
from kpcommittee.tui.drafts import Drafts
from kpcommittee.tui.widgets.choice import Choice
from kpcommittee.tui.widgets.editors import Prose
from kpcommittee.tui.widgets.pick import Pick
from kpcommittee.wording import words

if TYPE_CHECKING:
    from kpcommittee.domain.meeting.decision import PositionTaken

STANCES: tuple[Stance, ...] = ("agree", "disagree", "abstain")
NOBODY = ""


class PositionDialog(Dialog):
    """Asks one leader for a stance, another provider and a remark."""

    VERB = N_("Record")

    stance = query_one(Choice)
    instead = query_one(Pick)
    remark = query_one(Prose)

    def __init__(self, case_view: CaseView, role: Role, drafts: Drafts | None = None) -> None:
        """Ask who sits in that role; what was recorded before is filled in."""
        person = case_view.bench.seat(role).person or words.sentence(words.role(role))
        super().__init__(heading(f"{person} ({words.seat(role)})", case_view), drafts)
        self._case, self._role = case_view.item.number, role
        self._offered = [(option.provider, option.name) for option in case_view.ranked]
        self._before: PositionTaken | None = next((p for p in case_view.positions if p.role == role), None)

    def fields(self) -> Iterable[Widget]:
        """Yield stance, other provider and remark."""
        before = self._before
        yield Label(Content(_("Position")), classes="asks")
        yield Choice([(code, words.stance(code)) for code in STANCES], before.stance if before else None)
        yield Label(Content(_("Whom instead")), classes="asks instead")
        providers = [(NOBODY, _("Nobody named")), *self._offered]
        instead = Pick(_("Whom instead"), providers, (before.provider if before else None) or NOBODY)
        instead.add_class("instead")
        yield instead
        yield self.prose(
            _("Remark (may be left out)"), f"position.{self._role}.remark", text=(before.remark if before else "") or ""
        )

    def on_mount(self) -> None:
        """Ask for another provider only if the leader disagrees."""
        self._toggle()

    @on(Choice.Changed)
    def _toggle(self) -> None:
        self.set_class(self.stance.value == "disagree", "-disagrees")

    def intention(self) -> Position | Lack:
        """Return the position, once there is a stance."""
        if self.stance.value is None:
            return Lack(_("Choose agrees, disagrees or abstains."), self.stance)
        stance = cast("Stance", self.stance.value)
        return Position(
            case=self._case,
            role=self._role,
            stance=stance,
            provider=(self.instead.value or None) if stance == "disagree" else None,
            remark=self.remark.written or None,
        )
