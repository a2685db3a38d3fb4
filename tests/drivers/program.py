"""The program as a person or a script runs it: in this process through its entry, or in a process of its own."""

import gc
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from kpcommittee import cli, locale
from tests.sample import CHECKOUT

Json = dict[str, Any]
Process = subprocess.Popen[bytes]
PROGRAM = (sys.executable, "-m", "kpcommittee")
KEPT = ("PATH", "HOME", "SYSTEMROOT", "TMPDIR", "XDG_STATE_HOME")
"""The variables that a process of its own inherits."""
PATIENCE = 100
"""Seconds until a process counts as stuck."""


@dataclass(frozen=True, slots=True)
class Result:
    """How a command ended and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as one JSON document."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Json]:
        """Standard output as JSON Lines."""
        return [json.loads(line) for line in self.out.splitlines()]


def run_here(arguments: Iterable[str], stdin: str | bytes = b"") -> Result:
    """Run a command line in this process; streams and language are as before afterwards."""
    streams, thresholds = (sys.stdin, sys.stdout, sys.stderr), gc.get_threshold()
    data = stdin.encode() if isinstance(stdin, str) else stdin
    out, err = io.BytesIO(), io.BytesIO()
    sys.stdin = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8")
    sys.stdout = io.TextIOWrapper(out, encoding="utf-8", write_through=True)
    sys.stderr = io.TextIOWrapper(err, encoding="utf-8", write_through=True)
    try:
        code = cli.run_command_line([*arguments])
        # A wrapper that is thrown away closes what it wraps.
        return Result(code, out.getvalue().decode(), err.getvalue().decode())
    finally:
        sys.stdin, sys.stdout, sys.stderr = streams
        locale.use(locale.DEFAULT_LANGUAGE)
        # A command lives for one run and keeps its garbage; this process goes on.
        gc.unfreeze()
        gc.set_threshold(*thresholds)


def run_process(
    arguments: Iterable[str],
    stdin: str | bytes = b"",
    *,
    folder: Path | None = None,
    preexec_fn: Callable[[], None] | None = None,
    **more: str,
) -> Result:
    """Run a command line in a process of its own; `more` is added to its environment."""
    done = subprocess.run(
        [*PROGRAM, *arguments],
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        capture_output=True,
        cwd=folder,
        env=environment(**more),
        preexec_fn=preexec_fn,
        timeout=PATIENCE,
        check=False,
    )
    return Result(done.returncode, done.stdout.decode(), done.stderr.decode())


def start_process(arguments: Iterable[str], folder: Path, **keys: Any) -> Process:
    """Start a command line in a process of its own that the test talks with."""
    pipes: Json = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": False}
    # A line is answered when it is durable, so nothing of ours may hold it back.
    pipes |= {"bufsize": 0, "cwd": folder, "env": environment()}
    return cast("Process", subprocess.Popen([*PROGRAM, *arguments], **(pipes | keys)))


def environment(**more: str) -> dict[str, str]:
    """The surroundings of a process of its own: without language, workspace or terminal."""
    inherited = {name: os.environ[name] for name in KEPT if name in os.environ}
    return {**inherited, "PYTHONPATH": str(CHECKOUT), **more}


@dataclass(frozen=True)
class Program:
    """The program at one workspace, in one language."""

    folder: Path
    language: str = "en"
    own_process: bool = False
    """Whether each command is a process of its own, which costs most of a second and writes the same."""

    def __call__(self, *arguments: str | Path, stdin: str = "") -> Result:
        """Run one command."""
        options = ["--workspace", str(self.folder), "--lang", self.language, *map(str, arguments)]
        return run_process(options, stdin) if self.own_process else run_here(options, stdin)

    def does(self, *arguments: str | Path, stdin: str = "") -> Result:
        """Run a command that has to succeed."""
        result = self(*arguments, stdin=stdin)
        assert result.code == 0, result.err
        return result

    def records(self, agenda: str, intentions: Iterable[Json]) -> Result:
        """Record intentions that all have to be taken."""
        return self.does("record", agenda, stdin="".join(json.dumps(one) + "\n" for one in intentions))
