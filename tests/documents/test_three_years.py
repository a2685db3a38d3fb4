"""The three invented years, read by every recipient: a file is made for each, and none tells of anybody else."""

from collections.abc import Iterator
from itertools import islice

import pytest

from kpcommittee.documents.formats import FORMATS
from kpcommittee.documents.recipients import recipient_of
from kpcommittee.domain.committee import ROLES
from kpcommittee.errors import KpError
from kpcommittee.services.document_request import DocumentRequest
from kpcommittee.services.meeting_session import MeetingSession
from kpcommittee.services.recipients import FinishedFile, prepare_document
from kpcommittee.services.session import Session
from kpcommittee.services.steps import watch_nothing
from kpcommittee.workspace.starting import copy_demo

WHOLE = ("xml", "xlsx")
"""The formats of a whole meeting alone."""
FEW = range(0, 44, 22)
EVERY = 2
"""How many recipients share a document in each run: in another format it is another one's."""
CODES = [code for code in FORMATS if code not in WHOLE]


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    opened = Session.find(copy_demo(tmp_path_factory.mktemp("years") / "demo").folder)
    yield opened
    opened.close()


def everybody(meeting: MeetingSession) -> Iterator[str]:
    yield from ("full", "statistics", "script", *(f"leader:{role}" for role in ROLES))
    yield from (f"provider:{provider.id}" for provider in meeting.config.providers)
    yield from (f"{kind}:{item.number}" for kind in ("case", "child", "family") for item in meeting.meeting.items)


def made_for_all(session: Session, place: int, code: str, every: int = 1) -> int:
    """Make the documents of the recipients of a meeting, or of every so many-th; return how many there are."""
    meeting = MeetingSession.find(session, session.store.meetings()[place].id)
    meeting.load()
    count = 0
    for asked in islice(everybody(meeting), CODES.index(code) % every, None, every):
        try:
            making = prepare_document(meeting, DocumentRequest(recipient=recipient_of(asked)), FORMATS[code])
        except KpError:
            continue  # there is no document for them
        assert isinstance(making(watch_nothing), FinishedFile), (meeting.id, asked, code)
        count += 1
    return count


@pytest.mark.parametrize("code", CODES)
def test_a_few_meetings_are_refused_to_nobody(session: Session, code: str) -> None:
    assert sum(made_for_all(session, place, code, EVERY) for place in (FEW if code == "md" else FEW[:1])) > 3


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("code", CODES)
def test_no_meeting_is_refused_to_anybody(session: Session, code: str) -> None:
    """44 meetings, some thousand documents a format."""
    assert sum(made_for_all(session, place, code) for place in range(len(session.store.meetings()))) > 1000
