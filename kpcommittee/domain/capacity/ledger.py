"""The ledger: who claims which hours of whom, and the profiles drawn from it, kept until the claims change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from kpcommittee.domain.capacity.balance import Profile, StaffLoad, Week, horizon, provider_profile, staff_profile
from kpcommittee.domain.capacity.placement import (
    Account,
    Claim,
    Placement,
    Ruling,
    accounts_of,
    by_case,
    by_provider,
    by_staff,
)
from kpcommittee.domain.capacity.proposal import Proposal
from kpcommittee.domain.committee import Config
from kpcommittee.domain.provider import Provider, Staff

_NOTHING = Account()


class Book:
    """The claims at one provider, and the profiles drawn from them when they are first asked for."""

    def __init__(self, claims: tuple[Claim, ...], first: date, last: date) -> None:
        self.claims, self.first, self.last = claims, first, last
        self._profiles: dict[str | None, Profile] = {}
        self._effects: dict[tuple[object, date, date], tuple[Week, Week]] = {}
        self._staff_loads: dict[tuple[date, date], tuple[StaffLoad, ...]] = {}
        self._of_staff: Mapping[str | None, tuple[Claim, ...]] | None = None

    def with_changes(self, gone: frozenset[str], come: tuple[Claim, ...]) -> "Book":
        """The book without the claims of some cases, and with others; the profiles of whom that leaves alone stay."""
        leave = tuple(claim for claim in self.claims if claim.case_number in gone)
        book = Book((*(claim for claim in self.claims if claim.case_number not in gone), *come), self.first, self.last)
        touched = {None, *(claim.staff for claim in (*leave, *come))}
        book._profiles = {staff: profile for staff, profile in self._profiles.items() if staff not in touched}
        return book

    def profile(self, provider: Provider) -> Profile:
        """The provider's profile."""
        if None not in self._profiles:
            self._profiles[None] = provider_profile(provider, self.claims, self.first, self.last)
        return self._profiles[None]

    def profile_of(self, provider: Provider, member: Staff) -> Profile:
        """The profile of a person there."""
        if member.id not in self._profiles:
            if self._of_staff is None:
                self._of_staff = by_staff(self.claims)
            own = self._of_staff.get(member.id, ())
            self._profiles[member.id] = staff_profile(member, provider.hours_factor, own, self.first, self.last)
        return self._profiles[member.id]

    def staff_loads(self, provider: Provider, first: date, last: date) -> tuple[StaffLoad, ...]:
        """What each person there has to do from first to last."""
        if (first, last) not in self._staff_loads:
            people = (self.profile_of(provider, member) for member in provider.staff)
            self._staff_loads[first, last] = tuple(profile.during(first, last) for profile in people)
        return self._staff_loads[first, last]

    def effect(self, provider: Provider, proposal: Proposal) -> tuple[Week, Week]:
        """The worst week while the proposal runs there: without it, and with it."""
        key = (proposal.case.grant.hours_per_week, proposal.start, proposal.end)
        if key not in self._effects:
            base = self.profile(provider)
            worst = base.worst(*proposal.weeks, proposal.claim(provider.id), provider.hours_factor)
            self._effects[key] = base.week(worst.monday), worst
        return self._effects[key]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ledger:
    """The claims at every provider, seen from one day on; a change gives a new ledger that shares what stayed."""

    config: Config
    first: date
    last: date
    """The horizon."""
    accounts: Mapping[str, Account]
    """Of each case, by number."""
    changed: Mapping[str, Account]
    """Accounts that go before those."""
    books: Mapping[str, Book]
    """Of each provider, by id."""
    derived: dict[tuple[str, date], "Ledger"] = field(default_factory=dict)
    """What `without` gave: the same case is looked at again and again."""

    @classmethod
    def of(cls, config: Config, placements: Iterable[Placement], rulings: Iterable[Ruling], day: date) -> "Ledger":
        """The ledger of what runs and of what was ruled; the horizon starts on `day`."""
        return cls._of(config, accounts_of(placements, rulings), day)

    @classmethod
    def of_claims(cls, config: Config, claims: Iterable[Claim], day: date) -> "Ledger":
        """The ledger of claims as they are, whatever they come from."""
        return cls._of(config, {case: Account(running=own) for case, own in by_case(claims).items()}, day)

    @classmethod
    def _of(cls, config: Config, accounts: Mapping[str, Account], day: date) -> "Ledger":
        first, last = horizon(day, config.balance)
        claims = by_provider(claim for account in accounts.values() for claim in account.claims)
        providers = {*claims, *(provider.id for provider in config.providers)}
        books = {provider: Book(claims.get(provider, ()), first, last) for provider in providers}
        return cls(config=config, first=first, last=last, accounts=accounts, changed={}, books=books)

    def claims(self, provider: str) -> tuple[Claim, ...]:
        """The claims at one provider."""
        return self.books[provider].claims if provider in self.books else ()

    def provider(self, provider: Provider) -> Profile:
        """The provider's profile over the horizon."""
        return self.books[provider.id].profile(provider)

    def staff(self, provider: Provider, member: Staff) -> Profile:
        """The person's profile over the horizon."""
        return self.books[provider.id].profile_of(provider, member)

    def staff_loads(self, provider: Provider, first: date, last: date) -> tuple[StaffLoad, ...]:
        """What each of the provider's people has to do from first to last, in their order."""
        return self.books[provider.id].staff_loads(provider, first, last)

    def effect(self, provider: Provider, proposal: Proposal) -> tuple[Week, Week]:
        """The provider's worst week while the proposal runs there: without it, and with it."""
        return self.books[provider.id].effect(provider, proposal)

    def ruled(self, rulings: Iterable[Ruling]) -> "Ledger":
        """The ledger with what one more meeting ruled."""
        return self._with({ruling.case_number: self.account(ruling.case_number).ruled(ruling) for ruling in rulings})

    def moved(self, outside: "Ledger", before: Iterable[Ruling], after: Iterable[Ruling]) -> "Ledger":
        """The ledger when one meeting's rulings change: the same as `outside.ruled(after)`, with the books that stay.

        Args:
            outside: the ledger without that meeting.
            before: what the meeting had ruled in this ledger.
            after: what it has ruled now.
        """
        was, now = ({ruling.case_number: ruling for ruling in rulings} for rulings in (before, after))
        accounts = {number: outside.account(number) for number in {**was, **now} if was.get(number) != now.get(number)}
        return self._with(
            {number: account.ruled(now[number]) if number in now else account for number, account in accounts.items()}
        )

    def without(self, case_number: str, start: date) -> "Ledger":
        """The ledger when something else takes the case over from that day on."""
        if (case_number, start) not in self.derived:
            self.derived[case_number, start] = self._with({case_number: self.account(case_number).until(start)})
        return self.derived[case_number, start]

    def reaching(self, first: date, last: date) -> "Ledger":
        """The ledger itself if these days touch its horizon; else the same claims, seen from the first of them."""
        if first <= self.last and last >= self.first:
            return self
        return self._of(self.config, {**self.accounts, **self.changed}, first)

    def account(self, case_number: str) -> Account:
        """What one case comes to."""
        return self.changed.get(case_number) or self.accounts.get(case_number, _NOTHING)

    def _with(self, changed: Mapping[str, Account]) -> "Ledger":
        """The ledger with other accounts of some cases; the books nobody touched are shared, profiles and all."""
        touched = {
            claim.provider
            for case_number, account in changed.items()
            for claim in {*account.claims} ^ {*self.account(case_number).claims}
        }
        books = {provider: self._book_with(provider, changed) for provider in touched}
        return replace(self, changed={**self.changed, **changed}, books={**self.books, **books}, derived={})

    def _book_with(self, provider: str, changed: Mapping[str, Account]) -> Book:
        come = (claim for account in changed.values() for claim in account.claims if claim.provider == provider)
        book = self.books.get(provider) or Book((), self.first, self.last)
        return book.with_changes(frozenset(changed), tuple(come))
