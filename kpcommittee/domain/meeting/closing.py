"""The balance of all providers before and after a meeting, frozen when it closes."""

from kpcommittee.domain.capacity.balance import hours_per_enrolled
from kpcommittee.domain.capacity.ledger import Ledger
from kpcommittee.domain.meeting.context import Context
from kpcommittee.domain.meeting.frozen import BalanceLine
from kpcommittee.domain.meeting.meeting import Meeting
from kpcommittee.domain.provider import Provider


def balance_of(meeting: Meeting, context: Context) -> tuple[BalanceLine, ...]:
    """Return one line per provider, in the order of the config."""
    before, after = context.ledger, context.ledger_in(meeting)
    return tuple(_balance_line(provider, before, after) for provider in context.config.providers)


def _balance_line(provider: Provider, before: Ledger, after: Ledger) -> BalanceLine:
    worst = after.provider_profile(provider).worst_week()
    earlier = before.provider_profile(provider).week_of(worst.day)
    return BalanceLine(
        provider=provider.id,
        name=provider.name,
        kind=provider.kind,
        district=provider.district,
        week=worst.iso,
        before=earlier.figures,
        after=worst.figures,
        today=after.provider_profile(provider).figures_on(after.first),
        enrolled=provider.enrolled,
        per_enrolled_before=hours_per_enrolled(provider, earlier.day, earlier.figures.used),
        per_enrolled_after=hours_per_enrolled(provider, worst.day, worst.figures.used),
    )
