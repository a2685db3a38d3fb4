"""A process keeps its memory to itself (S11): no core dump, and nobody else reads it."""

import ctypes
import os
import resource
import sys
from pathlib import Path

import pytest

from kpcommittee.hardening import keep_out_of_dumps
from tests.drivers.program import run_process
from tests.sample import CHECKOUT, sample_workspace

PR_GET_DUMPABLE, PR_SET_DUMPABLE = 3, 4

SPY = """
import atexit, ctypes, os, resource, sys

leave = os._exit

def tell():
    sys.stderr.write(f"SPY {ctypes.CDLL(None).prctl(3, 0, 0, 0, 0)} {resource.getrlimit(resource.RLIMIT_CORE)}")
    sys.stderr.flush()

def told(code):
    tell()
    leave(code)

atexit.register(tell)
os._exit = told
"""
"""Put into `sitecustomize.py`, it tells at the end of a process how it was sealed."""


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
    (tmp_path / "spy").mkdir()
    (tmp_path / "spy" / "sitecustomize.py").write_text(SPY, "utf-8")
    folder = sample_workspace(tmp_path / "office")
    spied = f"{tmp_path / 'spy'}{os.pathsep}{CHECKOUT}"
    ran = run_process(("--workspace", str(folder), *command), PYTHONPATH=spied)
    assert ran.code in (0, 1), ran
    assert ran.err.endswith("SPY 0 (0, 0)"), ran
