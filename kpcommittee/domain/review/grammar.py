"""The grammar of queries: `klub:oest alder:12-15 fra:2026-01 "words together"` becomes terms that must all hold."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace
from datetime import date
from typing import Literal

from kpcommittee.domain.calendar import DAY, add_months, danish_date
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.review.query import Among, Between, Facet, Number, Query, Vocabulary

Names = Mapping[str, tuple[str, ...]]
"""A value → its names."""

Kind = Literal["part", "name", "number", "day", "text", "list"]


@immutable
class Term:
    """A term: its name, which the contract fixes, and how its value is read."""

    name: str
    also: tuple[str, ...] = ()
    """Its other names."""
    kind: Kind
    """Part of a name, a whole name or code, a number, a day, any text, or a list of texts."""
    into: Facet | Number | Literal["since", "until", "year", "numbers", "without", "children", "people"]
    """The field of the query that it becomes."""
    example: str


TERMS: tuple[Term, ...] = (
    Term(name="klub", also=("provider",), kind="part", into="provider", example="oest"),
    Term(name="problem", kind="name", into="problem", example="school"),
    Term(name="distrikt", also=("district",), kind="name", into="district", example="oest"),
    Term(name="udfald", also=("outcome",), kind="name", into="outcome", example="placeret"),
    Term(name="udsat", also=("postponed",), kind="name", into="postponed", example="ja"),
    Term(name="afveg", also=("departed",), kind="name", into="departed", example="ja"),
    Term(name="enig", also=("agreed",), kind="name", into="agreed", example="nej"),
    Term(name="afsluttet", also=("ended",), kind="name", into="ended", example="tidligt"),
    Term(name="alder", also=("age",), kind="number", into="age", example="12-15"),
    Term(name="ventet", also=("waited",), kind="number", into="waited", example=">14"),
    Term(name="aar", also=("år", "year"), kind="day", into="year", example="2026"),
    Term(name="fra", also=("from",), kind="day", into="since", example="2026-01"),
    Term(name="til", also=("until",), kind="day", into="until", example="2026-06-30"),
    Term(name="sag", also=("case",), kind="text", into="numbers", example="2026-04"),
    Term(name="uden", also=("without",), kind="list", into="without", example="2026-0412"),
    Term(name="barn", also=("child",), kind="text", into="children", example="A.K."),
    Term(name="person", also=("staff",), kind="text", into="people", example="mette"),
)
"""All terms of a query, in the order in which they are explained."""

TERMS_BY_NAME = {name: term for term in TERMS for name in (term.name, *term.also)}

YES_NO: Names = {"yes": ("ja", "yes"), "no": ("nej", "no")}
OUTCOMES: Names = {
    "placed": ("placeret",),
    "in_principle": ("princip", "in principle"),
    "postponed": ("udsat",),
    "returned": ("tilbage", "returneret"),
    "withdrawn": ("trukket",),
}
ENDINGS: Names = {
    "planned": ("planlagt",),
    "early": ("tidligt", "før tid"),
    "moved": ("flyttet",),
    "renewed": ("forlænget",),
}

FlawCode = Literal[
    "unknown_term", "unknown_value", "no_value", "bad_number", "numbers_reversed", "bad_day", "no_such_day",
    "days_reversed", "too_long", "nothing_searched",
]  # fmt: skip


@immutable
class Flaw:
    """Why a term cannot be read."""

    code: FlawCode
    word: str
    """The whole term as written."""
    term: Term | None = None
    value: str = ""
    known: tuple[str, ...] = ()
    """What could be meant instead."""
    similar: tuple[str, ...] = ()
    """All of its spellings, and the words of those of which a part is enough."""


@immutable
class Token:
    """A word of a query, or a term with its value; quoted text is one word."""

    text: str
    start: int
    """Where it begins in the query."""
    key: str | None
    """The part before the colon; None for a word."""
    value: str


@immutable
class ParsedQuery:
    """A query, and what in it could not be read."""

    query: Query = field(default_factory=Query)
    flaws: tuple[Flaw, ...] = ()


_TOKEN = re.compile(r'(?:([^\W\d_]+):)?("[^"]*"?|\S*)')
_NUMBERS = re.compile(r"(\d{1,4})(?:-(\d{1,4}))?")
_COMPARED = re.compile(r"(>=|<=|>|<)(\d{1,4})")
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


def tokens(text: str) -> tuple[Token, ...]:
    """Split a query into its words and terms."""
    return tuple(
        Token(text=match[0], start=match.start(), key=match[1], value=match[2].strip('"').strip())
        for match in _TOKEN.finditer(text)
        if match[0]
    )


LONGEST = 1_000
"""The most characters of a query."""


def parse(text: str, vocabulary: Vocabulary) -> ParsedQuery:
    """Parse a query; a term with a flaw is left out."""
    if len(text) > LONGEST:
        return ParsedQuery(flaws=(Flaw(code="too_long", word=text),))
    parsed, query_tokens = ParsedQuery(), tokens(text)
    for token in query_tokens:
        parsed = _add_token(parsed, token, vocabulary)
    if query_tokens and not parsed.flaws and not any(char.isalnum() for token in query_tokens for char in token.value):
        # A search without letters and digits would match every decision.
        return ParsedQuery(flaws=(Flaw(code="nothing_searched", word=text.strip()),))
    return parsed


def fold_name(text: str) -> str:
    """Return the text as names are compared: in lower case, `øst` as `oest`, without accents."""
    plain = text.casefold().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    return "".join(char for char in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(char))


def term_named(name: str) -> Term | None:
    """Return the term of that name; None if there is none."""
    return TERMS_BY_NAME.get(unicodedata.normalize("NFC", name.casefold()))


def spell(value: str) -> str:
    """Return a value as written in a query: quoted if it contains a space."""
    return f'"{value}"' if " " in value else value


def names_for(term: Term, vocabulary: Vocabulary) -> Names:
    """Return the possible values of a term with their names; empty if any value is possible."""
    names_by_kind: Mapping[str, Names] = {
        "provider": vocabulary.providers,
        "problem": vocabulary.problems,
        "district": vocabulary.districts,
        "outcome": OUTCOMES,
        "ended": ENDINGS,
        **dict.fromkeys(("postponed", "departed", "agreed"), YES_NO),
    }
    return names_by_kind.get(term.into, {})


def matching_values(value: str, names: Names, *, part: bool) -> frozenset[str]:
    """Return the values meant by a whole value or name, else by a part of it if that is allowed."""
    folded_value = fold_name(value)
    spellings = {code: tuple(map(fold_name, (code, *names[code]))) for code in names}
    exact = frozenset(code for code, names_of in spellings.items() if folded_value in names_of)
    if exact or not part:
        return exact
    return frozenset(code for code, names_of in spellings.items() if any(folded_value in name for name in names_of))


def _add_token(parsed: ParsedQuery, token: Token, vocabulary: Vocabulary) -> ParsedQuery:
    """Add one word or term."""
    if token.key is None:
        return replace(parsed, query=_add_text(parsed.query, "words", token.value))
    term = term_named(token.key)
    if term is None:
        term_names = tuple(term.name for term in TERMS)
        flaw = Flaw(
            code="unknown_term", word=token.text, value=token.key, known=term_names, similar=tuple(TERMS_BY_NAME)
        )
        return replace(parsed, flaws=(*parsed.flaws, flaw))
    if not token.value:
        flaw = Flaw(code="no_value", word=token.text, term=term, known=tuple(names_for(term, vocabulary)))
        return replace(parsed, flaws=(*parsed.flaws, flaw))
    added = _READERS[term.kind](parsed.query, term, token, vocabulary)
    if isinstance(added, Flaw):
        return replace(parsed, flaws=(*parsed.flaws, added))
    return replace(parsed, query=added)


def _add_text(query: Query, name: str, value: str) -> Query:
    return replace(query, **{name: (*getattr(query, name), value)}) if value else query  # type: ignore[arg-type]


def _read_text(query: Query, term: Term, token: Token, _vocabulary: Vocabulary) -> Query | Flaw:
    return _add_text(query, term.into, token.value)


def _read_list(query: Query, term: Term, token: Token, _vocabulary: Vocabulary) -> Query | Flaw:
    for value in token.value.split(","):
        query = _add_text(query, term.into, value.strip())
    return query


def _read_name(query: Query, term: Term, token: Token, vocabulary: Vocabulary) -> Query | Flaw:
    names = names_for(term, vocabulary)
    values = frozenset[str]()
    for value in filter(None, token.value.split(",")):
        matches = matching_values(value, names, part=term.kind == "part")
        if not matches:
            return unknown_flaw(term, token.text, value, names)
        values |= matches
    return replace(query, among=(*query.among, Among(term.into, values)))  # type: ignore[arg-type]


def unknown_flaw(term: Term, word: str, value: str, names: Names) -> Flaw:
    """Return the flaw of an unknown value."""
    spellings = [*names, *(name for value in names for name in names[value])]
    if term.kind != "name":
        spellings += [part for spelling in spellings for part in re.split(r"[\W_]+", spelling)]
    by_folded: dict[str, str] = {}
    for spelling in spellings:
        by_folded.setdefault(spelling.casefold(), spelling)
    similar = tuple(by_folded.values())
    return Flaw(code="unknown_value", word=word, term=term, value=value, known=tuple(names), similar=similar)


def _read_number(query: Query, term: Term, token: Token, _vocabulary: Vocabulary) -> Query | Flaw:
    if compared := _COMPARED.fullmatch(token.value):
        limit = int(compared[2])
        bounds: Mapping[str, tuple[int, int | None]] = {
            ">": (limit + 1, None), ">=": (limit, None), "<": (-_MAX_DAYS, limit - 1), "<=": (-_MAX_DAYS, limit),
        }  # fmt: skip
        least, greatest = bounds[compared[1]]
    elif both := _NUMBERS.fullmatch(token.value):
        least, greatest = int(both[1]), int(both[2] or both[1])
        if greatest < least:
            return Flaw(code="numbers_reversed", word=token.text, term=term)
    else:
        return Flaw(code="bad_number", word=token.text, term=term)
    return replace(query, between=(*query.between, Between(term.into, least, greatest)))  # type: ignore[arg-type]


_MAX_DAYS = 100_000
"""More days than any case waited, before its grant or after it."""


def _read_day(query: Query, term: Term, token: Token, _vocabulary: Vocabulary) -> Query | Flaw:
    period = _period(token, term)
    if isinstance(period, Flaw):
        return period
    first, last = period
    since, until = query.since, query.until
    if term.into in ("since", "year"):
        since = max(since or first, first)
    if term.into in ("until", "year"):
        until = min(until or last, last)
    if since and until and until < since:
        return Flaw(code="days_reversed", word=token.text, term=term)
    return replace(query, since=since, until=until)


def _period(token: Token, term: Term) -> tuple[date, date] | Flaw:
    """Read a year, a month or a day as its first and its last day."""
    match, danish = _DAY.fullmatch(token.value), danish_date(token.value)
    if match is None and danish is None:
        return Flaw(code="bad_day", word=token.text, term=term)
    year, month, day = danish or (int(part) if part else None for part in (match.groups() if match else ()))
    try:
        first = date(year or 0, month or 1, day or 1)
    except ValueError:
        return Flaw(code="no_such_day", word=token.text, term=term)
    return first, first if day else add_months(first, 1 if month else 12) - DAY


_Reader = Callable[[Query, Term, Token, Vocabulary], Query | Flaw]
_READERS: Mapping[Kind, _Reader] = {
    "part": _read_name,
    "name": _read_name,
    "number": _read_number,
    "day": _read_day,
    "text": _read_text,
    "list": _read_list,
}


def vocabulary_of(pairs: Iterable[tuple[str, str]]) -> Names:
    """Group names by the value they belong to."""
    grouped: dict[str, tuple[str, ...]] = {}
    for value, name in pairs:
        if name not in grouped.get(value, ()):
            grouped[value] = (*grouped.get(value, ()), name)
    return grouped
