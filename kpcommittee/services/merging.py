"""Merges minutes that were edited by hand with the present ones; no text of either is lost."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import get_args

from kpcommittee.documents.formats import MARKDOWN, Format
from kpcommittee.documents.merging import Conflict, Piece, merge, with_part_of
from kpcommittee.documents.seals import body_of, digest_in, digest_of, is_sealed, text_in, with_seal_of
from kpcommittee.documents.shapes import document_for
from kpcommittee.domain.documents import MinutesForm
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.meeting.events import Recorded
from kpcommittee.domain.receipt import receipts_in
from kpcommittee.errors import KpError, UsageError
from kpcommittee.locale import _, ngettext, speaking
from kpcommittee.services.document_request import DocumentRequest
from kpcommittee.services.meeting_session import MeetingSession
from kpcommittee.services.minutes import choose_format, file_of, minutes_at, read_existing
from kpcommittee.services.recipients import (
    FinishedFile,
    LeakError,
    check_edited,
    note_outcome,
    prepare_document,
    save_for,
)
from kpcommittee.services.steps import watch_nothing
from kpcommittee.services.templates import letterhead_of
from kpcommittee.wording.comments import keep_edits
from kpcommittee.workspace.files import refuse_target, write_named

_MARK = re.compile(r"^\*\*(?:KONFLIKT|CONFLICT) \d+", re.MULTILINE)
_RECEIPTS = 10
"""How many receipts in a file are tried: each rebuilds the meeting and its minutes."""
_WRITTEN_AFTER = frozenset({"closed", "approved", "corrected", "circulated"})
"""The kinds of events after which minutes are usually written."""


@immutable
class MergeResult:
    """The result of a merge."""

    path: Path
    edited_copy: Path | None = None
    """The copy of the edited file; None if it was not edited, or stays as it is."""
    conflicts: int = 0
    """How often both sides changed the same text differently; the file contains both."""
    doubts: tuple[str, ...] = ()

    @property
    def report(self) -> tuple[str, str]:
        """How many conflicts there are, and what to do, in words; empty if there are none."""
        if not self.conflicts:
            return "", ""
        text = ngettext("{n} conflict in {file}", "{n} conflicts in {file}", self.conflicts)
        return (
            text.format(n=self.conflicts, file=self.path.name),
            _("Both texts are in it, between marks in words. Choose one at each, and delete the rest."),
        )


def merge_edited(
    meeting_session: MeetingSession,
    request: DocumentRequest,
    path: Path | None = None,
    made: FinishedFile | LeakError | None = None,
) -> MergeResult:
    """Write the minutes merged with the edits in their file; the edited file is kept beside it.

    Args:
        meeting_session: the meeting.
        request: which document.
        path: the file; if left out, the usual one.
        made: the document, if it is made already; else it is made as it is now.

    Raises:
        LeakError: it would reveal somebody it is not about.
        UsageError: the file is not Markdown, or is protected.
        KpError: the file's original text cannot be rebuilt, or it has unresolved conflicts.
    """
    file_format = choose_format(path, request.format)
    if request.protection.names:
        raise UsageError(_("a protected file is not merged"), _("Leave --encrypt out."))
    made = made or prepare_document(meeting_session, request, file_format)(watch_nothing)
    finished = note_outcome(meeting_session, request, made)
    path = file_of(meeting_session.session, finished.name, file_format, path)
    present = _edited_text(path, finished.content, file_format)
    if present is None:
        path_written, doubts = save_for(meeting_session, request, file_format, finished, path)
        return MergeResult(path=path_written, doubts=doubts)
    base, new = _rebuild_base(meeting_session, request, present, path), body_of(finished.content.decode())
    pieces = merge(base, body_of(present), new)
    with speaking(meeting_session.config.committee.language):
        text = with_seal_of("\n".join(_lines(pieces)), digest_of(new))
    doubts = check_edited(meeting_session, request, text.encode(), file_format, path)
    if text == present:
        # The minutes have not changed: there is nothing to merge, and no copy to keep.
        return MergeResult(path=path, doubts=doubts)
    copy = _free_name(path)
    write_named(copy, present.encode())
    write_named(path, text.encode())
    conflicts = sum(isinstance(piece, Conflict) for piece in pieces)
    return MergeResult(path=path, edited_copy=copy, conflicts=conflicts, doubts=doubts)


def _edited_text(path: Path, content: bytes, file_format: Format) -> str | None:
    """Return the text of the file if it was edited by hand; else None.

    Raises:
        UsageError: it was, and is not Markdown.
        KpError: it has unresolved conflicts.
    """
    refuse_target(path, makes_folder=True)
    present = read_existing(path) or content
    if file_format is not MARKDOWN:
        if present == content:
            return None
        raise UsageError(
            _("{file} is not merged: only Markdown is").format(file=path.name),
            keep_edits(),
        )
    text = text_in(present)
    if present == content or is_sealed(text):
        return None
    if _MARK.search(text):
        raise KpError(
            _("{file} has unresolved conflicts").format(file=path.name),
            _("Choose one text at each, and delete the marks; then merge again."),
        )
    return text


def _rebuild_base(meeting_session: MeetingSession, request: DocumentRequest, present: str, path: Path) -> str:
    """Rebuild the text that a file was written from: the file has its digest, the receipt its event.

    Raises:
        KpError: it cannot be rebuilt.
    """
    digest = digest_in(present)
    for text in _candidates(meeting_session, request, present) if digest else ():
        if digest_of(text) == digest:
            return text
    raise KpError(
        _("the original text of {file} cannot be rebuilt, so it is not merged").format(file=path.name),
        _("Keep the file under another name, write the minutes again with --overwrite, and carry your changes over."),
    )


def _candidates(meeting_session: MeetingSession, request: DocumentRequest, present: str) -> Iterator[str]:
    """Yield the texts that may have been written, those of the receipt in the file first."""
    recorded = meeting_session.session.store_to_read.read(meeting_session.id)
    look = letterhead_of(meeting_session.session)
    forms: tuple[MinutesForm, ...] = get_args(MinutesForm)
    for number in dict.fromkeys((*_receipt_numbers(present, meeting_session.id), *_usual_numbers(recorded))):
        for form in (request.form, *forms) if request.form else forms:
            minutes = minutes_at(meeting_session, number, form)
            if minutes is None:
                continue
            text, bare = (
                body_of(document_for(version, request.recipient, look).source)
                for version in (minutes, replace(minutes, balance=()))
            )
            yield text
            # Until the meeting is closed, its balance depends on placements and other meetings, so only the file has
            # it.
            as_written = with_part_of(text, bare, present) if minutes.state == "open" else None
            if as_written is not None:
                yield as_written


def _receipt_numbers(text: str, meeting: str) -> Iterator[int]:
    # The document's own receipt is the last; earlier ones may be quotations.
    numbers = (receipt.number for receipt in reversed([*receipts_in(text)]) if receipt.stream == meeting)
    yield from islice(numbers, _RECEIPTS)


def _usual_numbers(recorded: Sequence[Recorded]) -> Iterator[int]:
    yield from (event.number for event in reversed(recorded) if event.kind in _WRITTEN_AFTER)


def _lines(pieces: Sequence[Piece]) -> Iterator[str]:
    """Yield the merged lines; at a conflict, both texts and what to do."""
    number = 0
    for piece in pieces:
        if not isinstance(piece, Conflict):
            yield from piece
            continue
        number += 1
        nothing = (_("(deleted)") + "\n",)
        yield _mark(_("CONFLICT {n}: choose one of the two texts, and delete the rest").format(n=number))
        yield _mark(_("Edited by hand:"))
        yield from piece.edited or nothing
        yield _mark(_("In the minutes now:"))
        yield from piece.new or nothing
        yield _mark(_("End of conflict {n}").format(n=number))


def _mark(text: str) -> str:
    return f"\n**{text}**\n"


def _free_name(path: Path) -> Path:
    """Return an unused name beside the file."""
    for number in range(1, 1000):
        name = "-".join([path.stem, _("edited"), *([str(number)] if number > 1 else [])]) + path.suffix
        if not (free := path.with_name(name)).exists():
            return free
    raise KpError(_("there are too many edited copies of {file}").format(file=path.name), _("Delete some of them."))
