"""Copies that a killed program or a power cut left beside a database are overwritten and go; others stay."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kpcommittee.store.leftovers import forget_copy, new_copy, sweep

SECRET = b"Moren ringede"
MINUTES = 120
"""Seconds that a copy was not written to: more than a program may pause."""


def left_by(folder: Path, number: object, seconds: int = MINUTES, ending: str = ".copy") -> Path:
    file = folder / f".kpcommittee-{number}-x{ending}"
    file.write_bytes(SECRET)
    os.utime(file, times=(time.time() - seconds,) * 2)
    return file


@pytest.fixture
def gone() -> int:
    """The number of a program that has ended."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


@pytest.fixture
def living() -> Iterator[int]:
    """The number of another program that runs."""
    program = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    yield program.pid
    program.communicate(b"\n")


def test_what_a_program_left_that_is_gone_is_overwritten(tmp_path: Path, gone: int) -> None:
    files = [left_by(tmp_path, gone), left_by(tmp_path, gone, ending=".copy-wal"), left_by(tmp_path, os.getpid())]
    held = [file.open("rb") for file in files]
    sweep(tmp_path)
    assert [*tmp_path.iterdir()] == []
    for file in held:
        assert file.read() == bytes(len(SECRET))
        file.close()


def test_what_a_program_still_writes_stays(tmp_path: Path, gone: int, living: int) -> None:
    kept = {left_by(tmp_path, gone, 10), left_by(tmp_path, living), left_by(tmp_path, "abc"), left_by(tmp_path, 2**70)}
    own = new_copy(tmp_path)
    os.utime(own, times=(time.time() - MINUTES,) * 2)
    sweep(tmp_path)
    assert {*tmp_path.iterdir()} == (kept | {own}) - {tmp_path / f".kpcommittee-{2**70}-x.copy"}
    forget_copy(own)
    for file in tmp_path.iterdir():
        os.utime(file, times=(time.time() - 2 * 3600,) * 2)
    sweep(tmp_path)
    assert [*tmp_path.iterdir()] == []


def test_a_backup_that_still_has_the_name_of_its_copy_is_kept(tmp_path: Path, gone: int) -> None:
    copy = left_by(tmp_path, gone)
    (tmp_path / "backup.db").hardlink_to(copy)
    sweep(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["backup.db"]
    assert (tmp_path / "backup.db").read_bytes() == SECRET
