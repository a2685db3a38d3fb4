"""Words the changes between two versions of minutes, as a document and as a web page with struck-out words."""

from collections.abc import Iterator, Sequence
from html import escape as html_escape
from itertools import groupby

from kpcommittee.documents.blocks import Document, parse
from kpcommittee.documents.difference import Change, Piece, differences
from kpcommittee.documents.document import document_of, fields_of
from kpcommittee.documents.html import page
from kpcommittee.documents.letterhead import Letterhead
from kpcommittee.documents.markdown import Redact, environment
from kpcommittee.documents.model import Minutes
from kpcommittee.domain.immutable import immutable
from kpcommittee.locale import _, speaking
from kpcommittee.views.escaping import Written, escape
from kpcommittee.wording import figures


@immutable(kw_only=False)
class Group:
    """Changes under the same headings."""

    under: tuple[str, ...]
    changes: tuple[Change, ...]


def changes_between(before: Minutes, after: Minutes, redact: Redact | None = None) -> tuple[Group, ...]:
    """Return the changes in later minutes, by heading, as far as a reader may see them."""
    receipts = [str(minutes.receipt) for minutes in (before, after) if minutes.receipt]
    changes = differences(document_of(before, redact).blocks, document_of(after, redact).blocks, receipts)
    return tuple(Group(under, tuple(group)) for under, group in groupby(changes, key=lambda change: change.under))


def difference_document(before: Minutes, after: Minutes, letterhead: Letterhead | None) -> Document:
    """Word the changes as a document, in the language of the committee."""
    committee, head = after.committee, after.head
    with speaking(committee.language):
        groups = changes_between(before, after)
        source = (
            environment()
            .get_template("difference.md.j2")
            .render(before=before, after=after, groups=groups, marked=_mark_changes)
        )
        title = _("What is different in version {n}").format(n=after.version)
        return Document(
            title=f"{title} · {figures.date_numeric(head.date)}",
            language=committee.language,
            date=head.date,
            source=source,
            blocks=parse(source),
            fields=fields_of(after),
            facts={"meeting": after.id, "version": after.version, "before": before.version},
            letterhead=letterhead or Letterhead(),
        )


def _mark_changes(pieces: Sequence[Piece]) -> Written:
    """Return the words as Markdown; removed and added ones are strong if others stayed."""
    all_changed = all(piece.kind != "same" for piece in pieces)
    words = (escape(piece.text) for piece in pieces)
    return Written(
        " ".join(
            text if all_changed or piece.kind == "same" else f"**{text}**"
            for piece, text in zip(pieces, words, strict=True)
        )
    )


STYLE = """
del { text-decoration: line-through; } ins { text-decoration: underline; font-weight: bold; }
del::before { content: "[−"; } del::after { content: "−]"; }
ins::before { content: "[+"; } ins::after { content: "+]"; }
"""
"""Marks that are readable without colours and on paper: each change is between signs."""


def difference_html(before: Minutes, after: Minutes, document: Document) -> bytes:
    """Lay the changes out as a web page: removed words are struck out, added ones underlined."""
    with speaking(document.language):
        return page(document, "\n".join(_main(before, after, changes_between(before, after))), STYLE)


def _main(before: Minutes, after: Minutes, groups: Sequence[Group]) -> Iterator[str]:
    title = _("What is different in version {n}").format(n=after.version)
    yield f"<h1>{html_escape(title)} · {html_escape(after.committee.name)}</h1>"
    compared = _("version {before} with version {after}").format(before=before.version, after=after.version)
    yield f"<p>{html_escape(figures.date_weekday_long(after.head.date))} · {html_escape(compared)}</p>"
    for group in groups:
        yield f"<h2>{html_escape(' › '.join(group.under) or _('The head of the minutes'))}</h2>"
        yield "<ul>"
        for change in group.changes:
            yield f"<li>{' '.join(map(_element, change.pieces))}</li>"
        yield "</ul>"
    if not groups:
        yield f"<p>{html_escape(_('Nothing is different.'))}</p>"


def _element(piece: Piece) -> str:
    tag, text = {"gone": "del", "new": "ins"}.get(piece.kind), html_escape(piece.text)
    return f"<{tag}>{text}</{tag}>" if tag else text
