"""Choices in a decision dialog that was left without recording; they return when it is opened again."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Self

from kpcommittee.domain.committee import Role
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.meeting.case_view import CaseView
from kpcommittee.domain.meeting.decision import Decision
from kpcommittee.domain.meeting.intentions import LeaderStance, Place
from kpcommittee.tui.decide.period import Extent


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


class Unfinished:
    """The choices for each case, while it is open and its bench is the same."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._kept: dict[str, tuple[object, Choices]] = {}

    def of(self, case_view: CaseView) -> Choices | None:
        """Return the choices for a case; None if there are none, or if the case has changed since."""
        rests_on, choices = self._kept.get(case_view.item.number, (None, None))
        return choices if rests_on == _rests_on(case_view) else None

    def keep(self, case_view: CaseView, choices: Choices | None) -> None:
        """Keep the choices for a case; None forgets them."""
        self._kept.pop(case_view.item.number, None)
        if choices is not None:
            self._kept[case_view.item.number] = (_rests_on(case_view), choices)


def _rests_on(case_view: CaseView) -> tuple[object, ...]:
    """Return what the choices rest on: the case, its bench and their positions. A new note changes nothing."""
    item = case_view.item
    return item.state, item.case, case_view.bench, case_view.positions
