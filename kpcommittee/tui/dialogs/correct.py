"""Correcting a clerical error after approval: what is rewritten, why, and by whom."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Self

from textual import on
from textual.content import Content
from textual.getters import query_one
from textual.widget import Widget
from textual.widgets import Static, TextArea

from kpcommittee.domain.committee import Config
from kpcommittee.domain.meeting.case_view import CaseView
from kpcommittee.domain.meeting.decision import Decision
from kpcommittee.domain.meeting.events import Corrected
from kpcommittee.domain.meeting.intentions import Amendment, Correct, ReasonGiven
from kpcommittee.domain.meeting.refusal import Refusal
from kpcommittee.locale import N_, _
from kpcommittee.services.carrying import find_later_carrying
from kpcommittee.services.weighing import change_text, weigh
from kpcommittee.tui.decide.caution_answers import catalogue
from kpcommittee.tui.decide.period import hours_row, read_hours
from kpcommittee.tui.dialogs.base import Dialog, Dialogs, Lack, Styles, heading
from kpcommittee.tui.dialogs.corrected_seats import SeatFields
from kpcommittee.tui.dialogs.corrected_texts import UNSAID, CorrectTextsDialog, TextFields, texts_line
from kpcommittee.tui.drafts import CaseDrafts, Drafts
from kpcommittee.tui.privacy import secret_style
from kpcommittee.tui.widgets.dates import parse_date
from kpcommittee.tui.widgets.editors import Line
from kpcommittee.tui.widgets.pick import NOBODY, Pick
from kpcommittee.tui.widgets.rows import SECOND, Row
from kpcommittee.tui.widgets.text import WARN
from kpcommittee.wording import corrections, figures
from kpcommittee.wording.refusals import refusal

if TYPE_CHECKING:
    from kpcommittee.services.meeting_session import MeetingSession

Weigh = Callable[[Correct], Corrected | Refusal]
"""Returns what a correction would become, or why it would be refused."""

Warn = Callable[[Decision], str]
"""Returns how a later meeting contradicts a corrected decision, and what to do; empty if none does."""

Tell = Callable[[Decision, Decision], str]
"""Returns how two decisions differ, in the words of the minutes."""


class CorrectDialog(Dialog):
    """Asks for the correction of a decision in approved minutes, and shows what it changes."""

    CSS_PATH: ClassVar[Styles] = ["dialog.tcss", "../decide/decide.tcss"]
    DEFAULT_CLASSES = "framed placing correcting"
    VERB = N_("Record the correction")

    provider = query_one("#provider", Pick)
    person = query_one("#person", Pick)
    start = query_one("#start", Line)
    end = query_one("#end", Line)
    second = query_one("#second", Pick)
    code = query_one("#code", Pick)
    text = query_one("#text", Line)
    why = query_one("#why", Line)
    by = query_one("#by", Line)
    effect = query_one("#effect", Static)

    def __init__(
        self,
        case_view: CaseView,
        config: Config,
        weigh: Weigh,
        tell: Tell,
        drafts: Drafts | None = None,
        *,
        by: str = "",
        version: int = 1,
    ) -> None:
        """Ask about one decision.

        Args:
            case_view: of the case in its approved meeting.
            config: for the providers, the people and the reasons.
            weigh: called on each change.
            tell: says what is changed.
            drafts: where what is typed is kept.
            by: who corrects, unless another name is typed.
            version: the present version of the minutes.
        """
        super().__init__(heading(_("Correction"), case_view), drafts)
        assert case_view.item.decision is not None, "only a decision is corrected"
        self._case, self._before = case_view.item.number, case_view.item.decision
        self._granted = case_view.item.case.grant.hours_per_week
        self._config, self._weigh, self._tell = config, weigh, tell
        self._by, self._next = by, version + 1
        self.warn: Warn = lambda _corrected: ""
        """Called on each change: whether a later meeting contradicts it."""
        self._texts = TextFields(self, case_view.item)
        self._seats = SeatFields(self, case_view, config)

    @classmethod
    def at(cls, meeting_session: "MeetingSession", case: str) -> Self:
        """Return the dialog for one case of an approved meeting."""
        case_view, drafts = meeting_session.view_case(case), CaseDrafts(meeting_session, case)
        by = meeting_session.config.chair or meeting_session.session.by

        def warn(corrected: Decision) -> str:
            carrying = find_later_carrying(meeting_session, case, corrected)
            return corrections.carried_otherwise(carrying.day, approved=carrying.approved) if carrying else ""

        dialog = cls(
            case_view,
            meeting_session.config,
            lambda correct: weigh(meeting_session, correct),
            change_text,
            drafts,
            by=by,
            version=meeting_session.meeting.version,
        )
        dialog.warn = warn
        return dialog

    # The fields

    def fields(self) -> Iterable[Widget]:
        """Yield everything that may be corrected, as it is now, then why and by whom."""
        before = self._before
        names = {provider.id: provider.name for provider in self._config.providers}
        providers = [*({before.provider: before.provider_name} | names).items()]
        provider = Pick(_("Provider"), providers, before.provider, id="provider")
        yield Row(_("Provider"), provider)
        people = self._people(before.provider)
        yield Row(_("Person"), Pick(_("Person"), people, before.staff or NOBODY, id="person"))
        yield self._period()
        if self._config.committee.sets_hours:
            yield hours_row(self._before.hours, self._granted)
        choices, second = [(NOBODY, _("none")), *providers], before.second_choice or NOBODY
        yield Row(_("2nd choice"), Pick(_("2nd choice"), choices, second, id="second", taken=lambda: provider.value))
        yield self._reason()
        yield from self._texts.fields()
        yield from self._seats.fields()
        yield Row(_("Why correct"), self.line("", "correct.why", hint=_("in one line"), compact=True, id="why"))
        yield Row(_("By whom"), self.line("", "correct.by", text=self._by, compact=True, id="by"))

    def _people(self, provider: str) -> Sequence[tuple[str, str]]:
        named_provider = self._config.provider(provider)
        people = {member.id: member.name for member in named_provider.staff} if named_provider else {}
        if provider == self._before.provider and self._before.staff:
            people.setdefault(self._before.staff, self._before.staff_name or self._before.staff)
        return [*people.items(), (NOBODY, _("to be named later"))]

    def _period(self) -> Row:
        start = Line("", text=figures.date_numeric(self._before.start), compact=True, proposed=True, id="start")
        end = Line("", text=figures.date_numeric(self._before.end), compact=True, proposed=True, id="end")
        return Row(_("Start"), start, end, second=(SECOND, _("End")))

    def _reason(self) -> Row:
        reason = self._before.reason
        codes = [*(({reason.code: reason.wording} if reason else {}) | dict(catalogue(self._config))).items()]
        code = Pick(_("Choose a reason"), codes, reason.code if reason else None, id="code")
        text = self.line(
            "", "correct.reason", text=reason.text if reason else "", hint=_("in one line"), compact=True, id="text"
        )
        return Row(_("Reason"), code, text)

    def below(self) -> Iterable[Widget]:
        """Return what the correction changes, which is always visible."""
        yield Static(id="effect")
        text = _("It becomes version {n} of the minutes; version {before} stays as it is.")
        yield Static(Content(text.format(n=self._next, before=self._next - 1)), classes="remark")

    def on_mount(self) -> None:
        """Say that nothing is changed yet."""
        self._show()

    # Changes

    @on(Pick.Changed, "#provider")
    def _other_people(self) -> None:
        provider = self.provider.value or self._before.provider
        person = self._before.staff if provider == self._before.provider else None
        self.person.offer(self._people(provider), person or NOBODY)

    @on(Pick.Changed)
    @on(Line.Changed)
    @on(TextArea.Changed)
    def _show(self) -> None:
        correct = self._correct(self.why.written or UNSAID)
        weighed = self._weigh(correct) if isinstance(correct, Correct) else None
        if isinstance(weighed, Corrected):
            decided = self._tell(self._before, weighed.decision) if weighed.decision else ""
            changes = "; ".join(
                part
                for part in (decided, self._seats.changes_line(weighed.seats.changes), texts_line(weighed.texts))
                if part
            )
            effect = Content(_("Corrected: {changes}").format(changes="")) + Content.styled(changes, secret_style())
            warning = self.warn(weighed.decision) if decided and weighed.decision else ""
            effect = Content("\n").join([effect, *([Content.styled(warning, WARN)] if warning else [])])
        elif isinstance(weighed, Refusal) and weighed.values.get("why") != "nothing_changed":
            effect = Content(refusal(weighed))
        else:
            effect = Content(_("Nothing is changed yet."))
        self.effect.update(effect)
        self.effect.set_class(isinstance(weighed, Corrected), "-changes")

    # The correction

    def _correct(self, why: str) -> Correct | Lack:
        start = parse_date(self.start.value, self._before.start)
        if start is None:
            return Lack(_("Write the start as a date, such as 4/1 or 4.1.2027."), self.start)
        end = parse_date(self.end.value, start)
        if end is None:
            return Lack(_("Write the end as a date."), self.end)
        hours = read_hours(self, self._granted)
        if isinstance(hours, Lack):
            return hours
        amendment = self._amendment(start, end, self._before.hours if hours is None else hours)
        return Correct(
            case=self._case,
            place=amendment,
            why=why,
            by=self.by.written or None,
            texts=self._texts.corrections(),
            attend=self._seats.attend,
            positions=self._seats.positions,
        )

    def _amendment(self, start: date, end: date, hours: Decimal) -> Amendment:
        """Return only what differs: the rest keeps its value."""
        before, reason_before = self._before, self._before.reason
        reason = ReasonGiven(code=self.code.value, text=self.text.written) if self.code.value else None
        recorded = (reason_before.code, reason_before.text) if reason_before else None
        values = {
            "provider": self.provider.value or before.provider,
            "staff": self.person.value or None,
            "start": start,
            "end": end,
            "hours": hours,
            "second_choice": self.second.value or None,
        }
        changed = {key for key, value in values.items() if value != getattr(before, key)}
        if reason is not None and reason.text and (reason.code, reason.text) != recorded:
            changed.add("reason")
        return Amendment(given=frozenset(changed), reason=reason, **values)  # type: ignore[arg-type]

    def intention(self) -> Correct | Lack:
        """Return the correction, once it changes something and says why."""
        correct = self._correct(self.why.written or UNSAID)
        if isinstance(correct, Lack):
            return correct
        weighed = self._weigh(correct)
        if isinstance(weighed, Refusal):
            return Lack("", self._field_of(weighed))  # the refusal is shown already
        if not self.why.written:
            return Lack(_("Write in one line why it is corrected."), self.why)
        return correct

    def _field_of(self, refused: Refusal) -> Widget | None:
        if refused.code == "invalid":
            key = refused.values.get("key", "")
            fields = {"end": self.end, "reason.code": self.code, "second_choice": self.second}
            return self.query_one("#hours") if key == "hours" else fields.get(key, self.provider)
        reason = self.text if self.code.value else self.code
        fields = {"reason_required": reason, "start_before_grant": self.start, "unknown_staff": self.person}
        return fields.get(refused.code)


def correction_at(meeting_session: "MeetingSession", case: str) -> Dialog:
    """Return the dialog that corrects a case of an approved meeting: its placement and texts, or its texts alone."""
    item = meeting_session.meeting.item(case)
    decided = item is not None and item.decision is not None
    return (CorrectDialog if decided else CorrectTextsDialog).at(meeting_session, case)


DIALOGS: Dialogs = {"correct": lambda actions: correction_at(actions.meeting_session, actions.case)}
