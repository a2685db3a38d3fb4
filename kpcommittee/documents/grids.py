"""The facts of the minutes as rows of values: the decisions and the balance."""

from collections.abc import Iterator

from kpcommittee.documents.blocks import Cell, Grid, Word
from kpcommittee.documents.model import Minutes, MinutesItem
from kpcommittee.locale import _, pgettext
from kpcommittee.views.escaping import visible
from kpcommittee.wording import figures, words


def grids_of(minutes: Minutes) -> tuple[Grid, ...]:
    """Return the decisions and the balance, in the language that is spoken now."""
    return (_decisions(minutes), _balance(minutes))


def _decisions(minutes: Minutes) -> Grid:
    return Grid(
        code="decisions",
        name=_("Decisions"),
        columns=(
            ("item", _("Item")),
            ("case_number", _("Case")),
            ("child", _("Child's initials")),
            ("age", _("Age")),
            ("district", _("District")),
            ("state", _("Decision")),
            ("provider", _("Provider")),
            ("contact_person", _("Contact person")),
            ("hours_per_week", _("Hours a week")),
            ("start", _("Start")),
            ("end", _("End")),
            ("reason", _("Reason")),
            ("missing", _("Missing")),
            ("first_follow_up_due", _("First follow-up")),
            ("plan_due", _("Plan due")),
            ("caseworker", _("Caseworker")),
        ),
        rows=tuple(tuple(_texts(_decision(item, minutes))) for item in minutes.items),
    )


def _decision(item: MinutesItem, minutes: Minutes) -> tuple[Cell, ...]:
    decision = item.decision if item.state in ("placed", "in_principle") else None
    outcome = item.item.outcome
    follows_up = decision and not decision.ends_before_follow_up
    reason = decision.reason if decision else None
    plan = item.case.grant.plan
    return (
        item.place,
        item.case.case_number,
        item.case.child.initials,
        item.age,
        None if item.case.child.protected_address else minutes.names.district(item.case.child.district),
        Word(item.state, words.case_state(item.state)),
        decision.provider_name if decision else None,
        decision.staff_name if decision else None,
        decision.hours if decision else None,
        decision.start if decision else None,
        decision.end if decision else None,
        f"{reason.wording}: {reason.text}" if reason else getattr(outcome, "reason", None),
        getattr(outcome, "missing", None),
        decision.first_follow_up_due if decision and follows_up else None,
        None if plan and plan.completed_on else item.plan_due,
        item.case.grant.caseworker,
    )


def _balance(minutes: Minutes) -> Grid:
    return Grid(
        code="balance",
        name=_("Balance"),
        columns=(
            ("provider", _("Provider")),
            ("week", _("Week")),
            ("room", pgettext("hours", "Room")),
            ("before", _("Before")),
            ("after", _("After")),
            ("unknown_hours", _("Without stated hours")),
            ("free", _("Free")),
            ("over", _("Over")),
            ("status", _("Status")),
            ("per_enrolled_before", _("Club hours per child, before")),
            ("per_enrolled_after", _("Club hours per child, after")),
        ),
        rows=tuple(
            tuple(
                _texts(
                    (
                        row.line.name,
                        Word(row.line.week, figures.week(row.line.week, minutes.head.date)),
                        row.line.after.room,
                        row.line.before.used,
                        row.line.after.used,
                        row.line.after.unknown,
                        row.line.after.free,
                        row.line.after.over,
                        Word(row.status_after, words.status(row.status_after)),
                        row.line.per_enrolled_before,
                        row.line.per_enrolled_after,
                    )
                )
            )
            for row in minutes.balance
        ),
    )


def _texts(cells: tuple[Cell, ...]) -> Iterator[Cell]:
    """Leave control characters out of texts, and give an empty one nothing to say."""
    for cell in cells:
        yield (visible(cell) or None) if isinstance(cell, str) else cell
