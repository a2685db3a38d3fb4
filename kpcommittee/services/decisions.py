"""Searches past decisions by terms that must all match, and shows one of them in full."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from kpcommittee.documents.builder import minutes_of
from kpcommittee.documents.markdown import render_minutes
from kpcommittee.domain.calendar import DAY, add_months
from kpcommittee.errors import UsageError
from kpcommittee.locale import _
from kpcommittee.views.page import Page
from kpcommittee.wording import figures, words
from kpcommittee.wording.names import Names

if TYPE_CHECKING:
    from kpcommittee.domain.committee import Config
    from kpcommittee.services.session import Session
    from kpcommittee.store.records import HistoryQuery, HistoryRow


def minutes_item(session: "Session", row: "HistoryRow") -> str:
    """Return the item of the minutes that contains the decision, in Markdown."""
    markdown = render_minutes(minutes_of(session.store.meeting(row.meeting)))
    return item_in(markdown, row.case_number)


def item_in(markdown: str, case_number: str) -> str:
    """Extract the item of that case, from its heading to the next; all of the text if there is none."""
    lines = markdown.splitlines()
    heads = [place for place, line in enumerate(lines) if line.startswith("#")]
    plain = [line.replace("\\", "") for line in lines]
    for place, following in zip(heads, [*heads[1:], len(lines)], strict=True):
        if lines[place].startswith("###") and f" {case_number} " in f"{plain[place]} ":
            return "\n".join(lines[place:following])
    return markdown


def history_answer(rows: "Sequence[HistoryRow]") -> list[dict[str, Any]]:
    """Answer `history --json`, newest first."""
    return [
        {
            "date": row.date.isoformat(),
            "case_number": row.case_number,
            "district": row.district,
            "age": row.age,
            "problems": list(row.problems),
            "outcome": row.outcome,
            "provider": row.provider,
            "staff": row.staff,
            "followed_recommendation": row.followed_recommendation,
            "departures": list(row.departures),
            "dissent": list(row.dissent),
            "version": row.version,
        }
        for row in rows
    ]


def history_text(rows: "Sequence[HistoryRow]", config: "Config") -> str:
    """Lay past decisions out, one line each with its reason below."""
    page, names = Page(), Names(config)
    for row in rows:
        outcome = words.case_state(row.outcome)
        whom = _BETWEEN.join(part for part in (outcome, row.provider_name, row.staff_name) if part)
        cells = [
            (figures.date_numeric(row.date), 10),
            (row.case_number, 16),
            (figures.age(row.age), 6),
            (names.district(row.district), 8),
            (whom, 36),
        ]
        page.row(cells)
        for remark in (row.reason, row.missing):
            if remark:
                page.field("", remark)
    if not rows:
        page.text(_("No past decision fits."))
    return str(page).rstrip("\n")


_BETWEEN = " · "
_YES_NO = {"ja": True, "nej": False, "yes": True, "no": False}
_ALIASES = {
    "klub": "klub",
    "provider": "klub",
    "problem": "problem",
    "udsat": "udsat",
    "postponed": "udsat",
    "afveg": "afveg",
    "departed": "afveg",
    "alder": "alder",
    "age": "alder",
    "fra": "fra",
    "from": "fra",
    "til": "til",
    "until": "til",
}
_AGES = re.compile(r"(\d{1,3})(?:-(\d{1,3}))?")
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


@dataclass(slots=True)
class _Terms:
    """The terms of a query while it is being parsed."""

    provider: str | None = None
    problem: str | None = None
    postponed: bool | None = None
    departed: bool | None = None
    ages: tuple[int, int] | None = None
    since: date | None = None
    until: date | None = None
    words: tuple[str, ...] = ()


def history(session: "Session", query: str = "", limit: int | None = None) -> "tuple[HistoryRow, ...]":
    """Find the past decisions that match every term of the query, newest first.

    Raises:
        UsageError: a term cannot be read.
    """
    return session.store_to_read.search(parse_query(query, limit))


def parse_query(query: str, limit: int | None = None) -> "HistoryQuery":
    """Parse a query such as `klub:oest udsat:ja alder:12-15 fra:2026-01 words`.

    Raises:
        UsageError: a term cannot be read.
    """
    from kpcommittee.store.records import HistoryQuery  # noqa: PLC0415 (not needed to paint)

    terms = _Terms()
    for word in query.split():
        key, colon, value = word.partition(":")
        name = _ALIASES.get(key.casefold()) if colon else None
        if name is None:
            terms.words = (*terms.words, word)
        else:
            _read_term(terms, name, value, word)
            if terms.since and terms.until and terms.until < terms.since:
                raise _unreadable(word, _("a til: that is not before fra:"))
    return HistoryQuery(
        provider=terms.provider,
        problem=terms.problem,
        postponed=terms.postponed,
        departed=terms.departed,
        ages=terms.ages,
        since=terms.since,
        until=terms.until,
        words=terms.words,
        limit=limit,
    )


def _read_term(terms: _Terms, name: str, value: str, word: str) -> None:
    if name == "klub":
        terms.provider = value
    elif name == "problem":
        terms.problem = value
    elif name == "udsat":
        terms.postponed = _yes_no(value, word)
    elif name == "afveg":
        terms.departed = _yes_no(value, word)
    elif name == "alder":
        terms.ages = _ages(value, word)
    elif name == "fra":
        terms.since = _first_day(value, word)
    else:
        terms.until = _last_day(value, word)


def _yes_no(value: str, word: str) -> bool:
    if value.casefold() not in _YES_NO:
        raise _unreadable(word, _("ja or nej"))
    return _YES_NO[value.casefold()]


def _ages(value: str, word: str) -> tuple[int, int]:
    match = _AGES.fullmatch(value)
    if match is None:
        raise _unreadable(word, _("an age or two, such as alder:12-15"))
    youngest, oldest = int(match[1]), int(match[2] or match[1])
    if oldest < youngest:
        raise _unreadable(word, _("the youngest age first, such as alder:12-15"))
    return youngest, oldest


def _first_day(value: str, word: str) -> date:
    year, month, day = _parts(value, word)
    return _date(year, month or 1, day or 1, word)


def _last_day(value: str, word: str) -> date:
    year, month, day = _parts(value, word)
    first = _date(year, month or 1, day or 1, word)
    return first if day else add_months(first, 1 if month else 12) - DAY


def _parts(value: str, word: str) -> tuple[int, int | None, int | None]:
    match = _DAY.fullmatch(value)
    if match is None:
        raise _unreadable(word, _("a year, month or day, such as 2026, 2026-01 or 2026-01-31"))
    year, month, day = match.groups()
    return int(year), int(month) if month else None, int(day) if day else None


def _date(year: int, month: int, day: int, word: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise _unreadable(word, _("a date that exists")) from None


def _unreadable(word: str, expected: str) -> UsageError:
    return UsageError(
        _("“{word}” cannot be read").format(word=word[:60]), _("Expected: {expected}.").format(expected=expected)
    )
