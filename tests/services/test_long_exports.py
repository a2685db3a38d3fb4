"""A long export tells each of its steps, and can be stopped at each: nothing is written, nothing lost."""

from pathlib import Path
from threading import Thread
from typing import get_args

import pytest

from kpcommittee.documents.formats import FORMATS
from kpcommittee.services.document_request import DocumentRequest
from kpcommittee.services.exports import begin_export
from kpcommittee.services.meeting_session import MeetingSession
from kpcommittee.services.recipients import recipient_named
from kpcommittee.services.session import Session
from kpcommittee.services.steps import Step, StoppedError
from tests.drivers.office import Office
from tests.sample import DAY

STEPS: tuple[Step, ...] = get_args(Step)
CASES = [
    DocumentRequest(),
    DocumentRequest(format=FORMATS["html"]),
    DocumentRequest(format=FORMATS["xml"]),
    DocumentRequest(format=FORMATS["json"], recipient=recipient_named("case:2026-0412")),
    DocumentRequest(recipient=recipient_named("provider:klub-oest")),
]
NAMES = ("md", "html", "exchange", "case-json", "provider-md")


@pytest.fixture
def meeting_session(tmp_path: Path) -> MeetingSession:
    office = Office.sample(tmp_path / "udvalg", placements=False)
    office.hold_the_sample_meeting()
    session = Session.find(office.folder, by="Inger")
    meeting_session = MeetingSession.find(session, DAY)
    meeting_session.load()
    return meeting_session


@pytest.mark.parametrize("document_request", CASES, ids=NAMES)
def test_every_step_is_told_in_order_also_from_another_thread(
    meeting_session: MeetingSession, document_request: DocumentRequest
) -> None:
    steps: list[Step] = []
    export = begin_export(meeting_session, document_request)
    thread = Thread(target=export.make, args=(steps.append,))
    thread.start()
    thread.join(60)
    assert steps == [step for step in STEPS if step in steps]
    assert {"gathering", "laying_out", "writing"} <= {*steps}
    path, _doubts = export.save()
    assert path.exists()


@pytest.mark.parametrize("document_request", CASES, ids=NAMES)
def test_stopped_at_any_step_it_writes_nothing(
    meeting_session: MeetingSession, document_request: DocumentRequest
) -> None:
    folder = meeting_session.session.workspace.folder
    before = _files(folder)
    for at in ("gathering", "laying_out", "writing"):

        def stop(step: Step, at: str = at) -> None:
            if step == at:
                raise StoppedError

        with pytest.raises(StoppedError):
            begin_export(meeting_session, document_request).make(stop)
    assert _files(folder) == before


def _files(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and ".db" not in path.name}
