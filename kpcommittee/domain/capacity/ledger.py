"""The ledger: which case claims whose hours, and the profiles computed from that, cached until claims change."""

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from datetime import date

from kpcommittee.domain.capacity.balance import Profile, StaffLoad, Week, horizon, provider_profile, staff_profile
from kpcommittee.domain.capacity.placement import (
    Account,
    Claim,
    Placement,
    Ruling,
    accounts_of,
    group_by_case,
    group_by_provider,
    group_by_staff,
)
from kpcommittee.domain.capacity.proposal import Proposal
from kpcommittee.domain.committee import Config
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.provider import Provider, Staff

_EMPTY = Account()


class Book:
    """The claims at one provider, and the profiles computed from them on first use."""

    def __init__(self, claims: tuple[Claim, ...], first: date, last: date) -> None:
        self.claims, self.first, self.last = claims, first, last
        self._profiles: dict[str | None, Profile] = {}
        self._effects: dict[tuple[object, date, date], tuple[Week, Week]] = {}
        self._staff_loads: dict[tuple[date, date], tuple[StaffLoad, ...]] = {}
        self._of_staff: Mapping[str | None, tuple[Claim, ...]] | None = None

    def with_claims_of(self, cases: frozenset[str], added: tuple[Claim, ...]) -> "Book":
        """Replace the claims of some cases; the profiles of people whom this does not affect stay cached."""
        removed = tuple(claim for claim in self.claims if claim.case_number in cases)
        book = Book(
            (*(claim for claim in self.claims if claim.case_number not in cases), *added), self.first, self.last
        )
        touched = {None, *(claim.staff for claim in (*removed, *added))}
        book._profiles = {staff: profile for staff, profile in self._profiles.items() if staff not in touched}
        return book

    def profile(self, provider: Provider) -> Profile:
        """Return the provider's profile."""
        if None not in self._profiles:
            self._profiles[None] = provider_profile(provider, self.claims, self.first, self.last)
        return self._profiles[None]

    def profile_of(self, provider: Provider, member: Staff) -> Profile:
        """Return the profile of a member of the provider's staff."""
        if member.id not in self._profiles:
            if self._of_staff is None:
                self._of_staff = group_by_staff(self.claims)
            own = self._of_staff.get(member.id, ())
            self._profiles[member.id] = staff_profile(member, provider.hours_factor, own, self.first, self.last)
        return self._profiles[member.id]

    def staff_loads(self, provider: Provider, first: date, last: date) -> tuple[StaffLoad, ...]:
        """Return each staff member's load from first to last."""
        if (first, last) not in self._staff_loads:
            people = (self.profile_of(provider, member) for member in provider.staff)
            self._staff_loads[first, last] = tuple(profile.load_between(first, last) for profile in people)
        return self._staff_loads[first, last]

    def weeks_with(self, provider: Provider, proposal: Proposal) -> tuple[Week, Week]:
        """Return the worst week while the proposal runs there: without it, and with it."""
        key = (proposal.hours, proposal.start, proposal.end)
        if key not in self._effects:
            base = self.profile(provider)
            worst = base.worst_week(*proposal.weeks, proposal.claim(provider.id), provider.hours_factor)
            self._effects[key] = base.week_of(worst.monday), worst
        return self._effects[key]


@immutable(eq=False)
class Ledger:
    """The claims at every provider, from a given day; a changed ledger is a new one that shares unchanged books."""

    config: Config
    first: date
    last: date
    """The horizon."""
    accounts: Mapping[str, Account]
    """The account of each case, by number."""
    changed: Mapping[str, Account]
    """Accounts that override those."""
    books: Mapping[str, Book]
    """The book of each provider, by id."""
    derived: dict[tuple[str, date], "Ledger"] = field(default_factory=dict)
    """The results of `without_case`, cached because a case is viewed repeatedly."""

    @classmethod
    def of(cls, config: Config, placements: Iterable[Placement], rulings: Iterable[Ruling], day: date) -> "Ledger":
        """Build the ledger of running placements and rulings; the horizon starts on `day`."""
        return cls._of_accounts(config, accounts_of(placements, rulings), day)

    @classmethod
    def of_claims(cls, config: Config, claims: Iterable[Claim], day: date) -> "Ledger":
        """Build the ledger of claims as they are, whatever their origin."""
        return cls._of_accounts(
            config, {case: Account(running=own) for case, own in group_by_case(claims).items()}, day
        )

    @classmethod
    def _of_accounts(cls, config: Config, accounts: Mapping[str, Account], day: date) -> "Ledger":
        first, last = horizon(day, config.balance)
        claims = group_by_provider(claim for account in accounts.values() for claim in account.claims)
        providers = {*claims, *(provider.id for provider in config.providers)}
        books = {provider: Book(claims.get(provider, ()), first, last) for provider in providers}
        return cls(config=config, first=first, last=last, accounts=accounts, changed={}, books=books)

    def claims(self, provider: str) -> tuple[Claim, ...]:
        """Return the claims at one provider."""
        return self.books[provider].claims if provider in self.books else ()

    def provider_profile(self, provider: Provider) -> Profile:
        """Return the provider's profile over the horizon."""
        return self.books[provider.id].profile(provider)

    def staff_profile(self, provider: Provider, member: Staff) -> Profile:
        """Return the person's profile over the horizon."""
        return self.books[provider.id].profile_of(provider, member)

    def staff_loads(self, provider: Provider, first: date, last: date) -> tuple[StaffLoad, ...]:
        """Return each staff member's load from first to last, in the provider's order."""
        return self.books[provider.id].staff_loads(provider, first, last)

    def weeks_with(self, provider: Provider, proposal: Proposal) -> tuple[Week, Week]:
        """Return the provider's worst week while the proposal runs there: without it, and with it."""
        return self.books[provider.id].weeks_with(provider, proposal)

    def with_rulings(self, rulings: Iterable[Ruling]) -> "Ledger":
        """Return the ledger with the rulings of one more meeting."""
        return self._with_accounts(
            {ruling.case_number: self.account(ruling.case_number).with_ruling(ruling) for ruling in rulings}
        )

    def with_changed_rulings(self, outside: "Ledger", before: Iterable[Ruling], after: Iterable[Ruling]) -> "Ledger":
        """Return the ledger after one meeting's rulings changed: `outside.ruled(after)`, sharing unchanged books.

        Args:
            outside: the ledger without that meeting.
            before: the meeting's rulings in this ledger.
            after: its rulings now.
        """
        old, new = ({ruling.case_number: ruling for ruling in rulings} for rulings in (before, after))
        accounts = {number: outside.account(number) for number in {**old, **new} if old.get(number) != new.get(number)}
        return self._with_accounts(
            {
                number: account.with_ruling(new[number]) if number in new else account
                for number, account in accounts.items()
            }
        )

    def without_case(self, case_number: str, start: date) -> "Ledger":
        """Return the ledger without the case's own claims from that day on."""
        if (case_number, start) not in self.derived:
            self.derived[case_number, start] = self._with_accounts(
                {case_number: self.account(case_number).up_to(start)}
            )
        return self.derived[case_number, start]

    def covering(self, first: date, last: date) -> "Ledger":
        """Return this ledger if the days touch its horizon; else the same claims with a horizon from the first day."""
        if first <= self.last and last >= self.first:
            return self
        return self._of_accounts(self.config, {**self.accounts, **self.changed}, first)

    def with_config(self, config: Config) -> "Ledger":
        """Return the same claims with another config; the profiles of providers that are the same stay cached."""
        other = {provider.id for provider in config.providers if self.config.provider(provider.id) != provider}
        books = {provider: Book(self.claims(provider), self.first, self.last) for provider in other}
        return replace(self, config=config, books={**self.books, **books}, derived={})

    def account(self, case_number: str) -> Account:
        """Return the account of one case; empty if it claims nothing."""
        return self.changed.get(case_number) or self.accounts.get(case_number, _EMPTY)

    def _with_accounts(self, changed: Mapping[str, Account]) -> "Ledger":
        """Replace the accounts of some cases; untouched books are shared together with their profiles."""
        touched = {
            claim.provider
            for case_number, account in changed.items()
            for claim in {*account.claims} ^ {*self.account(case_number).claims}
        }
        books = {provider: self._book_with(provider, changed) for provider in touched}
        return replace(self, changed={**self.changed, **changed}, books={**self.books, **books}, derived={})

    def _book_with(self, provider: str, changed: Mapping[str, Account]) -> Book:
        added = (claim for account in changed.values() for claim in account.claims if claim.provider == provider)
        book = self.books.get(provider) or Book((), self.first, self.last)
        return book.with_claims_of(frozenset(changed), tuple(added))
