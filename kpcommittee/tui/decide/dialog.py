"""Placing a case: provider, person, period, positions and required answers, all in one dialog."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import ClassVar

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.widget import Widget
from textual.widgets import Static

from kpcommittee.domain.capacity.options import Option, StaffOption
from kpcommittee.domain.capacity.proposal import Proposal
from kpcommittee.domain.case import KNOWN
from kpcommittee.domain.committee import Config, Role
from kpcommittee.domain.law import Law
from kpcommittee.domain.meeting.bench import Seat
from kpcommittee.domain.meeting.case_view import CaseView
from kpcommittee.domain.meeting.cautions import BLOCKING
from kpcommittee.domain.meeting.intentions import LeaderStance, Place
from kpcommittee.domain.meeting.refusal import Refusal
from kpcommittee.locale import N_, _
from kpcommittee.tui.decide.caution_answers import (
    REASON,
    AnswerBlock,
    Preview,
    Weigh,
    caution_question,
    preview_placement,
    reason_question,
)
from kpcommittee.tui.decide.period import Extent, granted_until, hours_row, period_row, read_extent
from kpcommittee.tui.decide.pickers import Effect, ProviderList, StaffList, width_in
from kpcommittee.tui.decide.seats import BINDINGS, EmptySeat, SeatRow, seat_rows
from kpcommittee.tui.decide.unfinished import Choices, kept_choices, text_of_choices
from kpcommittee.tui.dialogs.base import Dialog, Lack, Styles, heading
from kpcommittee.tui.drafts import Drafts
from kpcommittee.tui.widgets.choice import Tick
from kpcommittee.tui.widgets.editors import Line
from kpcommittee.tui.widgets.pick import NOBODY, Pick
from kpcommittee.tui.widgets.rows import Row
from kpcommittee.views.option_facts import OptionFacts, facts_of
from kpcommittee.views.option_groups import option_groups
from kpcommittee.wording import sentences
from kpcommittee.wording.cautions import caution_sentence, why_none
from kpcommittee.wording.present import present_line
from kpcommittee.wording.refusals import refusal
from kpcommittee.wording.unfinished import CHOICES

View = Callable[[date, date | None, Decimal | None], CaseView]
"""Returns the case weighed for a start, an end and hours a week; None stands for the grant's own."""

TOPICS = (REASON, *BLOCKING)
"""The questions that the rules may ask, in their order."""


class DecideDialog(Dialog):
    """Asks for a placement, and shows what the rules say about it while it is being put together."""

    CSS_PATH: ClassVar[Styles] = ["../dialogs/dialog.tcss", "decide.tcss"]
    DEFAULT_CLASSES = "framed placing"
    VERB = N_("Record the decision")
    VERTICAL_BREAKPOINTS = [(0, "-lowest"), (24, "-low"), (30, "-high"), (40, "-tall"), (56, "-tallest")]  # noqa: RUF012 (the framework's declaration)
    BINDINGS = BINDINGS

    providers = query_one(ProviderList)
    no_recommendation = query_one("#no-recommendation", Static)
    people = query_one(StaffList)
    start = query_one("#start", Line)
    end = query_one("#end", Line)
    answers = query_one("#answers", Vertical)
    second = query_one("#second", Pick)
    principle = query_one(Tick)
    effect = query_one(Effect)
    notices = query_one("#notices", Static)

    def __init__(
        self,
        case_view: CaseView,
        config: Config,
        law: Law,
        weigh: Weigh,
        view: View,
        *,
        drafts: Drafts | None = None,
        chosen: str | None = None,
    ) -> None:
        """Ask about one case.

        Args:
            case_view: the chosen case.
            config: for the reasons and the names.
            law: for the sources.
            weigh: called on each change; returns what a placement would become, or why it would be refused.
            view: called when the period changes; returns the case for it.
            drafts: where what is typed is kept.
            chosen: the provider the chair came from, if any; otherwise the recommended one is chosen.
        """
        super().__init__(heading(_("Decision"), case_view), drafts)
        self._case_view, self._config, self._law, self._weigh, self._view = case_view, config, law, weigh, view
        self._grant = case_view.item.case.grant
        self._now = case_view
        """The case, weighed for the period in the fields."""
        self._chosen, self._kept = chosen, kept_choices(case_view, self._drafts)
        self._initial = self._kept or Choices.of_decision(case_view.decision)
        self._missing = case_view.bench.awaitable_seats(case_view.item.disqualified)
        self._stale, self._weighed, self._keeps_choices = False, Preview(), False

    # The fields

    def fields(self) -> Iterable[Widget]:
        """Yield provider and person, the questions about them, period, positions and second choice."""
        case_view, initial = self._case_view, self._initial
        yield Static(id="no-recommendation", classes="remark")
        groups = option_groups(case_view, self._config, self._law, unconsidered=True)
        recommended = case_view.recommendation.provider
        first = self._chosen or initial.provider or recommended
        providers = ProviderList(groups, recommended, first, width_in(self.app.size.width))
        yield Row(_("Provider"), providers, tall=True)
        yield Row(_("Person"), StaffList(width_in(self.app.size.width)), tall=True)
        yield Static(id="notices")
        if self._missing:
            awaited = ", ".join(seat.leader or seat.role for seat in self._missing)
            label = Content(_("In principle, awaits {names}").format(names=awaited))
            yield Tick(label, initial.in_principle, compact=True)
        yield Vertical(id="answers")
        yield period_row(initial.start or case_view.proposal.start, initial.end)
        if self._config.committee.sets_hours:
            yield hours_row(initial.hours or case_view.proposal.hours, self._grant.hours_per_week)
        taken = providers.chosen_id
        yield from seat_rows(case_view, self._remark, initial.stances, taken)
        choices = [(NOBODY, _("none")), *((option.provider, option.name) for option in case_view.ranked_options)]
        second = initial.second_choice or NOBODY
        yield Row(_("2nd choice"), Pick(_("2nd choice"), choices, second, id="second", taken=taken))

    def _facts(self, option: Option) -> OptionFacts:
        return facts_of(self._now, self._config, self._law, option)

    def _remark(self, seat: Seat, text: str) -> Line:
        hint = _("remark (may be left out)")
        return self.line("", f"place.remark.{seat.role}", text=text, hint=hint, compact=True)

    def below(self) -> Iterable[Widget]:
        """Return the balance before → after, which is always visible."""
        yield Effect()

    def on_mount(self) -> None:
        """Fill in what follows from the initial choices."""
        if self.providers.chosen is not None:
            self._show_people(self.providers.chosen)
        self._show_recommendation()
        self.providers.focus()
        self._weigh_up()
        self._opened_with = self._choices
        if self._kept is not None:
            self._follow_the_extent()
            self.query_one(".dialog").border_subtitle = Content(_("rough draft"))

    # Answers to the keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer a decision in principle only where a leader can be awaited."""
        return bool(self._missing) if action == "in_principle" else super().check_action(action, parameters)

    def action_all_agree(self) -> None:
        """Let everybody on the bench agree."""
        for seat in self.query(SeatRow):
            seat.agree()

    def action_positions(self) -> None:
        """Focus the first position."""
        rows = self.query(SeatRow)
        if rows:
            rows.first().stance.focus()

    def action_seat(self, role: Role) -> None:
        """Focus one position, or change it if it has the focus; say why if nobody fills the seat."""
        rows = [row for row in self.query(SeatRow) if row.seat.role == role]
        if rows and rows[0].stance.has_focus:
            rows[0].stance.action_step(1)
        elif rows:
            rows[0].stance.focus()
        else:
            self.say(next(row.sentence for row in self.query(EmptySeat) if row.seat.role == role))

    def action_in_principle(self) -> None:
        """Switch whether the decision is one in principle, and bring that into view."""
        self.principle.toggle()
        self.principle.focus()

    def chosen(self) -> dict[str, str]:
        """Return what was put together; nothing if it is as the dialog was opened, and was so all the time."""
        choices = self._choices
        unchanged = choices == self._opened_with
        if choices is None or (unchanged and not self._keeps_choices):
            return {}
        self._keeps_choices = True
        return {CHOICES: "" if unchanged and self._kept is None else text_of_choices(self._case_view, choices)}

    # Changes

    @on(ProviderList.Chosen)
    def _provider_chosen(self, event: ProviderList.Chosen) -> None:
        self._show_people(event.facts)
        self._weigh_up()

    def _show_people(self, facts: OptionFacts) -> None:
        initial, recommended, option = self._initial, self._now.recommendation, facts.option
        if initial.provider == option.provider:
            self.people.show(facts, initial.staff, later=initial.later)
        elif recommended.provider == option.provider:
            self.people.show(facts, recommended.staff, later=True)
        else:
            person = option.contact_person
            self.people.show(facts, person.staff if person else None, later=False)

    def _show_recommendation(self) -> None:
        recommended = self._now.recommendation
        self.no_recommendation.update(Content(why_none(recommended.why_none) if recommended.provider is None else ""))
        self.no_recommendation.display = recommended.provider is None

    @on(Line.Changed, "#start")
    @on(Line.Changed, "#end")
    @on(Line.Changed, "#hours")
    def _extent_changed(self) -> None:
        """Weigh the options for the new period and hours, after the typed character is drawn."""
        if not self._stale:
            self._stale = True
            self.call_after_refresh(self._follow_the_extent)

    def _follow_the_extent(self) -> None:
        """Show price, room, leave and free hours for the typed period and hours; the choice is kept."""
        self._stale = False
        extent, case = self._extent(), self._case_view.item.case
        if isinstance(extent, Lack) or not extent.fits(self._grant):
            return
        if Proposal.of(case, extent.start, extent.end, extent.hours) == self._now.proposal:
            return
        self._now = self._view(extent.start, extent.end, extent.hours or self._grant.hours_per_week)
        groups = option_groups(self._now, self._config, self._law, unconsidered=True)
        self.providers.renew(groups, self._now.recommendation.provider)
        if self.providers.chosen is not None:
            self.people.show(self.providers.chosen, self.people.chosen, later=self.people.is_chosen)
        self._show_recommendation()
        self._weigh_up()

    @on(StaffList.Chosen)
    @on(SeatRow.Changed)
    @on(AnswerBlock.Changed)
    @on(Line.Changed)
    @on(Tick.Changed)
    def _weigh_up(self) -> None:
        place = self._place()
        self._weighed = preview_placement(place, self._weigh) if isinstance(place, Place) else Preview()
        self._show_effect()
        self._ask()
        start = place.start if isinstance(place, Place) else self._case_view.proposal.start
        self.end.placeholder = granted_until(self._case_view, start, self.size.width)
        self.say("")
        self.save_soon()

    def _show_effect(self) -> None:
        decision = self._weighed.decision
        self.effect.show(self._facts(decision.option) if decision else self.providers.chosen)
        notices = [caution_sentence(notice) for notice in self._weighed.notices]
        if decision and decision.present:
            notices.insert(0, sentences.capitalise_first(present_line(decision, self._case_view.item.number)))
        if decision and decision.receiving_leader:
            notices.append(_("Receiving leader: {name}.").format(name=decision.receiving_leader))
        self.notices.update(Content("\n".join(notices)))
        self.notices.display = bool(notices)

    def _ask(self) -> None:
        if self._weighed.decision is None:
            return
        questions: dict[str, Content] = {asked.code: caution_question(asked) for asked in self._weighed.questions}
        departed, dropped = self._weighed.departures, self._dropped
        if departed or dropped:
            questions[REASON] = reason_question(departed, dropped.name if dropped else None)
        for part in (self.providers, self.people, self.notices, self.effect):
            part.set_class(bool(questions), "-asking")  # on the dialog, it would have every part styled again
        blocks = {block.topic: block for block in self.query(AnswerBlock)}
        new = [self._block(topic) for topic in TOPICS if topic in questions and topic not in blocks]
        for block in (*blocks.values(), *new):
            topics = (*departed, *(("from_relation",) if dropped else ())) if block.topic == REASON else (block.topic,)
            block.ask(questions.get(block.topic), topics)
        if new:
            self.answers.mount_all(new)
            self.answers.sort_children(key=lambda block: TOPICS.index(getattr(block, "topic", REASON)))

    @property
    def _dropped(self) -> StaffOption | None:
        """The adult the child knows who has room there, while the person is left open; else None."""
        facts = self.providers.chosen
        person = facts.option.contact_person if facts else None
        drops = person is not None and person.strength >= KNOWN and self.people.is_chosen and self.people.chosen is None
        return person if drops else None

    def _block(self, topic: str) -> AnswerBlock:
        line = self.line("", f"place.{topic}", hint=_("in one line"), compact=True)
        return AnswerBlock(topic, self._config, line, self._drafts.get(f"place.{topic}.code"))

    @on(AnswerBlock.Changed)
    def _keep_code(self, event: AnswerBlock.Changed) -> None:
        self.save_draft(f"place.{event.topic}.code", event.code)

    # The placement

    def _place(self) -> Place | Lack:
        facts = self.providers.chosen
        if facts is None:
            return Lack(_("Choose a provider."), self.providers)
        extent = self._extent()
        return extent if isinstance(extent, Lack) else self._composed(facts.option, extent)

    @property
    def _choices(self) -> Choices | None:
        facts, extent = self.providers.chosen, self._extent()
        period = self._initial.period_of(self._case_view) if isinstance(extent, Lack) else extent
        return Choices.of_place(self._composed(facts.option, period), later=self.people.is_chosen) if facts else None

    def _extent(self) -> Extent | Lack:
        return read_extent(self, self._case_view.proposal.start, self._grant.hours_per_week)

    def _composed(self, option: Option, extent: Extent) -> Place:
        blocks = {block.topic: block for block in self.query(AnswerBlock) if block.is_asked}
        answers = (blocks[code].answer for code in BLOCKING if code in blocks)
        stands: dict[Role, LeaderStance] = {row.seat.role: row.stand for row in self.query(SeatRow) if row.stand}
        return Place(
            case=self._case_view.item.number,
            provider=option.provider,
            staff=self.people.chosen,
            start=extent.start,
            end=extent.end,
            hours=extent.hours,
            positions=stands,
            answers=tuple(answer for answer in answers if answer),
            reason=blocks[REASON].reason if REASON in blocks else None,
            second_choice=self.second.value or None,
            in_principle=bool(self._missing) and self.principle.value,
        )

    def intention(self) -> Place | Lack:
        """Return the placement once the rules allow it, else what is missing first in the form."""
        place = self._place()
        lack = self._first_lack(place if isinstance(place, Lack) else None)
        if lack is not None:
            return lack
        assert isinstance(place, Place), "a lack is returned above"
        refused = preview_placement(place, self._weigh).refusal
        return place if refused is None else Lack(refusal(refused), self._field_of(refused))

    def _first_lack(self, lack: Lack | None) -> Lack | None:
        """Return what is missing first: provider, person, an answer, then the fields after them."""
        if self.providers.chosen is None:
            return lack
        if not self.people.is_chosen:
            return Lack(_("Choose a person, or that the person is named later."), self.people)
        lacking = [block for block in self.query(AnswerBlock) if block.is_asked and not block.is_complete]
        if not lacking:
            return lack
        if lacking[0].topic == REASON:
            return Lack(_("Give a reason: a code and one line."), lacking[0])
        cautions = tuple(block.topic for block in lacking)
        return Lack(refusal(Refusal(code="caution_unanswered", cautions=cautions)), lacking[0])

    def _field_of(self, refused: Refusal) -> Widget | None:
        blocks = {block.topic: block for block in self.query(AnswerBlock)}
        match refused.code:
            case "reason_required":
                return blocks[REASON]
            case "caution_unanswered":
                return blocks[refused.cautions[0]]
            case "positions_missing":
                lacking = refused.values["roles"].split(",")
                return next(row.stance for row in self.query(SeatRow) if row.seat.role in lacking)
            case "no_majority":
                return self.query(SeatRow).first().stance
            case "start_before_grant":
                return self.start
            case "invalid":
                key = refused.values.get("key")
                if key == "positions":
                    return self.query_one(f"#seat-{refused.values['value']}", SeatRow).stance
                if key == "second_choice":
                    return self.second
                return self.query_one(f"#{key}", Line) if key in ("end", "hours") else None
        return None

    def approach(self, field: Widget) -> None:
        """Focus the field; in an answer, the part that is missing."""
        if isinstance(field, AnswerBlock):
            field.approach()
            return
        if field is self.people:
            self.people.propose_later()
        super().approach(field)
