"""A process keeps its memory to itself (S11): no core dump, and nobody else reads it."""

import ctypes
import os
import resource
import sys
from pathlib import Path

import pytest

from kpcommittee.hardening import keep_out_of_dumps
from tests.drivers.limits import telling_how_it_is_sealed
from tests.drivers.program import run_process
from tests.sample import sample_workspace

PR_GET_DUMPABLE, PR_SET_DUMPABLE = 3, 4


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has it")
def test_a_process_is_not_dumpable_and_has_no_core() -> None:
    child = os.fork()
    if child == 0:
        libc = ctypes.CDLL(None)
        # A test in this process may have sealed it already.
        libc.prctl(PR_SET_DUMPABLE, 1, 0, 0, 0)
        before = libc.prctl(PR_GET_DUMPABLE, 0, 0, 0, 0)
        keep_out_of_dumps()
        sealed = (libc.prctl(PR_GET_DUMPABLE, 0, 0, 0, 0), resource.getrlimit(resource.RLIMIT_CORE))
        os._exit((before, *sealed) != (1, 0, (0, 0)))
    assert os.waitpid(child, 0)[1] == 0


COMMANDS = (
    ("show",), ("check",), ("history",), ("balance",), ("verify",), ("placements", "list"), ("minutes", "2026-12-02"),
    ("record", "2026-12-02"), ("backups",), ("budget", "2026"),
)  # fmt: skip


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has it")
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_that_reads_a_case_is_sealed(command: tuple[str, ...], tmp_path: Path) -> None:
    folder = sample_workspace(tmp_path / "office")
    ran = run_process(("--workspace", str(folder), *command), limit=telling_how_it_is_sealed)
    assert ran.code in (0, 1), ran
    assert ran.err.endswith("sealed: 0 (0, 0)"), ran
