"""Dates, hours, shares and money as the language that is spoken now writes them.

What the first screen needs is formatted here; the names of months and days come from Babel, which is imported when
the first of them is asked for.
"""

import datetime as dt
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from types import MappingProxyType

from kpcommittee.locale import _, current, ngettext

NONE = "–"
"""What stands where there is no number."""

_ONE = Decimal(1)
_TENTH = Decimal("0.1")
_HUNDREDTH = Decimal("0.01")
_DANISH = MappingProxyType({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}", "é": "e", "è": "e", "ü": "y", "ð": "d"})
"""`{`, `|` and `}` follow `z`, as æ, ø and å do."""


def date_numeric(day: dt.date) -> str:
    """`12.11.2026` · `12/11/2026`; needs no Babel."""
    return f"{day:%d/%m/%Y}" if current() == "en" else f"{day:%d.%m.%Y}"


date_short = date_numeric


def date_weekday(day: dt.date) -> str:
    """`ons. 2. dec. 2026` · `Wed 2 Dec 2026`."""
    return _babel(day, "EEE d. MMM y", "EEE d MMM y")


def date_weekday_long(day: dt.date) -> str:
    """`onsdag den 2. december 2026` · `Wednesday 2 December 2026`."""
    return _babel(day, "EEEE 'den' d. MMMM y", "EEEE d MMMM y")


def time(moment: dt.datetime | dt.time) -> str:
    """`09.05` · `09:05`."""
    return f"{moment:%H:%M}" if current() == "en" else f"{moment:%H.%M}"


def moment(at: dt.datetime) -> str:
    """`12.11.2026 kl. 09.05` · `12/11/2026 at 09:05`."""
    return _("{date} at {time}").format(date=date_numeric(at.date()), time=time(at))


def iso_date(text: str) -> str:
    """An ISO date as the language writes it; another text as it is."""
    try:
        return date_numeric(dt.date.fromisoformat(text))
    except ValueError:
        return text


def period(first: dt.date | None, last: dt.date | None) -> str:
    """`01.02.2024 – 30.09.2024`, with an open end where one is unknown."""
    return " ".join(part for part in (_day(first), NONE, _day(last)) if part)


def number(value: Decimal | int, places: int = 2) -> str:
    """A number with at most so many decimals, rounded half up, without trailing zeros."""
    rounded = Decimal(value).quantize(_ONE.scaleb(-places), ROUND_HALF_UP)
    text = f"{rounded:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    text = "0" if text == "-0" else text
    return text if current() == "en" else text.translate(str.maketrans(",.", ".,"))


def hours(value: Decimal | None) -> str:
    """`4,4` · `4.4`: at most two decimals, which every quarter of an hour fits in."""
    return NONE if value is None else number(value)


def hours_a_week(value: Decimal | None) -> str:
    """`4,4 t/uge` · `4.4 h/week`."""
    return _("{hours} h/week").format(hours=hours(value))


def share(value: Decimal | None) -> str:
    """`87 %` · `87%`; only what is exactly full is 100, so that the number never hides a limit that is passed."""
    if value is None:
        return NONE
    percent = value * 100
    whole = percent.quantize(_ONE, ROUND_HALF_UP)
    if whole == 100 != percent:
        whole = percent.quantize(_TENTH, ROUND_UP if percent > 100 else ROUND_DOWN)
    return percentage(whole)


def percentage(value: Decimal) -> str:
    """`22,5 %` · `22.5%`, from percent."""
    return _("{number} %").format(number=number(value))


def percentage_tenths(tenths: int) -> str:
    """`65,0 %` · `65.0%`, from tenths of a percent: always with its decimal, since such shares add up to 100."""
    whole, tenth = divmod(tenths, 10)
    point = "." if current() == "en" else ","
    return _("{number} %").format(number=f"{whole}{point}{tenth}")


def kroner(value: Decimal | None) -> str:
    """`2.933 kr.` · `DKK 2,933`; øre only where there are some."""
    if value is None:
        return NONE
    amount = value.quantize(_HUNDREDTH, ROUND_HALF_UP)
    text = number(amount, 0) if amount == amount.to_integral_value() else _with_ore(amount)
    return _("DKK {amount}").format(amount=text)


def week(iso: str, beside: dt.date | None = None) -> str:
    """`2027-W03` → `u. 3` · `week 3`, with its year where that is another than that of the day beside it."""
    year, _dash, digits = iso.partition("-W")
    if not digits.isdigit():
        return iso
    if beside is None or beside.isocalendar().year == int(year):
        return _("week {week}").format(week=int(digits))
    return _("week {week} of {year}").format(week=int(digits), year=year)


def age(years: int) -> str:
    """`13 år` · `13 years`."""
    return ngettext("{n} year", "{n} years", years).format(n=years)


def months(count: int) -> str:
    """`12 måneder` · `12 months`."""
    return ngettext("{n} month", "{n} months", count).format(n=count)


def days(count: int) -> str:
    """`20 dage` · `20 days`."""
    return ngettext("{n} day", "{n} days", count).format(n=count)


def minutes(count: int) -> str:
    """`1 t 20 min.` · `1 h 20 min`."""
    whole, rest = divmod(count, 60)
    if not whole:
        return _("{n} min").format(n=rest)
    return _("{hours} h {n} min").format(hours=whole, n=rest) if rest else _("{hours} h").format(hours=whole)


def ordinal(count: int) -> str:
    """`2.` · `2nd`."""
    if current() != "en":
        return f"{count}."
    ending = "th" if count % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return f"{count}{ending}"


def danish_key(text: str) -> str:
    """What Danish sorts by: æ, ø, å after z, aa as å, upper and lower case alike."""
    return "".join(_DANISH.get(char, char) for char in text.casefold().replace("aa", "å"))


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
