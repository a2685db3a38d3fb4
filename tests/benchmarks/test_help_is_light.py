"""What `--help` and `--version` must not wait for."""

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("alembic", "babel", "jinja2", "openpyxl", "pydantic", "rich", "sqlalchemy", "sqlite3", "sqlmodel", "textual")
LATER = tuple(
    f"kpcommittee.{name}" for name in ("domain.case", "domain.events", "services", "store", "tui", "workspace")
)
RUN = """
import atexit, sys
sys.argv = ["kpcommittee", {flag!r}]
atexit.register(lambda: sys.stderr.write("\\n".join(sys.modules)))
from kpcommittee.__main__ import main
main()
"""


@pytest.mark.parametrize("flag", ["--help", "--version"])
def test_neither_imports_what_only_a_meeting_needs(flag: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", RUN.format(flag=flag)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    loaded = done.stderr.splitlines()
    assert "kpcommittee.cli.app" in loaded
    assert [name for name in loaded if name.split(".")[0] in HEAVY or name.startswith(LATER)] == []
