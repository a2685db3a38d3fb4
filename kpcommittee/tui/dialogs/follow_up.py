"""Recording a follow-up that was held: when, who took part, what was decided, and when the next one is."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, cast

from textual.containers import Horizontal
from textual.content import Content
from textual.getters import query_one
from textual.widget import Widget
from textual.widgets import Label, Static

from kpcommittee.domain.committee import FollowUpRules, Scale
from kpcommittee.domain.meeting.followed_up import Concern
from kpcommittee.domain.review.follow_ups import FollowUp
from kpcommittee.errors import KpError
from kpcommittee.locale import N_, _, current
from kpcommittee.services.follow_ups import HeldFollowUp
from kpcommittee.tui.dialogs.base import Dialog, Lack
from kpcommittee.tui.widgets.choice import Choice
from kpcommittee.tui.widgets.dates import parse_date
from kpcommittee.tui.widgets.editors import Line, Prose
from kpcommittee.views.follow_ups import reason_of
from kpcommittee.wording import figures, sentences
from kpcommittee.wording.stories import RESULTS, kind_of, result_of

if TYPE_CHECKING:
    from kpcommittee.domain.meeting.followed_up import FollowUpResult

_LAST_DAY = ("renewed", "ends")
"""The results that give the placement a new last day."""


class FollowUpDialog(Dialog):
    """Asks for the result of a follow-up."""

    VERB = N_("Record")

    on_day = query_one("#on", Line)
    result = query_one("#result", Choice)
    until = query_one("#until", Line)
    next_day = query_one("#next", Line)
    why = query_one("#why", Line)
    concern = query_one("#concern", Line)
    scored = query_one("#scored", Line)
    note = query_one("#note", Prose)

    def __init__(
        self, row: FollowUp, rules: FollowUpRules, today: date, hold: Callable[[HeldFollowUp], object]
    ) -> None:
        """Ask about one placement; today is proposed.

        Args:
            row: what is followed up.
            rules: the rating scales, and who takes part.
            today: the day.
            hold: records it; a refusal is shown here, and the typed text stays.
        """
        who = f" · {row.initials}" if row.initials else ""
        super().__init__(f"{_('Follow-up')} · {row.case_number}{who} · {kind_of(row.kind)}")
        self._row, self._rules, self._today, self._hold = row, rules, today, hold

    @property
    def _is_plan(self) -> bool:
        return self._row.kind in ("plan", "youth_plan")

    def fields(self) -> Iterable[Widget]:
        """Yield the day, who took part, the result, the ratings, a line of text and the next day."""
        label = _("Made on") if self._is_plan else _("Held on")
        yield self.line(label, "", text=figures.date_numeric(self._today), id="on")
        if self._is_plan:
            return
        yield self.line(_("Took part"), "", text=", ".join(self._proposed_people()), id="with")
        if self._row.kind != "start_meeting":
            yield Label(Content(_("What was decided")), classes="asks")
            yield Choice([(code, result_of(code)) for code in RESULTS], id="result")
            yield self.line(_("New last day (when renewed or ended)"), "", id="until")
        for scale in self._rules.ratings:
            name = Label(Content(f"{scale.da if current() == 'da' else scale.en}"), classes="asks")
            numbers = [(str(n), str(n)) for n in range(scale.lowest, scale.highest + 1)]
            yield Horizontal(name, Choice(numbers, id=f"rate-{scale.code}"), classes="rated")
        yield self.prose(_("A line about it (may be left out)"), "", id="note")
        yield self.line(_("Next follow-up (may be left out)"), "", id="next")
        yield self.line(_("Why it is then"), "", id="why")
        yield self.line(_("A professional's concern score, such as SDQ=17 (may be left out)"), "", id="concern")
        yield self.line(_("The day of that score"), "", id="scored")
        if reason := reason_of(self._row):
            yield Static(Content(reason), classes="remark")

    def _proposed_people(self) -> Iterator[str]:
        """Yield who takes part by the rules: the family adviser, always with the coordinator (004:47)."""
        if self._row.kind != "start_meeting" and self._row.caseworker:
            yield self._row.caseworker
        if self._rules.coordinator:
            yield self._rules.coordinator

    def intention(self) -> HeldFollowUp | Lack:  # type: ignore[override]  # a follow-up belongs to no meeting
        """Return the follow-up, once it has a day and all that its result needs."""
        on = self._day(self.on_day)
        if on is None:
            return Lack(_("Write the day it was held, such as 4/1."), self.on_day)
        if self._is_plan:
            return HeldFollowUp(case_number=self._row.case_number, on=on, plan_made_on=on)
        lack = self._lack()
        if lack is not None:
            return lack
        met = self._row.kind == "start_meeting"
        return HeldFollowUp(
            case_number=self._row.case_number,
            on=on,
            start_meeting=met,
            with_whom=tuple(
                name.strip() for name in self.query_exactly_one("#with", Line).written.split(",") if name.strip()
            ),
            result=None if met else cast("FollowUpResult | None", self.result.value),
            until=None if met else self._day(self.until),
            ratings=dict(self._ratings()),
            note=self.note.written,
            next_on=self._day(self.next_day),
            why=self.why.written,
            concern=self._concern,
        )

    def carry_out(self, answer: HeldFollowUp) -> str | None:
        """Record the follow-up; return why it is refused, None if it is recorded."""
        try:
            self._hold(answer)
        except KpError as error:
            return sentences.capitalise_first(error.line)
        return None

    def _lack(self) -> Lack | None:
        """Return what is missing besides the day; None if nothing is."""
        if self._row.kind != "start_meeting":
            until = self._day(self.until)
            if self.until.written and until is None:
                return Lack(_("Write the new last day, such as 4/1."), self.until)
            if (until is not None) != (self.result.value in _LAST_DAY):
                return Lack(_("A renewal and an ending have a new last day, and nothing else has."), self.until)
        if (self.concern.written or self.scored.written) and self._concern is None:
            return Lack(
                _("A concern score needs its instrument, the score and the day, such as SDQ=17 and 4/1."), self.concern
            )
        next_on = self._day(self.next_day)
        if self.next_day.written and next_on is None:
            return Lack(_("Write the day of the next one, such as 4/1."), self.next_day)
        if (next_on is None) != (not self.why.written):
            return Lack(_("The next follow-up needs a day and a reason."), self.why if next_on else self.next_day)
        return None

    @property
    def _concern(self) -> Concern | None:
        return Concern.parse(self.concern.written, self._day(self.scored))

    def _day(self, line: Line) -> date | None:
        return parse_date(line.written, self._today) if line.written else None

    def _ratings(self) -> Iterator[tuple[str, int]]:
        for scale in self._rules.ratings:
            value = self._rated(scale)
            if value is not None:
                yield scale.code, int(value)

    def _rated(self, scale: Scale) -> str | None:
        return self.query_exactly_one(f"#rate-{scale.code}", Choice).value
