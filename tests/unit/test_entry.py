"""The program's entry, before there is a command line that could word anything."""

import subprocess
import sys

import pytest

_INTERRUPTED = """
import sys

class Interrupted:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            raise KeyboardInterrupt

sys.meta_path.insert(0, Interrupted())
sys.argv = ["kpcommittee", "--version"]
from kpcommittee.__main__ import main
main()
"""


@pytest.mark.parametrize("module", ["kpcommittee.cli", "kpcommittee.cli.app"])
def test_ctrl_c_while_the_program_starts_prints_no_traceback(module: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", _INTERRUPTED.format(module=module)], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr
