"""Runs the program as a person does: in a process of its own, or quicker in this one through the same entry."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from kpcommittee.cli import run


@dataclass(frozen=True)
class Answer:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it answered as JSON."""
        return json.loads(self.out)


@dataclass(frozen=True)
class Program:
    """The program at one workspace."""

    folder: Path
    language: str = "en"
    inside: bool = False
    """Whether it runs in this process, which saves most of a second; what it says is the same."""

    def __call__(self, *arguments: str | Path, given: str = "") -> Answer:
        """Run one command; `given` is what it reads from standard input."""
        options = ["--workspace", str(self.folder), "--lang", self.language, *map(str, arguments)]
        return _inside(options, given) if self.inside else _outside(options, given)

    def does(self, *arguments: str | Path, given: str = "") -> Answer:
        """Run a command that has to succeed."""
        answer = self(*arguments, given=given)
        assert answer.code == 0, answer.err
        return answer

    def records(self, agenda: str, intentions: Iterable[dict[str, Any]]) -> Answer:
        """Record intentions that all have to be taken."""
        return self.does("record", agenda, given="".join(json.dumps(one) + "\n" for one in intentions))


def _outside(options: list[str], given: str) -> Answer:
    surroundings = {key: value for key, value in os.environ.items() if not key.startswith("KPCOMMITTEE")}
    done = subprocess.run(
        [sys.executable, "-m", "kpcommittee", *options],
        input=given.encode(),
        capture_output=True,
        timeout=60,
        check=False,
        env={**surroundings, "PYTHONUTF8": "1"},
    )
    return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())


def _inside(options: list[str], given: str) -> Answer:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err), patch("sys.stdin", io.TextIOWrapper(io.BytesIO(given.encode()))):
        code = run(options)
    return Answer(code, out.getvalue(), err.getvalue())
