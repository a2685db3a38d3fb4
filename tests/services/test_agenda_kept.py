"""The agenda file is read again when its bytes change, and only then."""

from pathlib import Path

import pytest

from kpcommittee.domain.committee import Config
from kpcommittee.domain.law import Law
from kpcommittee.services import session as session_module
from kpcommittee.services.session import Session
from kpcommittee.workspace.reading import AgendaRead, read_agenda
from tests.sample import sample_workspace


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that were read by the rules, each time they were."""
    done: list[Path] = []

    def read(path: Path, config: Config, law: Law, shown_as: str) -> AgendaRead:
        done.append(path)
        return read_agenda(path, config, law, shown_as)

    monkeypatch.setattr(session_module, "read_agenda", read)
    return done


def test_a_file_that_stays_as_it_is_is_read_once(tmp_path: Path, reads: list[Path]) -> None:
    session = Session.find(sample_workspace(tmp_path / "w"))
    path = session.next_agenda()
    first = session.read_agenda(path)
    path.touch()
    assert session.read_agenda(path) is first
    assert reads == [path]


def test_every_change_of_the_file_is_read(tmp_path: Path, reads: list[Path]) -> None:
    session = Session.find(sample_workspace(tmp_path / "w"))
    path = session.next_agenda()
    text = path.read_text(encoding="utf-8")
    count = len(session.read_agenda(path).agenda.cases)  # type: ignore[union-attr]  # the sample can be read
    path.write_text(text[: text.rindex("[[cases]]")], encoding="utf-8")
    assert len(session.read_agenda(path).agenda.cases) == count - 1  # type: ignore[union-attr]
    path.write_text("[[cases]", encoding="utf-8")
    for _time in range(2):
        assert session.read_agenda(path).issues
    path.unlink()
    assert [issue.code for issue in session.read_agenda(path).issues] == ["file_missing"]
    path.write_text(text, encoding="utf-8")
    assert len(session.read_agenda(path).agenda.cases) == count  # type: ignore[union-attr]
    assert len(reads) == 6
