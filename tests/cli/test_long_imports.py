"""A long import on a terminal says how far it is; in a pipe it says nothing."""

import io
import re

import pytest

from kpcommittee.cli import progress
from tests.drivers.program import Program


class Terminal(io.StringIO):
    """Standard error as a terminal."""

    def isatty(self) -> bool:
        """It is one."""
        return True


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that goes on by a tenth of a second whenever it is asked."""
    now = [0.0]

    def monotonic() -> float:
        now[0] += 0.1
        return now[0]

    monkeypatch.setattr(progress, "monotonic", monotonic)
    return now


def test_the_line_is_written_over_and_wiped_at_the_end(patient: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    """P8: 20,000 rows without a sign of life."""
    monkeypatch.setattr("sys.stderr", terminal := Terminal())
    with progress.Progress() as told:
        for done in range(1, 31):
            told("reading", done * 1000, None)
        told("checking", 5, 20_000)
    shown = terminal.getvalue().split("\r")
    assert shown[0] == ""
    assert re.fullmatch(r"\d+\.000 rækker læst", shown[1])
    assert shown[-3].strip() == "5 af 20.000 rækker kontrolleret"
    assert (shown[-2].strip(), shown[-1]) == ("", "")


def test_a_short_import_shows_nothing(patient: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", terminal := Terminal())
    with progress.Progress() as told:
        told("reading", 1, None)
    assert terminal.getvalue() == ""
    assert patient[0] < 1


def test_in_a_pipe_there_is_nothing(kp: Program, patient: list[float]) -> None:
    (kp.folder / "in.csv").write_text("case_number;provider\n" + "".join(f"R-{n};fokus\n" for n in range(200)))
    assert kp.does("placements", "import", "in.csv").err == ""
    assert patient == [0.0], "no time is taken where nobody looks"


def test_the_sheet_that_was_read_is_named(kp: Program) -> None:
    """P8: none was named."""
    kp.does("placements", "import", "placements.csv")
    kp.does("placements", "export", "out.xlsx")
    assert "Sheet “Sheet” was read.\n" in kp.does("placements", "import", "out.xlsx").out
