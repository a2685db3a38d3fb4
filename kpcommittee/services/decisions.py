"""Searches past decisions by terms that must all match, and shows one of them in full."""

from dataclasses import replace
from typing import TYPE_CHECKING, get_args

from kpcommittee.documents.builder import minutes_of
from kpcommittee.documents.markdown import render_minutes
from kpcommittee.domain.review.facets import Count, facets_of
from kpcommittee.domain.review.grammar import TERMS_BY_NAME, Flaw, matching, parse, tokens, unknown, vocabulary_of
from kpcommittee.domain.review.past import Order, PastDecision, in_order
from kpcommittee.domain.review.query import Query, Vocabulary
from kpcommittee.errors import UsageError
from kpcommittee.locale import _
from kpcommittee.wording.queries import flaw_remedy, flaw_text

if TYPE_CHECKING:
    from kpcommittee.services.minutes import Seen
    from kpcommittee.services.session import Session


def minutes_item(session: "Session", row: PastDecision, seen: "Seen | None" = None) -> str:
    """Return the item of the minutes that contains the decision, in Markdown.

    `seen` makes of the minutes what a reader may see, if that is not everything.
    """
    markdown = render_minutes(minutes_of(session.store.meeting(row.meeting)), seen)
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


def history(
    session: "Session", query: str = "", limit: int | None = None, order: Order = "newest"
) -> tuple[PastDecision, ...]:
    """Find the past decisions that match every term of the query; of more than the limit, the newest.

    Raises:
        UsageError: a term cannot be read, or names something that is not known.
    """
    terms = replace(parse_query(session, query), limit=limit)
    rows = session.store_to_read.search(terms)
    if not rows:
        _refuse_unknown_people(session, terms)
    return rows if order == "newest" else in_order(rows, order)


def order_named(name: str) -> Order:
    """Return the order of that name.

    Raises:
        UsageError: there is none.
    """
    for order in get_args(Order):
        if order == name:
            return order  # type: ignore[no-any-return]
    raise UsageError(
        _("decisions cannot be sorted by {key}").format(key=name[:60]),
        _("Known: {known}.").format(known=", ".join(get_args(Order))),
    )


def facets(session: "Session", query: str = "") -> dict[str, tuple[Count, ...]]:
    """Count the decisions that match the query by each value that a term can have.

    Raises:
        UsageError: a term cannot be read, or names something that is not known.
    """
    return facets_of(session.store_to_read.counts(parse_query(session, query)))


def parse_query(session: "Session", query: str) -> Query:
    """Parse a query such as `klub:oest udsat:ja alder:12-15 fra:2026-01 words`.

    Raises:
        UsageError: a term cannot be read, or names something that is not known.
    """
    named = any(token.key for token in tokens(query))
    parsed = parse(query, vocabulary(session) if named else Vocabulary())
    if parsed.flaws:
        raise _error(parsed.flaws[0])
    return parsed.query


def vocabulary(session: "Session") -> Vocabulary:
    """Collect the names that a query may use: those of the config, and those of past decisions."""
    config, past = session.config, session.store_to_read.names()
    providers = ((provider.id, provider.name) for provider in config.providers)
    problems = ((problem.code, name) for problem in config.problems for name in (problem.da, problem.en))
    districts = ((district.id, district.name) for district in config.districts)
    return Vocabulary(
        providers=vocabulary_of((*providers, *past["provider"].items())),
        problems=vocabulary_of((*problems, *past["problem"].items())),
        districts=vocabulary_of((*districts, *past["district"].items())),
    )


def _refuse_unknown_people(session: "Session", query: Query) -> None:
    """Refuse a contact person whom neither config nor past decisions name.

    Raises:
        UsageError: nobody fits.
    """
    if not query.people:
        return
    staff = ((member.id, member.name) for provider in session.config.providers for member in provider.staff)
    term, people = TERMS_BY_NAME["person"], vocabulary_of((*staff, *session.store_to_read.people().items()))
    for person in query.people:
        if not matching(person, people, part=True):
            raise _error(unknown(term, f"person:{person}", person, people))


def _error(flaw: Flaw) -> UsageError:
    return UsageError(flaw_text(flaw), flaw_remedy(flaw))
