"""What nobody must wait for: the first picture for the database and the rules, the database for another one."""

import subprocess
import sys
from pathlib import Path

HEAVY = (
    "alembic", "babel", "click", "jinja2", "openpyxl", "pydantic", "sqlalchemy", "sqlite3",
    "sqlmodel", "stdnum", "typer",
)  # fmt: skip
LATER = tuple(
    f"kpcommittee.{name}" for name in ("cli", "documents", "domain.meeting.events", "domain.capacity.options", "store")
)
NEEDED = ("kpcommittee.store", "kpcommittee.store.locked")
"""Whether the database is encrypted is known first; the module reads sixteen bytes."""

PAINT = """
import sys
from pathlib import Path
from kpcommittee.services.session import Session
from kpcommittee.tui import run
from kpcommittee.tui.app import KpApp

class Painted(KpApp):
    def on_ready(self):
        self.screen.call_after_refresh(self.tell)

    def tell(self):
        Path("loaded.txt").write_text("\\n".join(sys.modules))
        self.exit()

Painted(Session.find(Path("."))).run(headless=True, size=(120, 40))
"""


def test_the_first_picture_needs_neither_database_nor_command_line(workspace: Path) -> None:
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", PAINT], cwd=workspace, capture_output=True, text=True, timeout=60, check=False,
        env={"PYTHONPATH": str(root), "PATH": "", "LANG": "C.UTF-8"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    loaded = (workspace / "loaded.txt").read_text().splitlines()
    assert "kpcommittee.tui.meeting.screen" in loaded
    assert [name for name in loaded if name not in NEEDED and (name in HEAVY or name.startswith(LATER))] == []


def test_the_database_needs_no_other_database() -> None:
    """The terms of PostgreSQL beside an index loaded all that its dialect has: a twentieth of each command's start."""
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, kpcommittee.store.store; print(*sys.modules)"],
        capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    dialects = {name.split(".")[2] for name in loaded.stdout.split() if name.startswith("sqlalchemy.dialects.")}
    assert dialects == {"_typing", "sqlite"}
