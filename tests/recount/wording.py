"""Figures as they are printed in either language, written down once more."""

from datetime import date
from decimal import Decimal
from math import ceil

NONE = "–"
HALF = Decimal("0.5")


def number(value: Decimal, language: str, places: int = 2) -> str:
    """At most so many decimals, half up, without trailing zeros."""
    parts = int(abs(value) * 10**places + HALF)
    whole, part = divmod(parts, 10**places)
    text = f"{whole:,}" + (f".{part:0{places}}".rstrip("0") if part else "")
    text = ("-" if value < 0 and parts else "") + text
    return text if language == "en" else text.translate(str.maketrans(",.", ".,"))


def hours(value: Decimal | None, language: str) -> str:
    """Hours, or a dash."""
    return NONE if value is None else number(value, language)


def alike(before: Decimal | None, after: Decimal | None, language: str) -> str:
    """Two hours beside each other with as many decimals as the one that has more; empty if unknown."""
    if before is None or after is None:
        return ""
    texts = [number(value, language) for value in (before, after)]
    point = "." if language == "en" else ","
    places = max(len(text.partition(point)[2]) for text in texts)
    return " → ".join(_filled(text, point, places) for text in texts)


def _filled(text: str, point: str, places: int) -> str:
    whole, _point, part = text.partition(point)
    return f"{whole}{point}{part.ljust(places, '0')}" if places else whole


def share(value: Decimal | None, language: str) -> str:
    """Whole per cent; what is nearly full is never called 100."""
    if value is None:
        return NONE
    percent = value * 100
    whole = Decimal(int(percent + HALF))
    if whole == 100 and percent != 100:
        tenths = percent * 10
        whole = Decimal(ceil(tenths) if percent > 100 else int(tenths)) / 10
    return number(whole, language) + " %"


def day(value: date, language: str) -> str:
    """A date in figures."""
    return f"{value:%d/%m/%Y}" if language == "en" else f"{value:%d.%m.%Y}"
