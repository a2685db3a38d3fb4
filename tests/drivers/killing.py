"""A program that is killed: work in a process of its own, ended at a moment that is drawn.

The process is a fork of this one, so that it works at once: not its start is watched.
"""

import os
import signal
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random
from time import sleep

from kpcommittee import cli

Work = Callable[[int], object]
"""Works without an end and writes a line to the file descriptor for each thing it has done."""


def killed(work: Work, moments: Random, most: int = 12) -> list[str]:
    """Kill the work after fewer than `most` of its lines and a moment more; all whole lines that it wrote."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(reading)
            work(writing)
        finally:
            os._exit(1)
    os.close(writing)
    after = moments.randrange(most)
    with os.fdopen(reading, encoding="utf-8", newline="\n") as lines:
        written = [lines.readline() for _ in range(after)]
        # Nothing is waited for here: wherever the work has come to by now, it ends.
        sleep(moments.uniform(0, 0.012))
        os.kill(pid, signal.SIGKILL)
        status = os.waitpid(pid, 0)[1]
        written += lines.readlines()
    assert os.WIFSIGNALED(status), "the work ended by itself"
    return [line.rstrip("\n") for line in written if line.endswith("\n")]


def recording(folder: Path, agenda: str, lines: Iterable[str], *options: str) -> Work:
    """Make `record` the work: it is given the lines, and then waits for more as at a terminal.

    `options` are those of the program, such as where its passphrase is.
    """

    def work(writing: int) -> None:
        given, giving = os.pipe()
        data = "".join(f"{line}\n" for line in lines).encode()
        # What a pipe holds at least; the end that gives stays open, so that `record` does not end by itself.
        assert os.write(giving, data) == len(data) <= 65536
        sys.stdin = os.fdopen(given, encoding="utf-8")
        sys.stdout = os.fdopen(writing, "w", encoding="utf-8")
        cli.run_command_line(["--workspace", str(folder), *options, "record", agenda])

    return work
