"""Compares a file that was edited by hand with what would be written, as people read it."""

from kpcommittee.documents.blocks import Block, Paragraph, Span, UnknownMarkdown, parse
from kpcommittee.documents.difference import Change, differences
from kpcommittee.documents.seals import body_of
from kpcommittee.domain.receipt import receipts_in
from kpcommittee.domain.text import MAX_LENGTH
from kpcommittee.services.minutes import EditedError
from kpcommittee.views.escaping import remove_controls

_MOST = 600
"""Lines of a difference that is laid out; each text is compared with those near it."""


def edits_of(edited: EditedError) -> tuple[Change, ...] | None:
    """Return what is different, in reading order; None if it is too much, or other Markdown than the program's."""
    if edited.difference.count("\n") > _MOST or max(map(len, edited.difference.split("\n"))) >= MAX_LENGTH:
        return None
    texts = ["\n".join(map(remove_controls, text.split("\n"))) for text in (edited.present, edited.written)]
    receipts = [str(receipt) for text in texts for receipt in receipts_in(text)]
    try:
        present_blocks, written_blocks = (_blocks(text, is_markdown=edited.merges) for text in texts)
    except UnknownMarkdown:
        return None
    return differences(present_blocks, written_blocks, receipts)


def _blocks(text: str, *, is_markdown: bool) -> tuple[Block, ...]:
    if is_markdown:
        return parse(f"{body_of(text)}\n")
    return tuple(Paragraph((Span(line),)) for line in text.split("\n"))
