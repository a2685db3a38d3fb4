"""The sample committee that the checkout ships, as a folder to work in and as a meeting to run."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from kpcommittee.domain.agenda import Agenda
from kpcommittee.domain.capacity.placement import Claim, claims_of
from kpcommittee.domain.committee import Config
from kpcommittee.domain.law import Law
from kpcommittee.services.imports import import_placements
from kpcommittee.services.session import Session
from kpcommittee.store.memory import Memory
from kpcommittee.store.soundness import Print, PrintMemory
from kpcommittee.workspace.placements import read_placements
from kpcommittee.workspace.reading import read_agenda, read_config, read_law
from kpcommittee.workspace.starting import copy_sample
from tests.builders import Table

CHECKOUT = Path(__file__).resolve().parents[1]
"""What is under test; its top is the sample workspace."""
DAY = "2026-12-02"
"""The sample's only meeting."""
WHOLE_MEETING = (Path(__file__).parent / "stories" / "meetings" / "fjorten_sager.jsonl").read_text(encoding="utf-8")
"""Every case of it dealt with, the minutes approved and corrected, as a script."""


def sample_workspace(folder: Path, *, placements: bool = True) -> Path:
    """Make the sample workspace in a folder, with its running placements imported unless told otherwise.

    The placements are imported once in a process: every workspace is a copy of that one.
    """
    return copied_as_closed(_template(placements), folder)


def copied_as_closed(workspace: Path, folder: Path) -> Path:
    """Copy a workspace whose database was whole when it was closed, which is remembered of the copy too.

    What is not remembered is tested from end to end when it is opened.
    """
    shutil.copytree(workspace, folder, dirs_exist_ok=True)
    for database in folder.glob("*.db"):
        present = Print.of(database, Memory.of(database))
        assert present is not None, "it is open"
        PrintMemory.of(database).note(present)
    return folder


@cache
def _template(placements: bool) -> Path:
    home = tempfile.mkdtemp(prefix="kpcommittee-sample-")
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    folder = Path(home) / "sample"
    copy_sample(folder)
    (folder / "minutes").rmdir()
    if placements:
        session = Session.find(folder)
        assert import_placements(session, folder / "placements.csv").possible
        session.close()
    return folder


@cache
def sample_law() -> Law:
    """Read the law table that the sample's config names."""
    law = read_law(sample_config().law, CHECKOUT).law
    assert law is not None
    return law


@cache
def sample_config() -> Config:
    """Read the sample's config."""
    config = read_config(CHECKOUT / "config.toml").config
    assert config is not None
    return config


@cache
def _parts() -> tuple[Law, Agenda, tuple[Claim, ...]]:
    config, law = sample_config(), sample_law()
    agenda = read_agenda(CHECKOUT / "agenda" / f"{DAY}.toml", config, law).agenda
    assert agenda is not None
    placements = read_placements(CHECKOUT / "placements.csv", config).placements
    return law, agenda, claims_of(placements, ())


def sample_table() -> Table:
    """Lay the sample's agenda on the table, with its running placements; the meeting is not open yet."""
    law, agenda, claims = _parts()
    digest = "sha256:3f2a9c1be07744d1aa"
    table = Table(*agenda.cases, settings=sample_config(), claims=claims, law=law, config_digest=digest)
    return table.knows(agenda=agenda, by="Inger Thorsen")
