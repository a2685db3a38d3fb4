"""Makes of the minutes the document that every format lays out."""

from collections.abc import Callable

from kpcommittee.documents.blocks import BulletList, Document, Heading, parse, plain, words_of
from kpcommittee.documents.exchange import published
from kpcommittee.documents.grids import grids_of
from kpcommittee.documents.markdown import as_seen, render_as_is
from kpcommittee.documents.model import Minutes
from kpcommittee.locale import speaking
from kpcommittee.wording import figures


def document_of(minutes: Minutes, seen: Callable[[Minutes], Minutes] | None = None) -> Document:
    """Word the minutes in the language of the committee.

    `seen` makes of them what a reader may see, if that is not everything.
    """
    with speaking(minutes.committee.language):
        minutes = as_seen(minutes, seen)
        source = render_as_is(minutes)
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
            about=(*words_of((head,)), *((receipt,) if receipt else ())),
            facts={
                "meeting": minutes.id,
                "place": minutes.head.place,
                "state": minutes.state,
                "version": minutes.version,
                "receipt": receipt,
            },
        )
