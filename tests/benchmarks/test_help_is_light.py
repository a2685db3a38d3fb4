"""What `--help` and `--version` must not wait for."""

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("alembic", "babel", "jinja2", "openpyxl", "pydantic", "rich", "sqlalchemy", "sqlite3", "sqlmodel", "textual")
LATER = tuple(
    f"kpcommittee.{name}"
    for name in ("cli.meetings", "domain.case", "domain.meeting", "services", "store", "tui", "workspace")
)
RUN = """
import sys
from kpcommittee import __main__
from kpcommittee.cli import run_command_line
code = run_command_line([{flag!r}])
sys.stderr.write("\\n".join(sys.modules))
sys.exit(code)
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
