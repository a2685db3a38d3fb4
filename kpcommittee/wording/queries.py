"""Words queries for past decisions: what each term means, and what is wrong with an invalid one."""

from collections.abc import Iterable, Mapping

from kpcommittee.convert.issues import nearest
from kpcommittee.domain.committee import Config
from kpcommittee.domain.review.grammar import ENDINGS, OUTCOMES, TERMS_BY_NAME, YES_NO, Flaw, FlawCode, Term, spell
from kpcommittee.locale import N_, _, current
from kpcommittee.wording import catalogues, states
from kpcommittee.wording.names import Names
from kpcommittee.wording.stories import ending

_SHOWN, _LISTED = 60, 12
"""The most characters of a term, and the most known words, that a sentence repeats."""

HOLDS: Mapping[str, str] = {
    "klub": N_("the provider: an id, a name or part of one"),
    "problem": N_("a problem, by its code or name"),
    "distrikt": N_("the child's district, by its id or name"),
    "udfald": N_("the outcome"),
    "udsat": N_("whether the case was postponed, then or earlier"),
    "afveg": N_("whether the committee departed"),
    "enig": N_("whether all who took part agreed to the placement"),
    "afsluttet": N_("how the placement ended"),
    "alder": N_("the age at the meeting, such as 12, 12-15 or >12"),
    "ventet": N_("the days from the grant to the meeting, such as >14"),
    "aar": N_("the year of the meeting"),
    "fra": N_("from a year, month or day on"),
    "til": N_("up to and including a year, month or day"),
    "sag": N_("the case number or its beginning"),
    "uden": N_("without these cases, with commas between"),
    "barn": N_("the child's initials or name"),
    "person": N_("the contact person's id or name"),
}
"""What each term of a query means."""

ORDERS: Mapping[str, str] = {
    "newest": N_("newest first"),
    "oldest": N_("oldest first"),
    "case": N_("by case number"),
    "child": N_("youngest child first"),
    "waited": N_("longest wait first"),
    "provider": N_("by provider"),
}
_UNREADABLE = N_("“{word}” cannot be read")
PROBLEMS: Mapping[FlawCode, str] = {
    "unknown_term": N_("there is no term {value}:"),
    "unknown_value": N_("“{word}” matches nothing known"),
    "no_value": N_("after {term}: something is missing"),
    "bad_number": _UNREADABLE,
    "numbers_reversed": _UNREADABLE,
    "bad_day": _UNREADABLE,
    "no_such_day": _UNREADABLE,
    "days_reversed": N_("“{word}” leaves no day"),
    "too_long": N_("the query is too long"),
    "nothing_searched": N_("“{word}” searches for nothing"),
}
_REMEDIES: Mapping[FlawCode, str] = {
    "unknown_term": N_("The terms are {known}."),
    "unknown_value": N_("Known: {known}."),
    "no_value": N_("Write it without a space, such as {term}:{example}."),
    "bad_number": N_("Expected: a number or two, such as {term}:{example}."),
    "numbers_reversed": N_("Expected: the smaller number first, such as {term}:{example}."),
    "bad_day": N_("Expected: a year, month or day, such as 2026, 2026-01, 2026-01-31 or 31-01-2026."),
    "no_such_day": N_("Expected: a date that exists."),
    "days_reversed": N_("Leave one of the dates out, or change it."),
    "too_long": N_("Write some words or terms of it."),
    "nothing_searched": N_("Write a word or a number, or nothing to list everything."),
}


def holds(term: str) -> str:
    """Say what a term of a query means."""
    return _(HOLDS[term])


def example(term: str, config: Config) -> str:
    """Return a term with a value known to the workspace, as it may be typed: `klub:øst`, `problem:autisme`."""
    names: Mapping[str, Iterable[str]] = {
        "klub": (provider.name.split()[-1] for provider in config.providers),
        "problem": sorted((catalogues.problem(problem.code, config) for problem in config.problems), key=len),
        "distrikt": (district.name for district in config.districts),
        "udfald": (states.case_state("placed"),),
    }
    first_name = next(iter(names.get(term, ())), "").lower()
    return f"{_term_as_typed(term)}:{spell(first_name or _example_of(TERMS_BY_NAME[term]))}"


def _term_as_typed(name: str) -> str:
    """Return a name of a term in the current language; both languages are understood in each."""
    return (name, *TERMS_BY_NAME[name].also)[-1] if current() == "en" else name


def _example_of(term: Term) -> str:
    """Return a value of a term in the current language: `ja` or `yes`, `tidligt` or `early`."""
    codes = (code for code, names in {**YES_NO, **ENDINGS}.items() if term.example in names)
    return next(codes, term.example) if current() == "en" else term.example


FACETS: Mapping[str, str] = {
    "udfald": N_("Outcome"),
    "klub": N_("Provider"),
    "problem": N_("Problem"),
    "distrikt": N_("District"),
    "afveg": N_("Departure"),
    "enig": N_("Agreement"),
    "udsat": N_("Postponed"),
    "afsluttet": N_("Ended"),
    "aar": N_("Year"),
}
"""Term → what its values have in common, as a heading."""


def facet(term: str) -> str:
    """Name what the values of a term have in common."""
    return _(FACETS[term])


def order(name: str) -> str:
    """Say how decisions are sorted."""
    return _(ORDERS[name])


def value_name(term: str, value: str, config: Config) -> str:
    """Name a value of a term."""
    names = Names(config)
    lookups = {
        "klub": names.provider,
        "problem": names.problem,
        "distrikt": names.district,
        "udfald": states.case_state,
    }
    lookups |= {"afsluttet": ending}
    if term in lookups:
        return lookups[term](value)
    return _(_ANSWERS[term][value]) if term in _ANSWERS else value


_ANSWERS: Mapping[str, Mapping[str, str]] = {
    "afveg": {"ja": N_("departed"), "nej": N_("did not depart")},
    "enig": {"ja": N_("agreement"), "nej": N_("dissent")},
    "udsat": {"ja": N_("postponed"), "nej": N_("never postponed")},
}


def flaw_text(flaw: Flaw) -> str:
    """Say what is wrong with a term, without a full stop."""
    text = _(PROBLEMS[flaw.code])
    term = _term_as_typed(flaw.term.name) if flaw.term else ""
    return text.format(word=flaw.word[:_SHOWN], value=flaw.value[:_SHOWN], term=term)


def flaw_remedy(flaw: Flaw) -> str:
    """Say what to do about it: name the nearest known value, else the known ones."""
    near = nearest(flaw.value, flaw.similar)
    if near:
        colon = ":" if flaw.code == "unknown_term" else ""
        return _("Is {nearest} meant?").format(nearest=f"{spell(near)}{colon}")
    is_term = flaw.code == "unknown_term"
    terms = [f"{_term_as_typed(name)}:" if is_term else _as_typed(name) for name in flaw.known]
    if flaw.term and len(terms) > _LISTED:
        terms[_LISTED:] = ["…"]
    listed = ", ".join(terms)
    term, example = (_term_as_typed(flaw.term.name), _example_of(flaw.term)) if flaw.term else ("", "")
    return _(_REMEDIES[flaw.code]).format(known=listed or _("none yet"), term=term, example=example)


def _as_typed(value: str) -> str:
    """Return a value as it is typed: codes in Danish as Danish words."""
    spellings = {**YES_NO, **OUTCOMES, **ENDINGS}.get(value) if current() == "da" else None
    return spell(spellings[0]) if spellings else value
