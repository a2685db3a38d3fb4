"""Turns minutes into the document that every format lays out, with their facts as rows of values."""

from collections.abc import Iterator

from kpcommittee.documents.blocks import BulletList, Cell, Document, Grid, Heading, Word, parse, plain_text, words_of
from kpcommittee.documents.exchange import published_meeting
from kpcommittee.documents.letterhead import Letterhead
from kpcommittee.documents.markdown import Redact, word_minutes
from kpcommittee.documents.model import Minutes, MinutesItem
from kpcommittee.documents.templating import put_in_frame
from kpcommittee.domain.capacity.placement import PLACED_STATES
from kpcommittee.locale import _, pgettext, speaking
from kpcommittee.views.escaping import remove_controls
from kpcommittee.wording import figures, providers, states


def document_of(minutes: Minutes, redact: Redact | None = None, letterhead: Letterhead | None = None) -> Document:
    """Word the minutes in the language of the committee.

    Args:
        minutes: of the meeting.
        redact: reduces them to what a reader may see, if that is not everything.
        letterhead: the municipality's look.

    Raises:
        FaultyTemplate: the frame of the letterhead must not be used.
    """
    head_of = letterhead or Letterhead()
    with speaking(minutes.committee.language):
        minutes, source = word_minutes(minutes, redact)
        fields = fields_of(minutes)
        if head_of.frame is not None:
            source = put_in_frame(head_of.frame, source, {**fields, "address": "\n".join(head_of.address)})
        blocks = parse(source)
        heading = next((plain_text(block.inlines) for block in blocks if isinstance(block, Heading)), "")
        head = next((block for block in blocks if isinstance(block, BulletList)), BulletList(()))
        receipt = str(minutes.receipt) if minutes.receipt else None
        return Document(
            title=f"{heading} · {figures.date_numeric(minutes.head.date)}",
            language=minutes.committee.language,
            date=minutes.head.date,
            source=source,
            blocks=blocks,
            grids=grids_of(minutes),
            published=published_meeting(minutes, blocks),
            letterhead=head_of,
            fields=fields,
            about=(*words_of((head,)), *((receipt,) if receipt else ())),
            facts={
                "meeting": minutes.id,
                "place": minutes.head.place,
                "state": minutes.state,
                "version": minutes.version,
                "receipt": receipt,
            },
        )


def fields_of(minutes: Minutes) -> dict[str, str]:
    """Return the fields of the meeting for templates."""
    committee, head = minutes.committee, minutes.head
    values = {
        "title": f"{committee.name} · {figures.date_numeric(head.date)}",
        "committee": committee.name,
        "municipality": committee.municipality or "",
        "date": figures.date_weekday_long(head.date),
        "place": head.place or "",
        "version": version_name(minutes),
        "receipt": str(minutes.receipt or ""),
    }
    return {name: remove_controls(value) for name, value in values.items()}


def version_name(minutes: Minutes) -> str:
    """Name the version: its number, or the kind of draft."""
    if minutes.circulation:
        return _("draft for reading")
    return _("draft") if minutes.draft else str(minutes.version)


def grids_of(minutes: Minutes) -> tuple[Grid, ...]:
    """Return the decisions and the balance, in the current language."""
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
    decision = item.decision if item.state in PLACED_STATES else None
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
        Word(item.state, states.case_state(item.state)),
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
                        Word(row.status_after, providers.status(row.status_after)),
                        row.line.per_enrolled_before,
                        row.line.per_enrolled_after,
                    )
                )
            )
            for row in minutes.balance
        ),
    )


def _texts(cells: tuple[Cell, ...]) -> Iterator[Cell]:
    """Remove control characters from texts; an empty text becomes None."""
    for cell in cells:
        yield (remove_controls(cell) or None) if isinstance(cell, str) else cell
