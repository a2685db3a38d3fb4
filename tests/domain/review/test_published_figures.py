"""The tables of the source documents come out of their data, to the digit; docs/figures.md names the method of each."""

from decimal import Decimal
from fractions import Fraction

from kpcommittee.domain.budget import Budget, Share
from kpcommittee.domain.capacity.economy import largest_remainder
from kpcommittee.domain.review.forecast import indexed_frame, split_frame
from kpcommittee.domain.review.sides import (
    AmountRange,
    Band,
    Side,
    band_of,
    band_rows,
    bands_of,
    net_saving,
    tenths_of_percent,
)

FULL_YEARS = {2020: ("5.2", "18"), 2021: ("3", "28.9")}
"""Own and external full-year children (document 003, lines 73–82)."""


def side(full_years: str, thousands: int, children: int = 0) -> Side:
    return Side(children=children, full_years=Fraction(full_years), amount=Decimal(thousands * 1000))


def test_the_register_of_ballerup() -> None:
    """Lines 31–36 of document 001."""
    kinds, ages = (67, 32, 4), (3, 13, 35, 48)
    assert (sum(kinds), sum(ages)) == (103, 99)
    assert tenths_of_percent(kinds) == (650, 311, 39)
    assert tenths_of_percent(ages) == (30, 131, 354, 485)


def test_own_share_of_dragoer() -> None:
    """Line 65 of document 003."""
    shares = {year: tenths_of_percent([*map(Fraction, parts)]) for year, parts in FULL_YEARS.items()}
    assert shares == {2020: (224, 776), 2021: (94, 906)}


def test_the_second_table_of_dragoer_counts_children_not_full_years() -> None:
    external = Side(children=30, full_years=Fraction("28.9"), amount=Decimal(2_722_400))
    assert external.per_month_by_children == Decimal("7562.22")
    assert external.per_month_by_full_years == Decimal("7850.06")
    in_thousands = side("28.9", 2722, children=30)
    assert round(in_thousands.per_month_by_full_years or 0) == 7849
    own = Side(children=3, full_years=Fraction(3), amount=Decimal(105_588))
    assert own.per_month_by_children == own.per_month_by_full_years == Decimal("2933.00")
    assert round(own.amount / 1000) == 106


def test_the_third_table_of_dragoer() -> None:
    totals: dict[Band, tuple[int, Decimal]] = {
        "over_100": (8, Decimal(1_626_000)),
        "75_100": (5, Decimal(426_400)),
        "under_75": (17, Decimal(670_000)),
    }
    rows = band_rows(totals)
    assert (sum(row.children for row in rows), sum(row.amount for row in rows)) == (30, Decimal(2_722_400))
    assert [row.share_children for row in rows] == [27, 17, 56]
    assert [row.share_amount for row in rows] == [60, 16, 24]
    assert rows[1].children + rows[2].children == 22, "the smaller needs of line 133"


def test_children_fall_into_their_bands() -> None:
    amounts = [Decimal(105_000), Decimal("100000.01"), Decimal(100_000), Decimal(75_000), Decimal("74999.99")]
    assert [band_of(amount) for amount in amounts] == ["over_100", "over_100", "75_100", "75_100", "under_75"]
    assert [(row.children, row.amount) for row in bands_of(amounts)] == [
        (2, Decimal("205000.01")),
        (2, Decimal(175_000)),
        (1, Decimal("74999.99")),
    ]
    assert [row.share_children for row in bands_of([])] == [0, 0, 0]


def test_the_business_case_of_dragoer() -> None:
    saving = AmountRange(Decimal(650_000), Decimal(900_000))
    pedagogue = AmountRange(Decimal(450_000), Decimal(450_000))
    contracts = AmountRange(Decimal(50_000), Decimal(300_000))
    assert net_saving(saving, pedagogue, contracts) == AmountRange(Decimal(150_000), Decimal(150_000))


def test_the_frame_of_ishoej_keeps_its_krone() -> None:
    shares = (Share(name="Ishøj", share="2/3"), Share(name="Vallensbæk", share="1/3"))
    assert largest_remainder([Fraction(2, 3), Fraction(1, 3)], 4_000_000) == (2_666_667, 1_333_333)
    to_the_ore = split_frame(Decimal("4000000.00"), shares)
    assert to_the_ore == (("Ishøj", Decimal("2666666.67")), ("Vallensbæk", Decimal("1333333.33")))
    assert sum(amount for _name, amount in to_the_ore) == 4_000_000


def test_a_frame_follows_the_price_level_year_by_year() -> None:
    """Line 25 of document 004; the document gives no index, so these are invented."""
    budgets = (
        Budget(year=2017, frame=Decimal(4_000_000)),
        Budget(year=2018, index=Decimal("1.021")),
        Budget(year=2019, index=Decimal("1.017")),
        Budget(year=2021, frame=Decimal(5_000_000), index=Decimal("1.02")),
        Budget(year=2023, index=Decimal("1.02")),
    )
    frames = [indexed_frame(budgets, year) for year in range(2016, 2024)]
    exact = [None, "4000000.00", "4084000.00", "4153428.00", None, "5100000.00", None, None]
    assert frames == [None if frame is None else Decimal(frame) for frame in exact]
