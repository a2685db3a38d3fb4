"""Lays out how placements went: that of one decision, and those of many, compared by a property."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import date

from kpcommittee.domain.committee import Config
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.number_mask import number_mask
from kpcommittee.domain.review.endings import Outcomes, Tally
from kpcommittee.domain.review.past import PastDecision
from kpcommittee.locale import _
from kpcommittee.views.json_values import Json
from kpcommittee.views.page import Page
from kpcommittee.wording import figures, sentences, states
from kpcommittee.wording.stories import ending, group, group_value

_NAME, _COUNT = 30, -9
TALLIED = tuple(field.name for field in fields(Tally))


@immutable
class Since:
    """What became of a decision, as of a day."""

    decision: PastDecision
    later: Sequence[PastDecision]
    """The decisions of later meetings in the same case, the newest first."""
    today: date

    @property
    def lines(self) -> Iterator[str]:
        """How the placement went or goes, and what later meetings did in the case."""
        if self.decision.provider is not None:
            yield describe_ending(self.decision, self.today)
        for past in reversed(self.later):
            whom = " · ".join(part for part in (past.provider_name, past.staff_name) if part)
            outcome = states.case_state(past.outcome) + (f" · {whom}" if whom else "")
            yield _("Meeting of {date}: {outcome}").format(date=figures.date_numeric(past.date), outcome=outcome)


def describe_ending(past: PastDecision, today: date) -> str:
    """Say how the placement of a decision went, or how long it runs, as of a day."""
    if past.ended is None or past.ended_on is None:
        return _("A later decision took its place before it began.")
    on, how = figures.date_numeric(past.ended_on), past.how_by(today)
    if how is None:
        return _("Runs until {date}.").format(date=on)
    ended = _("{how}; last day {date}").format(how=sentences.capitalise_first(ending(how)), date=on)
    return f"{ended}: {past.ended_why}" if past.ended_why else f"{ended}."


def outcomes_answer(outcomes: Outcomes) -> Json:
    """Answer `history --outcomes --json`."""
    return {
        "all": _counts(outcomes.all),
        "by": {name: {value: _counts(tally) for value, tally in by.items()} for name, by in outcomes.by.items()},
        "reasons": [{"on": on.isoformat(), "why": why} for on, why in number_mask().rewrite(outcomes.reasons)],
    }


def _counts(tally: Tally) -> dict[str, int]:
    return {name: getattr(tally, name) for name in TALLIED}


def outcomes_text(outcomes: Outcomes, config: Config) -> str:
    """Lay out how placements went, all together and by what they are compared by, and why some ended early."""
    page = Page()
    if not outcomes.all.total:
        page.text(_("No placement fits."))
        return str(page).rstrip("\n")
    page.row([("", _NAME), *((head, _COUNT) for head in _heads())])
    _row(page, _("All"), outcomes.all)
    for name, by in outcomes.by.items():
        if by:
            page.heading(group(name))
        for value, tally in sorted(by.items(), key=lambda entry: (-entry[1].total, entry[0])):
            _row(page, group_value(name, value, config), tally)
    if outcomes.reasons:
        page.heading(_("Ended before the last day, the newest first"))
    for on, why in number_mask().rewrite(outcomes.reasons):
        page.field(figures.date_numeric(on), why)
    return str(page).rstrip("\n")


def _heads() -> tuple[str, ...]:
    return _("running"), _("planned"), _("early"), _("moved"), _("renewed")


def _row(page: Page, name: str, tally: Tally) -> None:
    page.row([(name, _NAME), *((str(count), _COUNT) for count in _counts(tally).values())])
