"""A shareable report is attacked with all its tables together: no hidden number can be worked out."""

from typing import Any

import pytest

from kpcommittee.workspace.starting import copy_demo
from tests.drivers.office import Office
from tests.recount.reader import numbers_in, reckoned_back
from tests.recount.whole_numbers import reckoned_back_in_whole_numbers

LAST = {"2024": "2024-12-31", "2025": "2025-12-31", "2026": "2026-12-02"}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(copy_demo(tmp_path_factory.mktemp("shared") / "demo").folder)


def report(office: Office, year: str, *options: str) -> dict[str, Any]:
    answer: dict[str, Any] = office.run("report", year, "--format", "json", "--date", LAST[year], *options).json
    return answer


@pytest.mark.parametrize("year", LAST)
def test_nothing_hidden_is_reckoned_back_from_all_tables_together(demo: Office, year: str) -> None:
    """Tables that count the same decisions told of each other: `by_kind` of `went_provider_kind`, and so on."""
    whole, shared = report(demo, year), report(demo, year, "--shareable")
    assert reckoned_back(whole, shared) == set()
    assert reckoned_back_in_whole_numbers(whole, shared) == set()
    told = dict(numbers_in(shared))
    assert all(number is None or number >= 5 for number in told.values())
    assert sum(number is not None for number in told.values()) > 30, "so much is hidden that nothing is told"


def test_nothing_hidden_is_reckoned_back_of_one_small_meeting(office: Office) -> None:
    office.hold_the_sample_meeting()
    whole, shared = report(office, "2026"), report(office, "2026", "--shareable")
    assert reckoned_back(whole, shared) == set()
    assert reckoned_back_in_whole_numbers(whole, shared) == set()


def test_the_attack_finds_what_follows_where_only_small_numbers_are_hidden(demo: Office) -> None:
    whole = report(demo, "2026")
    naive = {key: _below_five(value) for key, value in whole.items()}
    place = ("outcomes", "in_principle")
    assert place in reckoned_back(whole, naive)
    assert reckoned_back_in_whole_numbers(whole, naive, [place]) == {place}


def _below_five(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _below_five(inner) for key, inner in value.items()}
    return None if isinstance(value, int) and value < 5 else value
