"""The sweep that is measured and the bare one it is held against find the same worst weeks."""

from decimal import Decimal

import pytest

from benchmarks.balance import DAY, PROVIDERS, bare_spans, bare_worst, caseload, committee
from kpcommittee.domain.calendar import monday
from kpcommittee.domain.capacity.balance import provider_profile
from kpcommittee.domain.capacity.ledger import Ledger


@pytest.mark.parametrize("number", [0, 1, 30, PROVIDERS - 1])
def test_the_bare_sweep_counts_what_the_balance_counts(number: int) -> None:
    config, placements = committee(), caseload()
    ledger = Ledger.of(config, placements, (), DAY)
    provider = config.providers[number]
    profile = provider_profile(provider, ledger.claims(provider.id), ledger.first, ledger.last)
    share, week = bare_worst(bare_spans(placements)[number], 1)
    fullest = max(profile.intervals, key=lambda interval: interval.figures.used)
    assert fullest.figures.used == Decimal(int(share)) / 4 * provider.hours_factor
    assert (monday(fullest.first) - monday(DAY)).days // 7 - -week in (0, 1)
