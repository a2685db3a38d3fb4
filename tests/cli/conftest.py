"""A copy of the sample workspace, and the program at it."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kpcommittee.services.session import Session
from tests.drivers.office import Office
from tests.drivers.program import Program
from tests.sample import DAY, sample_workspace


@pytest.fixture
def kp(tmp_path: Path) -> Program:
    """The program at a copy of the sample, in this process."""
    return Program(sample_workspace(tmp_path / "sample", placements=False))


@pytest.fixture
def real(kp: Program) -> Program:
    """The same in processes of its own."""
    return replace(kp, own_process=True)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """The sample committee, before anything was recorded."""
    return Office.sample(tmp_path / "udvalg", placements=False)


@pytest.fixture
def opened(office: Office) -> Office:
    """The sample committee in its meeting, which was just opened."""
    office.does(DAY, {"do": "open"})
    return office


@pytest.fixture
def on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands of this process run on the day of the sample's meeting: what is planned then begins one day."""
    monkeypatch.setattr(Session, "today", property(lambda _session: date.fromisoformat(DAY)))


@pytest.fixture
def placed(office: Office) -> Office:
    """The sample's meeting, run from its file, and its imported placements."""
    office.hold_the_sample_meeting(imported=True)
    return office
