"""Renders one past decision in full: its item in the minutes, what the committee saw, and its versions."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol, TypeVar

from kpcommittee.documents.discretion import discreet_minutes
from kpcommittee.documents.markdown import environment
from kpcommittee.documents.model import Change, Minutes, MinutesItem
from kpcommittee.domain.capacity.balance import Week
from kpcommittee.domain.capacity.proposal import Proposal
from kpcommittee.domain.capacity.ranking import rank_options
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.meeting.bench import Seat
from kpcommittee.locale import speaking
from kpcommittee.views.endings import Since
from kpcommittee.views.json_values import Json, JsonValue
from kpcommittee.views.option_facts import OptionFacts
from kpcommittee.wording.corrections import StanceWithName, Value, value_text

Shown = TypeVar("Shown", Minutes, Since)


class Redact(Protocol):
    """Reduces a record to what a reader may see."""

    def __call__(self, record: Shown, /) -> Shown:
        """Return the record without what the reader may not see."""


@immutable
class VersionRow:
    """A version of the minutes, and how its case differs from the version before."""

    version: int
    at: datetime
    by: str
    why: str = ""
    changes: tuple[Change, ...] = ()
    elsewhere: str | None = None
    """The number of the case that was corrected, if it is another one."""


def render_decision(minutes: Minutes, case_number: str, since: Since, redact: Redact | None) -> str:
    """Render what a meeting did in a case, as Markdown in the language of the committee.

    Args:
        minutes: of the meeting, in their newest version.
        case_number: the case.
        since: what became of the decision.
        redact: reduces the minutes to what a reader may see, if that is not everything.

    Raises:
        KeyError: the case was not on the agenda.
    """
    with speaking(minutes.committee.language):
        minutes = discreet_minutes(minutes)
        minutes = redact(minutes) if redact else minutes
        item = next((item for item in minutes.items if item.case.case_number == case_number), None)
        if item is None:
            raise KeyError(case_number)
        return (
            environment()
            .get_template("decision.md.j2")
            .render(
                minutes=minutes,
                names=minutes.names,
                item=item,
                options=tuple(_options(minutes, item)),
                since=tuple((redact(since) if redact else since).lines),
                versions=tuple(versions_of(minutes, case_number)),
            )
        )


def _options(minutes: Minutes, item: MinutesItem) -> Iterator[OptionFacts]:
    """Yield the options frozen with the decision, in the order in which the committee compared them."""
    decision = item.decision
    if decision is None:
        return
    proposal = Proposal.of(item.case, decision.start, decision.end, decision.hours)
    for option in rank_options(decision.options):
        raised = tuple(caution for caution in decision.cautions if caution.provider == option.provider)
        yield OptionFacts(option=option, proposal=proposal, config=minutes.names.config, law=minutes.law, raised=raised)


def versions_of(minutes: Minutes, case_number: str) -> Iterator[VersionRow]:
    """Yield the versions of approved minutes, the first one first."""
    if minutes.approved_at is None:
        return
    yield VersionRow(version=1, at=minutes.approved_at, by=minutes.approved_by or "")
    corrections = [(row, item.case.case_number) for item in minutes.items for row in item.corrections]
    for row, case in sorted(corrections, key=lambda corrected: corrected[0].version):
        if case == case_number:
            yield VersionRow(version=row.version, at=row.at, by=row.by, why=row.why, changes=row.changes)
        else:
            yield VersionRow(version=row.version, at=row.at, by=row.by, elsewhere=case)


def version_answer(row: VersionRow) -> Json:
    """Answer with one version of the minutes."""
    changes = (
        {"what": change.what, "before": _as_json_value(change.before), "after": _as_json_value(change.after)}
        for change in row.changes
    )
    return {
        "version": row.version,
        "at": row.at.isoformat(),
        "by": row.by,
        "why": row.why or None,
        "changes": [*changes],
        "elsewhere": row.elsewhere,
    }


def _as_json_value(value: Value) -> JsonValue:
    if isinstance(value, Seat | StanceWithName):
        return value_text(value)
    if isinstance(value, Week):
        share = value.figures.share
        hours, share_rounded = float(value.figures.used), None if share is None else round(float(share), 4)
        return {"week": value.iso, "share": share_rounded, "hours": hours}
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, date) else value
