"""Choices in a decision dialog that was left without recording; they return when it is opened again."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Self

from kpcommittee.convert.codec import recall, to_plain
from kpcommittee.convert.json_text import canonical_json, decode
from kpcommittee.domain.committee import Role
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.meeting.case_view import CaseView
from kpcommittee.domain.meeting.decision import Decision
from kpcommittee.domain.meeting.intentions import LeaderStance, Place
from kpcommittee.tui.decide.period import Extent
from kpcommittee.tui.drafts import Drafts
from kpcommittee.wording.unfinished import CHOICES


@immutable
class Choices:
    """What the dialog begins with; None where it follows from the case."""

    provider: str | None = None
    staff: str | None = None
    later: bool = True
    """Whether, without a person, the row that names one later is chosen."""
    start: date | None = None
    end: date | None = None
    hours: Decimal | None = None
    stances: Mapping[Role, LeaderStance] | None = None
    """None for the positions that are recorded."""
    second_choice: str | None = None
    in_principle: bool = False

    @classmethod
    def of_decision(cls, decision: Decision | None) -> Self:
        """Return the choices of a decision that is to be taken again."""
        if decision is None:
            return cls()
        return cls(
            provider=decision.provider,
            staff=decision.staff,
            end=decision.end,
            second_choice=decision.second_choice,
        )

    @classmethod
    def of_place(cls, place: Place, *, later: bool) -> Self:
        """Return what is chosen in the dialog; its texts are kept as drafts."""
        stances = place.positions if isinstance(place.positions, dict) else {}
        return cls(
            provider=place.provider,
            staff=place.staff,
            later=later,
            start=place.start,
            end=place.end,
            hours=place.hours,
            stances=stances,
            second_choice=place.second_choice,
            in_principle=place.in_principle,
        )

    def period_of(self, case_view: CaseView) -> Extent:
        """Return the period of a placement, for use where the one in the dialog cannot be read."""
        return Extent(self.start or case_view.proposal.start, self.end, self.hours)


def text_of_choices(case_view: CaseView, choices: Choices) -> str:
    """Return the text in which choices are kept, with what the chair saw when they were made."""
    return canonical_json({"rests_on": _rests_on(case_view), "choices": to_plain(choices)})


def kept_choices(case_view: CaseView, drafts: Drafts) -> Choices | None:
    """Return what was put together for a case; None if nothing was, or if it can be chosen no more.

    It is kept while the case is open and the same people sit there.
    """
    draft = decode(drafts.get(CHOICES) or "")
    if not isinstance(draft, dict) or draft.get("rests_on") != _rests_on(case_view):
        return None
    try:
        choices = recall(draft.get("choices"), Choices)
    except ValueError:
        return None
    return choices if _can_be_chosen(choices, case_view) else None


def _can_be_chosen(choices: Choices, case_view: CaseView) -> bool:
    """Whether everybody who was chosen is still in the config."""
    staff = {option.provider: {member.staff for member in option.staff} for option in case_view.options}
    instead = (stand.provider for stand in (choices.stances or {}).values())
    providers = {choices.provider, choices.second_choice, *instead} - {None}
    return providers <= staff.keys() and choices.staff in {None, *staff.get(choices.provider or "", ())}


def _rests_on(case_view: CaseView) -> str:
    """Return a digest of what the chair saw: the case, who sits in it, and their positions. A note may be added."""
    item = case_view.item
    facts = [item.state, *map(to_plain, (item.case, case_view.bench, case_view.positions))]
    return sha256(canonical_json(facts).encode()).hexdigest()
