"""Dates and numbers as each language writes them."""

import subprocess
import sys
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from babel.dates import format_date
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from kpcommittee import locale
from kpcommittee.domain.capacity.balance import Figures
from kpcommittee.wording import figures

DAY = date(2026, 11, 12)


@pytest.mark.parametrize(
    ("language", "worded"),
    [
        ("da", ["12.11.2026", "tors. 12. nov. 2026", "torsdag den 12. november 2026"]),
        ("en", ["12/11/2026", "Thu 12 Nov 2026", "Thursday 12 November 2026"]),
    ],
)
def test_dates(language: str, worded: list[str]) -> None:
    locale.use(language)
    ways = (figures.date_numeric, figures.date_weekday, figures.date_weekday_long)
    assert [way(DAY) for way in ways] == worded


def test_the_numeric_date_is_the_one_of_babel() -> None:
    assert figures.date_numeric(DAY) == format_date(DAY, "dd.MM.y", locale="da")


def test_times() -> None:
    assert figures.time(time(9, 5)) == "09.05"
    assert figures.moment(datetime(2026, 12, 2, 9, 5)) == "02.12.2026 kl. 09.05"  # noqa: DTZ001
    locale.use("en")
    assert figures.time(time(9, 5)) == "09:05"


@pytest.mark.parametrize(
    ("value", "worded"),
    [
        ("4.40", "4,4"), ("4.375", "4,38"), ("5", "5"), ("5.00", "5"), ("11.875", "11,88"), ("0.25", "0,25"),
        ("1234.5", "1.234,5"), ("-0.001", "0"), ("100", "100"), ("1E+2", "100"),
    ],
)  # fmt: skip
def test_hours(value: str, worded: str) -> None:
    assert figures.hours(Decimal(value)) == worded


@given(st.integers(min_value=0, max_value=4_000_000))
def test_a_quarter_of_an_hour_is_never_rounded(quarters: int) -> None:
    locale.use("en")
    assert Decimal(figures.hours(Decimal(quarters) / 4).replace(",", "")) == Decimal(quarters) / 4


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_hours_are_written_as_babel_writes_them(value: Decimal) -> None:
    locale.use("da")
    assert figures.hours(value) == format_decimal(value, "#,##0.##", locale="da")


@pytest.mark.parametrize(
    ("value", "worded"),
    [
        ("0.874", "87 %"), ("0.875", "88 %"), ("1", "100 %"), ("0.9999", "99,9 %"), ("0.996", "99,6 %"),
        ("1.0001", "100,1 %"), ("1.004", "100,4 %"), ("1.04", "104 %"), ("0", "0 %"),
    ],
)  # fmt: skip
def test_a_share_is_a_hundred_only_when_it_is_full(value: str, worded: str) -> None:
    assert figures.share(Decimal(value)) == worded


@pytest.mark.parametrize(
    ("before", "after", "worded"),
    [
        ("1.427", "1.4", "1,43 → 1,40 t/barn"), ("1.4", "1.28", "1,40 → 1,28 t/barn"),
        ("2", "1.5", "2,0 → 1,5 t/barn"), ("2", "1", "2 → 1 t/barn"), ("1.001", "1", "1 → 1 t/barn"),
    ],
)  # fmt: skip
def test_an_offer_has_as_many_decimals_after_as_before(before: str, after: str, worded: str) -> None:
    assert figures.offer(Decimal(before), Decimal(after)) == worded


@pytest.mark.parametrize(("room", "worded"), [("10", "20 → 70 %"), (None, "2 → 7 t"), ("0", "2 → 7 t")])
def test_how_full_a_house_becomes_is_written_in_hours_where_there_is_no_share(room: str | None, worded: str) -> None:
    """Without any room it was written as a dash, before and after."""
    limit = None if room is None else Decimal(room)
    before, after = (Figures(room=limit, load=Decimal(hours)) for hours in (2, 7))
    assert figures.change(before, after) == worded


def test_nothing_known_is_a_dash() -> None:
    assert [figures.share(None), figures.hours(None), figures.kroner(None)] == ["–", "–", "–"]


def test_percent_of_absence() -> None:
    assert figures.percentage(Decimal("14.5")) == "14,5 %"


@pytest.mark.parametrize(
    ("value", "danish", "english"),
    [("2933", "2.933 kr.", "DKK 2,933"), ("2933.50", "2.933,50 kr.", "DKK 2,933.50"), ("0", "0 kr.", "DKK 0")],
)
def test_kroner(value: str, danish: str, english: str) -> None:
    assert figures.kroner(Decimal(value)) == danish
    locale.use("en")
    assert figures.kroner(Decimal(value)) == english


@pytest.mark.parametrize(
    ("value", "danish", "english"),
    [("2933", "2.933,00 kr.", "DKK 2,933.00"), ("0.005", "0,01 kr.", "DKK 0.01"), ("-12", "-12,00 kr.", "DKK -12.00")],
)
def test_kroner_in_a_column_have_their_ore(value: str, danish: str, english: str) -> None:
    """Amounts with and without øre were not aligned."""
    assert figures.kroner_in_column(Decimal(value)) == danish
    locale.use("en")
    assert figures.kroner_in_column(Decimal(value)) == english


def test_weeks_say_their_year_where_it_differs() -> None:
    assert figures.week("2027-W03") == "u. 3"
    assert figures.week("2026-W52", DAY) == "u. 52"
    assert figures.week("2027-W03", DAY) == "u. 3/2027"
    # 1 January 2027 is still in week 53 of 2026.
    assert figures.week("2026-W53", date(2027, 1, 1)) == "u. 53"
    locale.use("en")
    assert figures.week("2027-W03", DAY) == "week 3/2027"
    assert figures.week("whenever") == "whenever"


def test_counts() -> None:
    assert [figures.age(13), figures.months(1), figures.months(12), figures.days(1), figures.days(20)] == [
        "13 år", "1 måned", "12 måneder", "1 dag", "20 dage",
    ]  # fmt: skip
    assert [figures.events(1), figures.events(1170)] == ["1 hændelse", "1.170 hændelser"]
    assert [figures.minutes(45), figures.minutes(60), figures.minutes(80)] == ["45 min.", "1 t", "1 t 20 min."]


def test_a_single_day_is_one_date() -> None:
    """The list of a single meeting's decisions was "02.12.2026 – 02.12.2026"."""
    day = date(2026, 12, 2)
    assert figures.date_span(day, day) == "02.12.2026"
    assert figures.date_span(day, date(2026, 12, 9)) == "02.12.2026 – 09.12.2026"
    locale.use("en")
    assert figures.date_span(day, day) == "02/12/2026"


def test_periods_may_be_open() -> None:
    assert figures.period(date(2024, 2, 1), date(2024, 9, 30)) == "01.02.2024 – 30.09.2024"
    assert figures.period(date(2024, 2, 1), None) == "01.02.2024 –"
    assert figures.period(None, date(2024, 9, 30)) == "– 30.09.2024"


@pytest.mark.parametrize(
    ("count", "danish", "english"),
    [(1, "første", "first"), (2, "anden", "second"), (10, "tiende", "tenth"), (11, "11.", "11th"), (21, "21.", "21st"),
     (22, "22.", "22nd"), (23, "23.", "23rd"), (112, "112.", "112th")],
)  # fmt: skip
def test_ordinals_are_words_up_to_ten(count: int, danish: str, english: str) -> None:
    assert figures.ordinal(count) == danish
    locale.use("en")
    assert figures.ordinal(count) == english


def test_an_iso_date_is_rewritten_and_other_text_is_not() -> None:
    assert [figures.iso_date("2026-11-12"), figures.iso_date("soon")] == ["12.11.2026", "soon"]


def test_the_first_screen_does_without_babel() -> None:
    code = (
        "import sys, datetime as d; from decimal import Decimal as D;"
        "from kpcommittee.wording import cautions, events, figures as f, leaders;"
        "f.date_numeric(d.date(2026, 1, 2)); f.share(D('0.8')); f.hours(D(2)); f.kroner(D(3)); f.week('2027-W03');"
        "leaders.role('school'); sys.exit('babel' in sys.modules or 'jinja2' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    ("numbers", "worded"),
    [((), ""), ((3,), "3"), ((2, 3, 4, 7), "2–4, 7"), ((1, 2, 3, 5, 7, 8), "1–3, 5, 7–8"), ((9, 1, 2), "1–2, 9")],
)
def test_numbers_that_follow_each_other_are_one_run(numbers: tuple[int, ...], worded: str) -> None:
    assert figures.in_runs(numbers) == worded
