"""Compares a version of approved minutes with the one before it."""

from collections import deque
from dataclasses import replace

from kpcommittee.documents.blocks import Document
from kpcommittee.documents.changes import Group, changes_between, difference_document, difference_html
from kpcommittee.documents.formats import Format, write
from kpcommittee.documents.markdown import Redact
from kpcommittee.documents.model import Minutes
from kpcommittee.documents.seals import seal
from kpcommittee.domain.documents import MinutesForm
from kpcommittee.domain.immutable import immutable
from kpcommittee.errors import KpError
from kpcommittee.locale import _, speaking
from kpcommittee.services.document_request import DocumentRequest
from kpcommittee.services.meeting_session import MeetingSession
from kpcommittee.services.minutes import minutes_model
from kpcommittee.services.templates import letterhead_of

_COMPARED: "deque[tuple[tuple[Minutes, Minutes], Redact | None, tuple[Group, ...]]]" = deque(maxlen=2)
"""The last comparisons, each with its redaction and result: the screen alternates between hidden and shown."""


@immutable(kw_only=False)
class Difference:
    """What changed in a version, as a document and as a file."""

    document: Document
    content: bytes
    name: str
    """The name of its file, without the ending."""


def difference_of(meeting_session: MeetingSession, request: DocumentRequest, file_format: Format) -> Difference:
    """Make the document with what changed in a version of the minutes.

    Raises:
        KpError: there is no version before it.
    """
    before, after = _versions_to_compare(meeting_session, request.version, request.form)
    document = difference_document(before, after, replace(letterhead_of(meeting_session.session), frame=None))
    is_page = file_format.code == "html"
    content = seal(difference_html(before, after, document)) if is_page else write(document, file_format)
    return Difference(document, content, f"{after.id}-v{before.version}-v{after.version}")


def changes_in(
    meeting_session: MeetingSession, version: int | None = None, redact: Redact | None = None
) -> tuple[Group, ...]:
    """Return what changed in a version of the minutes, in the language of the committee.

    Args:
        meeting_session: the meeting, with its journal loaded.
        version: an approved version; the newest if left out.
        redact: reduces the minutes to what a reader may see, if that is not everything.

    Raises:
        KpError: there is no version before it.
    """
    before, after = _versions_to_compare(meeting_session, version, None)
    for versions, reader, groups in _COMPARED:
        if reader is redact and versions == (before, after):
            return groups
    with speaking(after.committee.language):
        groups = changes_between(before, after, redact)
    _COMPARED.append(((before, after), redact, groups))
    return groups


def _versions_to_compare(
    meeting_session: MeetingSession, version: int | None, form: MinutesForm | None
) -> tuple[Minutes, Minutes]:
    number = version or meeting_session.meeting.version
    if number < 2:
        raise KpError(
            _("there is no version before this one to compare with"),
            _("Minutes have a second version once a clerical error was corrected."),
        )
    after = minutes_model(meeting_session, number, form)
    return minutes_model(meeting_session, number - 1, form), after
