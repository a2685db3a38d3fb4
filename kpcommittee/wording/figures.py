"""Writes dates, hours, shares and money in the current language.

Only names of months and days need Babel, which the first screen does without: it is imported late.
"""

import datetime as dt
from collections.abc import Iterable
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from typing import TYPE_CHECKING

from kpcommittee.locale import N_, _, current, ngettext

if TYPE_CHECKING:
    from kpcommittee.domain.capacity.balance import Figures

NONE = "–"
"""Shown in place of a missing number."""

_ONE = Decimal(1)
_TENTH = Decimal("0.1")
_HUNDREDTH = Decimal("0.01")


def date_numeric(day: dt.date) -> str:
    """Write a date: `12.11.2026` · `12/11/2026`; needs no Babel."""
    return f"{day:%d/%m/%Y}" if current() == "en" else f"{day:%d.%m.%Y}"


def date_weekday(day: dt.date) -> str:
    """Write a date with its weekday: `ons. 2. dec. 2026` · `Wed 2 Dec 2026`."""
    return _babel(day, "EEE d. MMM y", "EEE d MMM y")


def date_weekday_long(day: dt.date) -> str:
    """Write a date in full: `onsdag den 2. december 2026` · `Wednesday 2 December 2026`."""
    return _babel(day, "EEEE 'den' d. MMMM y", "EEEE d MMMM y")


def date_long(day: dt.date) -> str:
    """Write a date in words: `2. december 2026` · `2 December 2026`."""
    return _babel(day, "d. MMMM y", "d MMMM y")


def time(moment: dt.datetime | dt.time) -> str:
    """Write a time: `09.05` · `09:05`."""
    return f"{moment:%H:%M}" if current() == "en" else f"{moment:%H.%M}"


def moment(at: dt.datetime) -> str:
    """Write a date and time: `12.11.2026 kl. 09.05` · `12/11/2026 at 09:05`."""
    return _("{date} at {time}").format(date=date_numeric(at.date()), time=time(at))


def iso_date(text: str) -> str:
    """Write an ISO date in the current language; return any other text unchanged."""
    try:
        return date_numeric(dt.date.fromisoformat(text))
    except ValueError:
        return text


def period(first: dt.date | None, last: dt.date | None) -> str:
    """Write a period: `01.02.2024 – 30.09.2024`, without an unknown date."""
    return " ".join(part for part in (_day(first), NONE, _day(last)) if part)


def date_span(first: dt.date, last: dt.date) -> str:
    """Write the days from the first to the last; a single day is one date."""
    return date_numeric(first) if first == last else period(first, last)


def number(value: Decimal | int, places: int = 2) -> str:
    """Write a number with at most `places` decimals, rounded half up, without trailing zeros."""
    return _write_fixed(value, _decimals(value, places))


def in_column(value: Decimal | int, places: int) -> str:
    """Write a number with exactly `places` decimals, so that a column is aligned."""
    return _write_fixed(value, places)


def in_runs(numbers: Iterable[int]) -> str:
    """Write numbers, the smallest first; those that follow each other are one run: `1–3, 5`."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def _decimals(value: Decimal | int, most: int = 2) -> int:
    """Count the decimals of a number once it is rounded to `most` of them, without trailing zeros."""
    exponent = Decimal(value).quantize(_ONE.scaleb(-most), ROUND_HALF_UP).normalize().as_tuple().exponent
    assert isinstance(exponent, int), "a figure is finite"
    return max(0, -exponent)


def _write_fixed(value: Decimal | int, places: int) -> str:
    """Write a number with exactly `places` decimals, rounded half up."""
    rounded = Decimal(value).quantize(_ONE.scaleb(-places), ROUND_HALF_UP)
    text = f"{rounded or abs(rounded):,f}"
    return text if current() == "en" else text.translate(str.maketrans(",.", ".,"))


def hours(value: Decimal | None) -> str:
    """Write hours: `4,4` · `4.4`; two decimals are enough for a quarter of an hour."""
    return NONE if value is None else number(value)


def share_in_use(state: "Figures") -> str:
    """Write how much of a room is in use: its share, or hours without a limit or without any room."""
    return hours_a_week(state.used) if state.share is None else share(state.share)


def offer(before: Decimal | None, after: Decimal | None) -> str:
    """Write pedagogue hours left per enrolled child, before and after: `1,43 → 1,40 t/barn`; empty if unknown."""
    if before is None or after is None:
        return ""
    return _("{before} → {after} h/child").format_map(write_alike(before, after))


def write_alike(before: Decimal, after: Decimal) -> dict[str, str]:
    """Write two compared numbers with the same decimals: `1,43` and `1,40`, by `before` and `after`."""
    places = max(_decimals(before), _decimals(after))
    return {"before": _write_fixed(before, places), "after": _write_fixed(after, places)}


def hours_a_week(value: Decimal | None) -> str:
    """Write hours a week: `4,4 t/uge` · `4.4 h/week`."""
    return _("{hours} h/week").format(hours=hours(value))


def hours_set(hours_per_week: Decimal, granted: Decimal | None) -> str:
    """Write the hours a week of a decision: `5 t/uge`, or `4 af de bevilgede 5 t/uge` if fewer were set."""
    if granted is None:
        return hours_a_week(hours_per_week)
    text = _("{hours} of the granted {granted}")
    return text.format(hours=hours(hours_per_week), granted=hours_a_week(granted))


def share(value: Decimal | None) -> str:
    """Write a share: `87 %` · `87%`; only exactly 100 is written as 100, so that an exceeded limit shows."""
    if value is None:
        return NONE
    percent = value * 100
    rounded = percent.quantize(_ONE, ROUND_HALF_UP)
    if rounded == 100 != percent:
        rounded = percent.quantize(_TENTH, ROUND_UP if percent > 100 else ROUND_DOWN)
    return percentage(rounded)


def change(before: "Figures", after: "Figures") -> str:
    """Write how full a room is before and after: `68 → 86 %`, or `48 → 53 t` without a limit or without any room."""
    if after.share is None:
        return f"{hours(before.used)} → {_('{hours} h').format(hours=hours(after.used))}"
    return f"{share(before.share).rstrip(' %')} → {share(after.share)}"


def hours_free(value: Decimal) -> str:
    """Write hours that are left: `10,8 t fri`."""
    return _("{hours} h free").format(hours=hours(value))


def hours_free_of(value: Decimal, needed: Decimal) -> str:
    """Write hours that are left but too few: `4,25 t fri (behøver 6,25)`."""
    return _("{hours} h free (needs {needed})").format(hours=hours(value), needed=hours(needed))


def hours_over(value: Decimal) -> str:
    """Write hours over the limit: `1,2 t over`."""
    return _("{hours} h over").format(hours=hours(value))


def hours_left(after: "Figures") -> str:
    """Write the hours left: `10,8 t fri`, `0 t fri, 1,2 t over`; empty if no limit is set."""
    if after.free is None:
        return ""
    over = hours_over(after.over) if after.over else ""
    return ", ".join(part for part in (hours_free(after.free), over) if part)


def limit_from(room: Decimal | None, day: dt.date) -> str:
    """Write a limit and the day from which it holds: `grænse 15,6 t/uge fra 01.08.2027`."""
    text = _("no limit from {date}") if room is None else _("limit {hours} from {date}")
    return text.format(hours=hours_a_week(room), date=date_numeric(day))


def percentage(value: Decimal) -> str:
    """Write a percentage: `22,5 %` · `22.5%`."""
    return _("{number} %").format(number=number(value))


def percentage_tenths(tenths: int) -> str:
    """Write tenths of a percent: `65,0 %` · `65.0%`, always with the decimal, since these shares add up to 100."""
    percents, tenth = divmod(tenths, 10)
    point = "." if current() == "en" else ","
    return _("{number} %").format(number=f"{percents}{point}{tenth}")


def kroner(value: Decimal | None) -> str:
    """Write an amount: `2.933 kr.` · `DKK 2,933`, with øre only if there are any."""
    if value is None:
        return NONE
    amount = value.quantize(_HUNDREDTH, ROUND_HALF_UP)
    text = number(amount, 0) if amount == amount.to_integral_value() else _with_ore(amount)
    return _("DKK {amount}").format(amount=text)


def kroner_in_column(value: Decimal | None) -> str:
    """Write an amount with its øre, so that a column is aligned: `2.933,00 kr.` · `DKK 2,933.00`."""
    if value is None:
        return NONE
    return _("DKK {amount}").format(amount=_with_ore(value.quantize(_HUNDREDTH, ROUND_HALF_UP)))


def a_month(cost: Decimal) -> str:
    """Write a monthly cost in whole kroner, rounded half up: `5.113 kr./md.`."""
    return _("{amount} a month").format(amount=kroner(cost.quantize(_ONE, ROUND_HALF_UP)))


def week(iso: str, beside: dt.date | None = None) -> str:
    """Write an ISO week: `2027-W03` → `u. 3` · `week 3`, with its year if that differs from the year of `beside`."""
    year, _dash, digits = iso.partition("-W")
    if not digits.isdigit():
        return iso
    if beside is None or beside.isocalendar().year == int(year):
        return _("week {week}").format(week=int(digits))
    return _("week {week}/{year}").format(week=int(digits), year=year)


def age(years: int) -> str:
    """Write an age: `13 år` · `13 years`."""
    return ngettext("{n} year", "{n} years", years).format(n=years)


def months(count: int) -> str:
    """Write months: `12 måneder` · `12 months`."""
    return ngettext("{n} month", "{n} months", count).format(n=count)


def days(count: int) -> str:
    """Write days: `20 dage` · `20 days`."""
    return ngettext("{n} day", "{n} days", count).format(n=number(count))


def events(count: int) -> str:
    """Write a number of events: `1.170 hændelser` · `1,170 events`."""
    return ngettext("{n} event", "{n} events", count).format(n=number(count))


def minutes(count: int) -> str:
    """Write minutes: `1 t 20 min.` · `1 h 20 min`."""
    full_hours, rest = divmod(count, 60)
    if not full_hours:
        return _("{n} min").format(n=rest)
    return _("{hours} h {n} min").format(hours=full_hours, n=rest) if rest else _("{hours} h").format(hours=full_hours)


ORDINALS = (
    N_("first"), N_("second"), N_("third"), N_("fourth"), N_("fifth"),
    N_("sixth"), N_("seventh"), N_("eighth"), N_("ninth"), N_("tenth"),
)  # fmt: skip


def ordinal(count: int) -> str:
    """Write an ordinal, in a word up to ten: `anden`, `12.` · `second`, `12th`."""
    if 1 <= count <= len(ORDINALS):
        return _(ORDINALS[count - 1])
    if current() != "en":
        return f"{count}."
    ending = "th" if count % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return f"{count}{ending}"


def _with_ore(amount: Decimal) -> str:
    text = f"{amount:,.2f}"
    return text if current() == "en" else text.translate(str.maketrans(",.", ".,"))


def _day(day: dt.date | None) -> str:
    return date_numeric(day) if day else ""


def _babel(day: dt.date, danish: str, english: str) -> str:
    from babel.dates import format_date  # noqa: PLC0415 (26 ms that the first screen does without)

    if current() == "en":
        return str(format_date(day, english, locale="en_GB"))
    return str(format_date(day, danish, locale="da"))
