"""Tests the journal of a workspace, also against receipts in documents printed from it."""

import errno
import stat
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kpcommittee.documents.formats import MARKDOWN, Format, format_of_ending
from kpcommittee.documents.reading import Unreadable, lines_of
from kpcommittee.domain.receipt import Receipt, receipt_of, receipts_in
from kpcommittee.domain.verification import JournalFault, Verification
from kpcommittee.errors import KpError, UsageError
from kpcommittee.locale import _
from kpcommittee.store.memory import Memory
from kpcommittee.store.verification import Examination
from kpcommittee.views.json_values import Json
from kpcommittee.wording.disk import why_refused
from kpcommittee.workspace.files import LARGEST_DOCUMENT

if TYPE_CHECKING:
    from kpcommittee.services.session import Session


def verify(session: "Session", files: Iterable[Path] = (), *, accept: bool = False) -> Verification:
    """Test the journal against itself, against what this computer remembers, and against the receipts in files.

    Args:
        session: the workspace.
        files: documents with receipts, such as minutes; a relative path starts at the workspace.
        accept: whether this computer then remembers the journal as it is. Differences from its memory are reported as
            accepted, not as faults.

    Raises:
        KpError: a file cannot be read, or contains no receipt.
    """
    tested = [_receipt(session.workspace.path(str(file))) for file in files]
    receipts = [receipt for receipt, _joined in tested]
    joined = tuple(name for _tested, name in tested if name is not None)
    if not session.database.exists():
        # A missing journal is still remembered.
        return replace(Examination(()).result(Memory.of(session.database), receipts), joined=joined)
    verification = replace(session.store.verification(receipts), joined=joined)
    if not accept:
        return verification
    session.store.accept()
    return verification.accept_memory_faults()


def _receipt(file: Path) -> tuple[Receipt, str | None]:
    """Return the receipt of a file, and the file's name if another meeting's receipt is above it, else None."""
    try:
        _refuse_pipe(file)
        with file.open("rb") as opened:
            text = _text(opened.read(LARGEST_DOCUMENT), format_of_ending(file.suffix))
    except OSError as error:
        raise UsageError(
            _("{file} cannot be read: {why}").format(file=file.name, why=why_refused(error)),
            _("Name minutes that were written by kpcommittee minutes."),
        ) from error
    receipt = receipt_of(text)
    if receipt is None:
        raise KpError(
            _("{file} contains no receipt").format(file=file.name),
            _("The last line of the minutes is one: Kvittering: meeting · number · twelve signs. Extracts have none."),
        )
    # It may be quoted, so it is not tested: a false one would make the whole journal seem changed.
    is_joined = any(other.stream != receipt.stream for other in receipts_in(text))
    return receipt, file.name if is_joined else None


def _refuse_pipe(file: Path) -> None:
    """Refuse a named pipe, since reading it would wait; a shell's own pipe is a link to one.

    Raises:
        OSError: it is one, or nothing is there.
    """
    if stat.S_ISFIFO(file.lstat().st_mode):
        raise OSError(errno.ESPIPE, "a pipe")


def _text(content: bytes, written_in: Format | None) -> str:
    """Return the text of a document in any of our formats; of another file, its content."""
    if written_in is not None and written_in is not MARKDOWN:
        with suppress(Unreadable):
            return "\n".join(lines_of(content, written_in.code))
    return content.decode("utf-8", "replace")


def answer(verification: Verification) -> Json:
    """Answer `verify --json`; `what` is the code of what does not fit."""
    faults = [_fault(fault) for fault in verification.faults]
    return {
        "whole": verification.is_sound,
        "events": verification.events,
        "streams": verification.streams,
        "receipts": verification.receipts,
        "joined": list(verification.joined),
        "purged": verification.purged,
        "first_bad": next(iter(faults), None),
        "behind": verification.behind,
        "faults": faults,
        "accepted": [_fault(fault) for fault in verification.accepted],
    }


def _fault(fault: JournalFault) -> Json:
    return {"stream": fault.stream, "number": fault.number, "what": fault.why, "name": fault.name}
