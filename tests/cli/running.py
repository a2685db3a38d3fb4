"""Runs the program as a person does, in a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


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

    def __call__(self, *arguments: str | Path, given: str = "") -> Answer:
        """Run one command; `given` is what it reads from standard input."""
        command = [sys.executable, "-m", "kpcommittee", "--workspace", str(self.folder), "--lang", self.language]
        surroundings = {key: value for key, value in os.environ.items() if not key.startswith("KPCOMMITTEE")}
        done = subprocess.run(
            [*command, *map(str, arguments)],
            input=given.encode(),
            capture_output=True,
            timeout=60,
            check=False,
            env={**surroundings, "PYTHONUTF8": "1"},
        )
        return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())

    def does(self, *arguments: str | Path, given: str = "") -> Answer:
        """Run a command that has to succeed."""
        answer = self(*arguments, given=given)
        assert answer.code == 0, answer.err
        return answer

    def records(self, agenda: str, intentions: Iterable[dict[str, Any]]) -> Answer:
        """Record intentions that all have to be taken."""
        return self.does("record", agenda, given="".join(json.dumps(one) + "\n" for one in intentions))
