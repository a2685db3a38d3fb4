"""Makes of the minutes the document that every format lays out."""

from collections.abc import Callable

from kpcommittee.documents.blocks import BulletList, Document, Heading, parse, plain, words_of
from kpcommittee.documents.exchange import published
from kpcommittee.documents.grids import grids_of
from kpcommittee.documents.letterhead import Letterhead
from kpcommittee.documents.markdown import as_seen, render_as_is
from kpcommittee.documents.model import Minutes
from kpcommittee.documents.templating import framed
from kpcommittee.locale import _, speaking
from kpcommittee.views.escaping import visible
from kpcommittee.wording import figures


def document_of(
    minutes: Minutes, seen: Callable[[Minutes], Minutes] | None = None, letterhead: Letterhead | None = None
) -> Document:
    """Word the minutes in the language of the committee.

    Args:
        minutes: of the meeting.
        seen: makes of them what a reader may see, if that is not everything.
        letterhead: the municipality's look.

    Raises:
        FaultyTemplate: the frame of the letterhead must not be used.
    """
    head_of = letterhead or Letterhead()
    with speaking(minutes.committee.language):
        minutes = as_seen(minutes, seen)
        source = render_as_is(minutes)
        fields = fields_of(minutes)
        if head_of.frame is not None:
            source = framed(head_of.frame, source, {**fields, "address": "\n".join(head_of.address)})
        blocks = parse(source)
        heading = next((plain(block.inlines) for block in blocks if isinstance(block, Heading)), "")
        head = next((block for block in blocks if isinstance(block, BulletList)), BulletList(()))
        receipt = str(minutes.receipt) if minutes.receipt else None
        return Document(
            title=f"{heading} · {figures.date_numeric(minutes.head.date)}",
            language=minutes.committee.language,
            date=minutes.head.date,
            source=source,
            blocks=blocks,
            grids=grids_of(minutes),
            published=published(minutes, blocks),
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
    """Return what a template may say of the meeting."""
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
    return {name: visible(value) for name, value in values.items()}


def version_name(minutes: Minutes) -> str:
    """Name the version: its number, or which draft it is."""
    if minutes.circulation:
        return _("draft for reading")
    return _("draft") if minutes.draft else str(minutes.version)
