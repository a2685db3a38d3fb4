"""A proposal: what a case would claim, whoever delivers it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from kpcommittee.domain.calendar import DAY, WEEK, last_day, monday
from kpcommittee.domain.capacity.placement import Claim
from kpcommittee.domain.case import Case
from kpcommittee.domain.committee import StartRule
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.provider import Provider


def proposed_start(case: Case, day: date, rule: StartRule | None) -> date:
    """Return the start to propose on a meeting's day: by the config's rule, but never before the grant."""
    return max(rule.start_after(day) if rule else day, case.grant.decided_on)


@immutable
class Proposal:
    """A case's granted hours over a period, offered to each provider in turn."""

    case: Case
    start: date
    end: date
    clipped_from: date | None = None
    """The day to which it would run if the support did not end earlier; None if nothing is cut off."""

    @classmethod
    def of(
        cls,
        case: Case,
        start: date,
        end: date | None = None,
        hours: Decimal | None = None,
        until: date | None = None,
    ) -> "Proposal":
        """Propose the case from a start to the grant's end, unless another end is given.

        Args:
            case: the case.
            start: the first day.
            end: the last day.
            hours: those of a decision, even if the grant has changed since; else the grant's.
            until: the last day of support by law; a later start is not cut off.
        """
        if hours is not None:
            case = replace(case, grant=replace(case.grant, hours_per_week=hours))
        last = end or last_day(start, case.grant.expected_months)
        if until is not None and start <= until < last:
            return cls(case=case, start=start, end=until, clipped_from=last)
        return cls(case=case, start=start, end=last)

    @property
    def hours(self) -> Decimal:
        """Hours a week that the case would have, whoever delivers them."""
        return self.case.grant.hours_per_week

    def claim(self, provider: str, staff: str | None = None) -> Claim:
        """Return what the case would claim at a provider."""
        return Claim(
            case_number=self.case.case_number,
            provider=provider,
            staff=staff,
            hours=self.hours,
            start=self.start,
            end=self.end,
            held=True,
        )

    def hours_at(self, provider: Provider) -> Decimal:
        """Return the staff hours a week that it costs the provider."""
        return self.hours * provider.hours_factor

    @property
    def weeks(self) -> tuple[date, date]:
        """The first and last day of the weeks in which it runs."""
        return monday(self.start), monday(self.end) + WEEK - DAY
