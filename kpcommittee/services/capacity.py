"""The capacity of every provider over the year, as it stands in a meeting, and what one case would make of it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpcommittee.domain.capacity.balance import Figures, Week
from kpcommittee.domain.capacity.options import Option
from kpcommittee.domain.capacity.provider_balance import ProviderBalance
from kpcommittee.domain.capacity.tipping import Tipping, tipping_in, with_relation
from kpcommittee.domain.capacity.year import Year, YearWeek, year_of
from kpcommittee.domain.meeting.case_view import CaseView
from kpcommittee.domain.meeting.closing import balance_of
from kpcommittee.domain.meeting.events import BalanceLine
from kpcommittee.domain.provider import Provider
from kpcommittee.services.balance import balances_in, order_decided, told

if TYPE_CHECKING:
    from kpcommittee.services.meeting_session import MeetingSession


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """One provider: its balance, what the meeting does to it, and what the case on the table would."""

    balance: ProviderBalance
    """The same figures as `balance --json`."""
    line: BalanceLine
    """Before the meeting and now, in the worst week."""
    option: Option | None = None
    """For a case that is not decided yet, where the provider is in question."""

    @property
    def provider(self) -> Provider:
        """Whose capacity it is."""
        return self.balance.provider

    @property
    def shown(self) -> tuple[Figures, Figures, str]:
        """Without and with the case, in the worst week that counts for it, and that week."""
        if self.option is not None:
            return self.option.before, self.option.after, self.option.worst_week
        return self.line.after, self.line.after, self.line.week


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """A provider's year, with the case that tips it where it goes over the limit."""

    year: Year
    tippings: tuple[Tipping | None, ...]
    """One for each run of weeks over the limit; nothing where the case on the table is what tips it."""
    others: tuple[Tipping, ...]
    """What tips it later in a run, or without the case on the table; in the worst week as `balance --json` says."""
    staff: tuple[Week, ...]
    """The worst week of each person there, in their order, as things stand in the meeting."""


def capacities(meeting_session: "MeetingSession", case_view: CaseView | None = None) -> tuple[Capacity, ...]:
    """Every provider: clubs by district, then the others, in the order of the config."""
    context = meeting_session.context()
    lines = {line.provider: line for line in balance_of(meeting_session.meeting, context)}
    options = {option.provider: option for option in _asked(case_view)}
    found = (
        Capacity(balance=row, line=lines[row.provider.id], option=options.get(row.provider.id))
        for row in balances_in(meeting_session.session, context.ledger_in(meeting_session.meeting))
    )
    districts = [district.id for district in context.config.districts]
    return tuple(sorted(found, key=lambda one: _place(one.provider, districts)))


def outlook(meeting_session: "MeetingSession", capacity: Capacity, case_view: CaseView | None = None) -> Outlook:
    """The provider's year; with the case on the table where the provider is in question for it."""
    ledger, provider = meeting_session.context().ledger_in(meeting_session.meeting), capacity.provider
    staff = tuple(ledger.staff(provider, member).worst() for member in provider.staff)
    proposal = case_view.proposal if case_view and capacity.option else None
    if proposal is not None:
        ledger = ledger.without(proposal.case.case_number, proposal.start)
    year = year_of(provider, ledger, proposal)
    decided = order_decided(meeting_session.session.store_to_read) if year.over else {}

    def tips(week: YearWeek) -> Tipping | None:
        found = tipping_in(provider, ledger, decided, Week(week.monday, week.before))
        return _told(meeting_session, found) if found else None

    tippings = tuple(tips(run[0]) for run in year.over)
    firsts = (next((week for week in run if tips(week)), None) for run in year.over)
    later = [*(tips(week) for week in firsts if week), capacity.balance.tipping]
    named = {one.claim.case_number for one in tippings if one}
    others = {one.claim.case_number: one for one in later if one and one.claim.case_number not in named}
    return Outlook(year=year, tippings=tippings, others=tuple(others.values()), staff=staff)


def _asked(case_view: CaseView | None) -> tuple[Option, ...]:
    """The options in question for a case that is not decided yet."""
    if case_view is None or not case_view.item.undecided:
        return ()
    return tuple(option for option in case_view.options if option.in_question)


def _place(provider: Provider, districts: list[str]) -> tuple[bool, int]:
    known = provider.district in districts
    place = districts.index(provider.district) if known and provider.district else len(districts)
    return provider.kind != "club", place if provider.kind == "club" else 0


def _told(meeting_session: "MeetingSession", tipping: Tipping) -> Tipping:
    """The tipping case with what is known of the child: from this meeting, else from the newest that ruled in it."""
    item = meeting_session.meeting.item(tipping.claim.case_number)
    if item is not None:
        return with_relation(tipping, item.case)
    return told(meeting_session.session.store_to_read, tipping)
