"""Shows the capacity of every provider over the year during a meeting, with and without the current case."""

from decimal import Decimal
from typing import TYPE_CHECKING

from kpcommittee.domain.capacity.balance import Figures, Week
from kpcommittee.domain.capacity.options import Option
from kpcommittee.domain.capacity.provider_balance import ProviderBalance
from kpcommittee.domain.capacity.tipping import Tipping, tipping_in, with_relation
from kpcommittee.domain.capacity.year import Year, YearWeek, year_of
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.meeting.case_view import CaseView
from kpcommittee.domain.meeting.closing import balance_of
from kpcommittee.domain.meeting.frozen import BalanceLine
from kpcommittee.domain.provider import Provider
from kpcommittee.services.balance import balances_in, decision_order, with_child

if TYPE_CHECKING:
    from kpcommittee.services.meeting_session import MeetingSession


@immutable
class Capacity:
    """The capacity of one provider: its balance, and how the meeting and the current case change it."""

    balance: ProviderBalance
    """The balance, with the figures of `balance --json`."""
    line: BalanceLine
    """The balance before the meeting and now, in the worst week."""
    option: Option | None = None
    """The provider as an option of the current case; None unless an open case considers it."""

    @property
    def provider(self) -> Provider:
        """The provider this capacity belongs to."""
        return self.balance.provider

    @property
    def compared_figures(self) -> tuple[Figures, Figures, str]:
        """The figures without and with the case in its worst week, and that week."""
        if self.option is not None:
            return self.option.before, self.option.after, self.option.worst_week
        return self.line.after, self.line.after, self.line.week

    @property
    def offer(self) -> tuple[Decimal | None, Decimal | None]:
        """Pedagogue hours left per enrolled child: without and with the case, else before the meeting and now."""
        if self.option is not None:
            return self.option.offer_before, self.option.offer_after
        return self.line.per_enrolled_before, self.line.per_enrolled_after


@immutable
class Outlook:
    """A provider's year, with the cases that tip it over the limit."""

    year: Year
    tippings: tuple[Tipping | None, ...]
    """One for each run of weeks over the limit; None if the current case tips it."""
    others: tuple[Tipping, ...]
    """What tips it later in a run, or without the current case; for the worst week, as in `balance --json`."""
    staff: tuple[Week, ...]
    """The worst week of each member of staff, in their order, at this point of the meeting."""


def list_capacities(meeting_session: "MeetingSession", case_view: CaseView | None = None) -> tuple[Capacity, ...]:
    """Return the capacity of every provider: clubs by district, then the others in the order of the config."""
    context = meeting_session.context()
    lines = {line.provider: line for line in balance_of(meeting_session.meeting, context)}
    options = {option.provider: option for option in _considered_options(case_view)}
    rows = (
        Capacity(balance=row, line=lines[row.provider.id], option=options.get(row.provider.id))
        for row in balances_in(meeting_session.session, context.ledger_in(meeting_session.meeting))
    )
    districts = [district.id for district in context.config.districts]
    return tuple(sorted(rows, key=lambda capacity: _place(capacity.provider, districts)))


def compute_outlook(
    meeting_session: "MeetingSession", capacity: Capacity, case_view: CaseView | None = None
) -> Outlook:
    """Compute the provider's year, with the current case if it considers the provider."""
    ledger, provider = meeting_session.context().ledger_in(meeting_session.meeting), capacity.provider
    staff = tuple(ledger.staff_profile(provider, member).worst_week() for member in provider.staff)
    proposal = case_view.proposal if case_view and capacity.option else None
    if proposal is not None:
        ledger = ledger.without_case(proposal.case.case_number, proposal.start)
    year = year_of(provider, ledger, proposal)
    decided = decision_order(meeting_session.session.store_to_read) if year.weeks_over else {}

    def tips(week: YearWeek) -> Tipping | None:
        tipping = tipping_in(provider, ledger, decided, week.without)
        return _with_child(meeting_session, tipping) if tipping else None

    tippings = tuple(tips(run[0]) for run in year.weeks_over)
    firsts = (next((week for week in run if tips(week)), None) for run in year.weeks_over)
    later = [*(tips(week) for week in firsts if week), capacity.balance.tipping]
    listed = {tipping.claim.case_number for tipping in tippings if tipping}
    others = {case.claim.case_number: case for case in later if case and case.claim.case_number not in listed}
    return Outlook(year=year, tippings=tippings, others=tuple(others.values()), staff=staff)


def _considered_options(case_view: CaseView | None) -> tuple[Option, ...]:
    """Select the options that an undecided case considers."""
    if case_view is None or not case_view.item.is_undecided:
        return ()
    return tuple(option for option in case_view.options if option.considered)


def _place(provider: Provider, districts: list[str]) -> tuple[bool, int]:
    is_listed = provider.district in districts
    place = districts.index(provider.district) if is_listed and provider.district else len(districts)
    return provider.kind != "club", place if provider.kind == "club" else 0


def _with_child(meeting_session: "MeetingSession", tipping: Tipping) -> Tipping:
    """Add the child's relation to the tipping case.

    It comes from this meeting, else from the newest one that ruled in the case.
    """
    item = meeting_session.meeting.item(tipping.claim.case_number)
    if item is not None:
        return with_relation(tipping, item.case)
    return with_child(meeting_session.session.store_to_read, tipping)
