"""The quality of the caseload: bands and shares as document 001 prints them, and everything to look at."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpcommittee.domain.capacity.ledger import Ledger
from kpcommittee.domain.capacity.placement import Placement
from kpcommittee.domain.capacity.quality import BANDS, KINDS, Finding, Quality, band_of, quality_of
from kpcommittee.domain.provider import Period
from kpcommittee.views.quality import quality_text
from tests.builders import MEETS, club, config, staff


def placement(number: str = "R-1", **keys: Any) -> Placement:
    """A contact person of a thirteen-year-old that asks for nothing."""
    usual: dict[str, Any] = {
        "provider": "north-club",
        "birth_date": date(2013, 6, 1),
        "kind": "contact_person",
        "hours_per_week": Decimal(3),
    }
    return Placement(case_number=number, **usual | keys)


def quality(*placements: Placement, **keys: Any) -> Quality:
    settings = config(club("north-club", "10", staff("Mia Holm", **keys), staff("Ali Kaya")))
    return quality_of(placements, Ledger.of(settings, placements, (), MEETS))


@pytest.mark.parametrize(
    ("born", "band"),
    [
        (date(2016, 12, 2), "-10"),
        (date(2015, 12, 3), "-10"),
        (date(2015, 12, 2), "11-14"),
        (date(2011, 12, 3), "11-14"),
        (date(2011, 12, 2), "15-17"),
        (date(2008, 12, 3), "15-17"),
        (date(2008, 12, 2), "18+"),
        (None, None),
    ],
)
def test_bands_change_on_the_birthday(born: date | None, band: str | None) -> None:
    assert band_of(placement(birth_date=born), MEETS) == band


def test_the_personal_number_says_the_age_where_the_birth_date_is_missing() -> None:
    assert band_of(placement(birth_date=None, cpr="641013-4008"), MEETS) == "11-14"
    assert band_of(placement(birth_date=None, cpr="ukendt"), MEETS) is None


def test_nothing_to_look_at() -> None:
    report = quality(placement(), placement("R-2", staff="mia", end=date(2027, 6, 30)))
    assert report.findings == ()
    assert report.running == 2


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (placement(birth_date=None), "age_unknown"),
        (placement(kind=None), "kind_unknown"),
        (placement(hours_per_week=None), "hours_unknown"),
        (placement(staff="nobody"), "staff_unknown"),
        (placement(provider="closed-club"), "provider_unknown"),
    ],
)
def test_what_is_unknown(row: Placement, code: str) -> None:
    assert [(finding.code, finding.case_number) for finding in quality(row).findings] == [(code, "R-1")]


def test_adults_are_held_against_aftercare() -> None:
    adult = {"birth_date": date(2007, 1, 1)}
    report = quality(
        placement("R-1", **adult),
        placement("R-2", **adult, kind="aftercare"),
        placement("R-3", **adult, kind="ukn"),
    )
    assert report.findings_of("aftercare_short") == (Finding(code="aftercare_short", number=3, limit=1),)
    assert [finding.case_number for finding in report.findings_of("adult_without_aftercare")] == ["R-1"]
    assert quality(placement("R-2", **adult, kind="aftercare")).findings == ()


def test_what_has_ended_is_told_and_not_counted() -> None:
    report = quality(placement(end=date(2026, 12, 1)), placement("R-2", end=MEETS))
    assert report.running == 1
    assert [(finding.case_number, finding.day) for finding in report.findings_of("ended")] == [
        ("R-1", date(2026, 12, 1))
    ]


def test_whoever_is_unknown_is_told_as_long_as_the_placement_runs() -> None:
    report = quality(
        placement(provider="closed-club", end=MEETS), placement("R-2", provider="closed-club", end=date(2026, 12, 1))
    )
    assert [finding.case_number for finding in report.findings_of("provider_unknown")] == ["R-1"]


def test_more_children_than_agreed_on_the_fullest_day() -> None:
    later = date(2027, 3, 1)
    rows = (placement("R-1", staff="mia"), placement("R-2", staff="mia", start=later))
    assert quality(*rows, max_children=2).findings_of("person_over_max") == ()
    (finding,) = quality(*rows, max_children=1).findings_of("person_over_max")
    assert (finding.staff, finding.day, finding.number, finding.limit) == ("mia", later, 2, 1)


def test_load_on_somebody_who_is_gone() -> None:
    rows = (placement("R-1", staff="mia"), placement("R-2", staff="mia", end=date(2027, 1, 31)))
    left = quality(*rows, left_on=date(2027, 1, 31))
    assert [(finding.case_number, finding.day) for finding in left.findings_of("left")] == [("R-1", date(2027, 2, 1))]
    leave = Period(start=date(2027, 2, 1), end=date(2027, 4, 30))
    away = quality(*rows, leave=(leave,))
    assert [(finding.case_number, finding.day) for finding in away.findings_of("on_leave")] == [
        ("R-1", date(2027, 2, 1))
    ]
    past = Period(start=date(2026, 1, 1), end=date(2026, 12, 1))
    assert quality(*rows, leave=(past,)).findings == ()


def test_whoever_runs_on_at_a_house_that_closes_is_told() -> None:
    """A club that closed for good was in no list, and its children went on there."""
    closes = Period(start=date(2027, 3, 1), end=date(2030, 1, 1))
    rows = (placement("R-1"), placement("R-2", end=date(2027, 3, 31)), placement("R-3", end=date(2027, 4, 1)))
    settings = config(club("north-club", "10", closed=(closes,)))
    found = quality_of(rows, Ledger.of(settings, rows, (), MEETS))
    assert [(finding.case_number, finding.day) for finding in found.findings_of("house_closed")] == [
        ("R-1", closes.start),
        ("R-3", closes.start),
    ]


@given(
    st.lists(
        st.tuples(st.sampled_from([*KINDS, None]), st.none() | st.dates(date(1998, 1, 1), date(2025, 1, 1))),
        max_size=40,
    )
)
def test_every_running_placement_is_in_one_kind_and_one_band(rows: list[tuple[Any, date | None]]) -> None:
    report = quality(*(placement(f"R-{n}", kind=kind, birth_date=born) for n, (kind, born) in enumerate(rows)))
    for parts, known in ((report.kinds, KINDS), (report.ages, BANDS)):
        assert [part.code for part in parts] == [*known, "unknown"]
        assert sum(part.number for part in parts) == len(rows)
        shares = [part.tenths for part in parts if part.tenths is not None]
        assert sum(shares) == (1000 if any(part.number for part in parts[:-1]) else 0)


def test_who_is_at_two_providers_is_found_with_both() -> None:
    """P4: also under two case numbers."""
    report = quality(placement(), placement(provider="south-club", start=date(2026, 12, 9)))
    assert [
        (finding.case_number, finding.provider, finding.other_provider, finding.day)
        for finding in report.findings_of("two_providers")
    ] == [("R-1", "north-club", "south-club", date(2026, 12, 9))]
    child = {"child": "Ida Bro"}
    twice = quality(placement(**child), placement("R-2", provider="south-club", **child))
    assert [finding.case_number for finding in twice.findings_of("two_providers")] == ["R-1"]
    assert quality(placement(), placement("R-2", provider="south-club")).findings_of("two_providers") == ()


def test_under_two_numbers_each_provider_is_beside_its_own() -> None:
    here = placement("R-1", cpr="641013-4008")
    there = placement("R-2", cpr="641013-4008", provider="house")
    (alone,) = quality(here, there).findings_of("two_providers")
    assert (alone.case_number, alone.provider) == ("R-1", "north-club")
    assert (alone.other_case, alone.other_provider) == ("R-2", "house")
    settings = config(club("north-club"), club("house"))
    seen = quality_of((here, there), Ledger.of(settings, (here, there), (), MEETS))
    assert "    R-1 (North Club) + R-2 (House)\n" in quality_text(seen, settings) + "\n"
    (same,) = quality(here, placement("R-1", provider="house")).findings_of("two_providers")
    assert same.other_case is None
