"""The forecast of a large caseload takes well under a second."""

import time
from datetime import date, timedelta
from decimal import Decimal

from kpcommittee.domain.review.costs import Placed
from kpcommittee.domain.review.forecast import forecast_of
from tests.sample import sample_config

MANY = 20_000


def test_a_large_caseload_is_forecast_quickly() -> None:
    config = sample_config()
    placements = [
        Placed(
            case_number=f"P-{number}",
            provider=config.providers[number % len(config.providers)].id,
            hours=Decimal(1 + number % 40) / 4,
            start=date(2025, 6, 1) + timedelta(number % 500),
            end=date(2026, 12, 1) + timedelta(number % 300),
        )
        for number in range(MANY)
    ]
    began = time.process_time()
    forecast = forecast_of(placements, config, 2026, date(2026, 6, 1))
    assert time.process_time() - began < 1
    assert forecast.forecast == sum(amount for _kind, amount in forecast.by_kind)
    assert sum(row.children for row in forecast.by_provider) == MANY
