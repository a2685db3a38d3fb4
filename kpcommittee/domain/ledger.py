"""The ledger: who claims which hours of whom, and the profiles drawn from it, kept until the claims change."""

from collections.abc import Iterable, Mapping
from datetime import date

from kpcommittee.domain.balance import Profile, horizon, provider_profile, staff_profile
from kpcommittee.domain.committee import Config
from kpcommittee.domain.placement import Claim, by_provider
from kpcommittee.domain.provider import Provider, Staff

_Profiles = dict[tuple[str, str | None], Profile]


class Ledger:
    """The claims at every provider, seen from one day on; a change gives a new ledger that keeps the rest."""

    def __init__(self, config: Config, claims: Mapping[str, tuple[Claim, ...]], day: date) -> None:
        """Take the claims of each provider, by id; the horizon starts on `day`."""
        self.config = config
        self.first, self.last = horizon(day, config.balance)
        self._claims = dict(claims)
        self._profiles: _Profiles = {}

    @classmethod
    def of_claims(cls, config: Config, claims: Iterable[Claim], day: date) -> "Ledger":
        """The ledger of all claims there are."""
        return cls(config, by_provider(claims), day)

    def claims(self, provider: str) -> tuple[Claim, ...]:
        """The claims at one provider."""
        return self._claims.get(provider, ())

    def provider(self, provider: Provider) -> Profile:
        """The provider's profile over the horizon."""
        key = (provider.id, None)
        if key not in self._profiles:
            self._profiles[key] = provider_profile(provider, self.claims(provider.id), self.first, self.last)
        return self._profiles[key]

    def staff(self, provider: Provider, member: Staff) -> Profile:
        """The person's profile over the horizon."""
        key = (provider.id, member.id)
        if key not in self._profiles:
            own = [claim for claim in self.claims(provider.id) if claim.staff == member.id]
            self._profiles[key] = staff_profile(member, provider.hours_factor, own, self.first, self.last)
        return self._profiles[key]

    def without(self, case_number: str, start: date) -> "Ledger":
        """The ledger when something else takes the case over from that day on."""
        changed = {
            provider: tuple(left for c in claims if (left := c if c.case_number != case_number else c.before(start)))
            for provider, claims in self._claims.items()
            if any(claim.case_number == case_number for claim in claims)
        }
        return self._with(changed) if changed else self

    def without_claim(self, case_number: str, provider: str, start: date) -> "Ledger":
        """The ledger without the claim that starts there on that day: a decision in principle taken off."""
        left = tuple(c for c in self.claims(provider) if (c.case_number, c.start) != (case_number, start))
        return self._with({provider: left})

    def plus(self, claim: Claim) -> "Ledger":
        """The ledger with one more claim."""
        return self._with({claim.provider: (*self.claims(claim.provider), claim)})

    def _with(self, changed: Mapping[str, tuple[Claim, ...]]) -> "Ledger":
        other = Ledger(self.config, {**self._claims, **changed}, self.first)
        other._profiles = {key: profile for key, profile in self._profiles.items() if key[0] not in changed}
        return other
