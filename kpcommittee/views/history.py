"""Lays out past decisions as text and as JSON, without names of children."""

from collections.abc import Mapping, Sequence
from datetime import date

from kpcommittee.domain.committee import Config
from kpcommittee.domain.number_mask import number_mask
from kpcommittee.domain.review.facets import Count
from kpcommittee.domain.review.past import PastDecision
from kpcommittee.locale import _
from kpcommittee.views.cells import cells_of
from kpcommittee.views.endings import describe_ending
from kpcommittee.views.json_values import Json
from kpcommittee.views.page import WIDTH, Page, case_column
from kpcommittee.wording import figures, states
from kpcommittee.wording.names import Names
from kpcommittee.wording.queries import value_name

_BETWEEN = " · "


def history_answer(rows: Sequence[PastDecision], today: date) -> list[Json]:
    """Answer `history --json`, with how placements ended that have ended before today."""
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
            "hours": None if row.hours is None else float(row.hours),
            "followed_recommendation": row.followed_recommendation,
            "departures": list(row.departures),
            "dissent": list(row.dissent),
            "version": row.version,
            "waiting_days": row.waiting_days,
            "reasons": [{"code": why.code, "text": why.text} for why in row.reasons],
            "ended": row.how_by(today),
        }
        for row in number_mask().rewrite(tuple(rows))
    ]


def facets_answer(facets: Mapping[str, Sequence[Count]]) -> Json:
    """Answer `history --facets --json`."""
    return {term: [{"value": count.value, "count": count.count} for count in values] for term, values in facets.items()}


def facets_text(facets: Mapping[str, Sequence[Count]], config: Config) -> str:
    """Lay out how many decisions have each value: the term that narrows to it, their number, and its name."""
    page = Page()
    terms = (f"{term}:{count.value}" for term, values in facets.items() for count in values)
    longest = max(map(cells_of, terms), default=0)
    for term, values in facets.items():
        for count in values:
            cells = [(f"{term}:{count.value}", longest), (str(count.count), -8), ("", 1)]
            page.row([*cells, (value_name(term, count.value, config), WIDTH)])
        if values:
            page.gap()
    if not any(facets.values()):
        page.text(_("No past decision fits."))
    return str(page).rstrip("\n")


def history_text(rows: Sequence[PastDecision], config: Config, today: date) -> str:
    """Lay out past decisions, one line each, with the reason below, and why the placement ended early."""
    page, names = Page(), Names(config)
    cases = case_column((row.case_number for row in rows), 16)
    for row in number_mask().rewrite(tuple(rows)):
        outcome = states.case_state(row.outcome)
        whom = _BETWEEN.join(part for part in (outcome, row.provider_name, row.staff_name) if part)
        cells = [
            (figures.date_numeric(row.date), 10),
            (row.case_number, cases),
            (figures.age(row.age), 8),
            (names.district(row.district), 8),
            (whom, 34),
        ]
        page.row(cells)
        ended = describe_ending(row, today) if row.how_by(today) in ("early", "moved") else None
        missing = _("missing: {what}").format(what=row.missing) if row.missing else None
        for remark in (row.reason, missing, ended):
            if remark:
                page.field("", remark)
    if not rows:
        page.text(_("No past decision fits."))
    return str(page).rstrip("\n")
