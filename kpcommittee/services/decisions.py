"""Searches past decisions by terms that must all match, and shows one of them in full."""

from dataclasses import replace
from typing import TYPE_CHECKING

from kpcommittee.documents.builder import minutes_of
from kpcommittee.documents.markdown import render_minutes
from kpcommittee.domain.review.grammar import Flaw, matching, parse, spellings, term_named, vocabulary_of
from kpcommittee.domain.review.past import PastDecision
from kpcommittee.domain.review.query import Query, Vocabulary
from kpcommittee.errors import UsageError
from kpcommittee.wording.queries import flaw_remedy, flaw_text

if TYPE_CHECKING:
    from kpcommittee.services.session import Session


def minutes_item(session: "Session", row: PastDecision) -> str:
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


def history(session: "Session", query: str = "", limit: int | None = None) -> tuple[PastDecision, ...]:
    """Find the past decisions that match every term of the query, newest first.

    Raises:
        UsageError: a term cannot be read, or names something that is not known.
    """
    terms = replace(parse_query(session, query), limit=limit)
    rows = session.store_to_read.search(terms)
    if not rows:
        _refuse_unknown_people(session, terms)
    return rows


def parse_query(session: "Session", query: str) -> Query:
    """Parse a query such as `klub:oest udsat:ja alder:12-15 fra:2026-01 words`.

    Raises:
        UsageError: a term cannot be read, or names something that is not known.
    """
    parsed = parse(query, vocabulary(session))
    if parsed.flaws:
        raise _error(parsed.flaws[0])
    return parsed.query


def vocabulary(session: "Session") -> Vocabulary:
    """Collect the names that a query may use: those of the config, and those of past decisions."""
    config, past = session.config, session.store_to_read.names()
    providers = ((provider.id, provider.name) for provider in config.providers)
    people = ((member.id, member.name) for provider in config.providers for member in provider.staff)
    problems = ((problem.code, name) for problem in config.problems for name in (problem.da, problem.en))
    return Vocabulary(
        providers=vocabulary_of((*providers, *past.get("provider", ()))),
        people=vocabulary_of((*people, *past.get("staff", ()))),
        problems=vocabulary_of((*problems, *past.get("problem", ()))),
        districts=vocabulary_of((*((d.id, d.name) for d in config.districts), *past.get("district", ()))),
    )


def _refuse_unknown_people(session: "Session", query: Query) -> None:
    """Refuse a contact person whom neither config nor past decisions name.

    Raises:
        UsageError: nobody fits.
    """
    term, people = term_named("person"), vocabulary(session).people if query.people else {}
    for person in query.people:
        if not matching(person, people, part=True):
            word = f"person:{person}"
            raise _error(Flaw(code="unknown_value", word=word, term=term, value=person, known=spellings(people)))


def _error(flaw: Flaw) -> UsageError:
    return UsageError(flaw_text(flaw), flaw_remedy(flaw))
