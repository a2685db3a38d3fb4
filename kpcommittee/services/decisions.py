"""Searches past decisions by terms that must all match, and shows one of them in full."""

from dataclasses import replace
from typing import TYPE_CHECKING, get_args

from kpcommittee.documents.builder import minutes_of
from kpcommittee.documents.decision import Redact, render_decision, version_answer, versions_of
from kpcommittee.domain.review.endings import Outcomes
from kpcommittee.domain.review.facets import Count, facets_of
from kpcommittee.domain.review.grammar import (
    TERMS_BY_NAME,
    Flaw,
    matching_values,
    parse,
    tokens,
    unknown_flaw,
    vocabulary_of,
)
from kpcommittee.domain.review.past import Order, PastDecision, sort_decisions
from kpcommittee.domain.review.query import Query, Vocabulary
from kpcommittee.errors import UsageError
from kpcommittee.locale import _
from kpcommittee.services.former import config_with_former
from kpcommittee.services.known_cases import refuse_unknown_case
from kpcommittee.services.minutes import meeting_session_of
from kpcommittee.views.endings import Since, outcomes_answer, outcomes_text
from kpcommittee.views.history import facets_answer, facets_text, history_answer, history_text
from kpcommittee.views.json import case_answer
from kpcommittee.views.json_values import Json, iso
from kpcommittee.wording.queries import flaw_remedy, flaw_text

if TYPE_CHECKING:
    from kpcommittee.services.session import Session


def decision_in_full(session: "Session", meeting: str, case_number: str, redact: Redact | None = None) -> str:
    """Return what a meeting did in a case: its minutes, what the committee saw, and the versions.

    Args:
        session: the workspace.
        meeting: the meeting's id.
        case_number: a case of its agenda.
        redact: reduces the minutes to what a reader may see, if that is not everything.
    """
    session.access.note("opened", case_number)
    minutes = minutes_of(session.store.meeting(meeting))
    return render_decision(minutes, case_number, what_became_of(session, meeting, case_number), redact)


def what_became_of(session: "Session", meeting: str, case_number: str) -> Since:
    """Describe what became of a meeting's decision in a case.

    Raises:
        UsageError: the meeting has no decision in the case.
    """
    rows = session.store_to_read.search(Query(numbers=(case_number,)))
    of_case = [row for row in rows if row.case_number == case_number]
    place = next((place for place, row in enumerate(of_case) if row.meeting == meeting), None)
    if place is None:
        raise _no_decision(case_number)
    return Since(decision=of_case[place], later=of_case[:place], today=session.today)


def decision_answer(session: "Session", row: PastDecision) -> Json:
    """Answer `decision --json`: the case as in `show --json`, and the versions of the minutes."""
    session.access.note("opened", row.case_number)
    meeting_session = meeting_session_of(session, row.meeting)
    minutes = minutes_of(meeting_session.meeting)
    return {
        "meeting": row.meeting,
        "date": row.date.isoformat(),
        "version": row.version,
        "case": case_answer(meeting_session.view_case(row.case_number), meeting_session.config, meeting_session.law),
        "since": [*what_became_of(session, row.meeting, row.case_number).lines],
        "ended": row.how_by(session.today),
        "ended_on": iso(row.ended_on),
        "ended_why": row.ended_why,
        "versions": [version_answer(version) for version in versions_of(minutes, row.case_number)],
    }


def past_decision(session: "Session", case_number: str, meeting: str | None) -> PastDecision:
    """Return the newest decision in a case, or that of a meeting.

    Raises:
        UsageError: there is none.
    """
    rows = session.store_to_read.search(Query(numbers=(case_number,)))
    for row in rows:
        if row.case_number == case_number and meeting in (None, row.meeting):
            return row
    others = [row.meeting for row in rows if row.case_number == case_number]
    if others:
        raise UsageError(
            _("the meeting {meeting} has no decision in {case}").format(meeting=str(meeting)[:60], case=case_number),
            _("Meetings that have: {meetings}.").format(meetings=", ".join(others)),
        )
    refuse_unknown_case(session, case_number)
    raise _no_decision(case_number)


def _no_decision(case_number: str) -> UsageError:
    return UsageError(
        _("there is no past decision in {case}").format(case=case_number[:60]),
        _("kpcommittee history sag:{case} lists those that are similar.").format(case=case_number[:4]),
    )


def history(
    session: "Session",
    query: str = "",
    limit: int | None = None,
    order: Order = "newest",
    outside: str | None = None,
) -> tuple[PastDecision, ...]:
    """Find the past decisions that match every term of the query, the newest up to the limit.

    Args:
        session: the workspace.
        query: its terms.
        limit: the greatest number of decisions.
        order: how they are sorted.
        outside: the running meeting, whose decisions are not past yet.

    Raises:
        UsageError: a term cannot be read, or names something that is not known.
    """
    terms = replace(parse_query(session, query), limit=limit, outside=outside)
    session.access.note("searched")
    rows = session.store_to_read.search(terms)
    if not rows:
        _refuse_unknown_people(session, terms)
    return rows if order == "newest" else sort_decisions(rows, order)


def history_as_json(session: "Session", query: str, order: Order) -> list[Json]:
    """Answer `history --json`."""
    return history_answer(history(session, query, order=order), session.today)


def history_as_text(session: "Session", query: str, order: Order) -> str:
    """List the past decisions that match the query."""
    return history_text(history(session, query, order=order), session.config, session.today)


def facets_as_json(session: "Session", query: str) -> Json:
    """Answer `history --facets --json`."""
    return facets_answer(facets(session, query))


def facets_as_text(session: "Session", query: str) -> str:
    """Lay out how many of the matching decisions have each value."""
    counts = facets(session, query)
    return facets_text(counts, config_with_former(session, (count.value for count in counts.get("klub", ()))))


def outcomes_as_json(session: "Session", query: str) -> Json:
    """Answer `history --outcomes --json`."""
    return outcomes_answer(outcomes(session, query))


def outcomes_as_text(session: "Session", query: str) -> str:
    """Lay out how the placements of the matching decisions went."""
    return outcomes_text(outcomes(session, query), session.config)


def outcomes(session: "Session", query: str = "") -> Outcomes:
    """Count how the placements of the matching decisions went, as of today.

    Raises:
        UsageError: a term cannot be read, or names something that is not known.
    """
    return session.store_to_read.outcomes(parse_query(session, query))


def parse_order(name: str) -> Order:
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


def facets(session: "Session", query: str = "", outside: str | None = None) -> dict[str, tuple[Count, ...]]:
    """Count the matching decisions by each value of each term.

    `outside` is the running meeting, whose decisions are not past yet.

    Raises:
        UsageError: a term cannot be read, or names something that is not known.
    """
    return facets_of(session.store_to_read.counts(replace(parse_query(session, query), outside=outside)))


def parse_query(session: "Session", query: str) -> Query:
    """Parse a query such as `klub:oest udsat:ja alder:12-15 fra:2026-01 words`.

    Raises:
        UsageError: a term cannot be read, or names something that is not known.
    """
    has_terms = any(token.key for token in tokens(query))
    parsed = parse(query, vocabulary(session) if has_terms else Vocabulary())
    if parsed.flaws:
        raise _query_error(parsed.flaws[0])
    return replace(parsed.query, today=session.today)


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
        if not matching_values(person, people, part=True):
            raise _query_error(unknown_flaw(term, f"person:{person}", person, people))


def _query_error(flaw: Flaw) -> UsageError:
    return UsageError(flaw_text(flaw), flaw_remedy(flaw))
