"""What a meeting did with a case, worded once: card, `show` and minutes lay out the same facts."""

from collections.abc import Iterator

from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.meeting.decision import Decision
from kpcommittee.domain.meeting.events import Postponed, Returned, Withdrawn
from kpcommittee.domain.meeting.item import Item, awaited_roles
from kpcommittee.locale import _
from kpcommittee.views.facts import Fact, Line, Phrase, Piece, phrase
from kpcommittee.wording import figures, leaders, sentences, states
from kpcommittee.wording.decided import reopening


@immutable(kw_only=False)
class OutcomeFacts:
    """What the meeting has done with one case so far; a fact is worded when needed."""

    item: Item

    @property
    def decision(self) -> Decision | None:
        """The placement, here or in principle at an earlier meeting; None if the case was put off or is open."""
        return self.item.carried_decision if self.item.outcome else self.item.decision or self.item.carried_decision

    @property
    def happened(self) -> tuple[Fact, ...]:
        """What happened in the case besides its outcome; card, `show` and minutes show each fact with lines."""
        return (self._reopened,)

    @property
    def _reopened(self) -> Fact:
        """How it was dealt with before it was reopened, and why it was; no lines if it never was."""
        sentences = (reopening(again) for again in self.item.reopened)
        return Fact("reopened", _("Reopened"), lines=tuple(((Piece(text, "muted", "prose"),),) for text in sentences))

    @property
    def came(self) -> Fact:
        """How an earlier meeting put the case off, what was missing and who provides it; no lines if none did."""
        waiting = self.item.waiting
        if waiting is None or waiting.state == "in_principle":
            return Fact("came", "")
        reason = waiting.reasons[-1] if waiting.state == "postponed" and waiting.reasons else ""
        missing = _("missing: {what}").format(what=waiting.missing) if waiting.missing else ""
        texts = tuple((Piece(text, "warn", "prose"),) for text in (reason, missing) if text)
        bringer = waiting.from_role and _("from {role}").format(role=leaders.the_role(waiting.from_role))
        until = waiting.to and _("to the meeting on {date}").format(date=figures.date_numeric(waiting.to))
        line = (
            phrase(figures.date_numeric(waiting.date)),
            *((phrase(until),) if until else ()),
            *texts,
            *((phrase(bringer),) if bringer else ()),
        )
        return Fact("came", sentences.capitalise_first(states.case_state(waiting.state)), lines=(line,))

    @property
    def sentence(self) -> str:
        """How the case was put off, as a sentence; empty if it was not."""
        outcome = self.item.outcome
        if isinstance(outcome, Postponed):
            return _word_postponed(outcome)
        if isinstance(outcome, Returned):
            return _("Returned to the authority.")
        return _("The case is withdrawn by {who}.").format(who=outcome.by) if outcome else ""

    @property
    def put_off(self) -> tuple[Fact, ...]:
        """Why the case was put off, what is missing, and from whom."""
        return tuple(self._put_off())

    def _put_off(self) -> Iterator[Fact]:
        outcome = self.item.outcome
        if isinstance(outcome, Postponed | Withdrawn):
            yield Fact("reason", _("Reason"), lines=(_prose(outcome.reason),))
        if isinstance(outcome, Postponed | Returned) and outcome.missing:
            yield Fact("missing", _("Missing"), lines=(_prose(outcome.missing),))
        if isinstance(outcome, Postponed) and outcome.from_role:
            bringer = _("Brought by {role}").format(role=leaders.the_role(outcome.from_role))
            yield Fact("brought_by", "", lines=((phrase(bringer),),))

    @property
    def person(self) -> Phrase:
        """The contact person, or that nobody is named yet."""
        name = self.decision.staff_name if self.decision else None
        return (Piece(name, "strong", "name"),) if name else phrase(_("the contact person is named later"))

    @property
    def period(self) -> Line:
        """The first and last day, and the hours a week."""
        decision = self.decision
        if decision is None:
            return ()
        hours = figures.hours_set(decision.hours, decision.granted_hours)
        return (phrase(figures.period(decision.start, decision.end)), phrase(hours))

    @property
    def in_principle(self) -> str:
        """Which earlier meeting decided in principle; empty if none did."""
        waiting = self.item.waiting
        if waiting is None or not self.item.was_decided_earlier:
            return ""
        decided_on = waiting.decided_on or waiting.date
        return _("Decided in principle at the meeting on {date}").format(date=figures.date_numeric(decided_on))

    @property
    def awaits(self) -> Fact:
        """The leaders whose confirmation a decision in principle still awaits; no lines if none."""
        remaining = awaited_roles(self.item)
        waits = (seat for seat in (self.decision.awaits if self.decision else ()) if seat.role in remaining)
        people = tuple(
            (Piece(f"{leaders.role(seat.role)} ", "warn"), Piece(seat.person, "warn", "name"))
            if seat.person
            else phrase(leaders.role(seat.role), "warn")
            for seat in waits
        )
        return Fact("awaits", _("Awaits"), lines=(people,) if people else ())

    @property
    def reason(self) -> Fact:
        """The reason given for the choice; no lines if none was."""
        reason = self.decision.reason if self.decision else None
        lines = (((Piece(f"{reason.wording}: "), Piece(reason.text, private="prose")),),) if reason else ()
        return Fact("reason", _("Reason"), lines=lines)


def _prose(text: str) -> Line:
    return ((Piece(text, "warn", "prose"),),)


def _word_postponed(outcome: Postponed) -> str:
    day = outcome.to and figures.date_numeric(outcome.to)
    if outcome.times > 1:
        nth = figures.ordinal(outcome.times)
        if day:
            text = _("The committee postpones the case for the {nth} time, to the meeting on {date}.")
            return text.format(nth=nth, date=day)
        return _("The committee postpones the case for the {nth} time, to the next meeting.").format(nth=nth)
    if day:
        return _("The committee postpones the case to the meeting on {date}.").format(date=day)
    return _("The committee postpones the case to the next meeting.")
