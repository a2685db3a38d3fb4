"""The program as a person or a script runs it: through its entry, in this process or its own."""

import io
import json
import os
import pickle
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from unittest.mock import patch

from kpcommittee import cli, locale
from tests.drivers import nursery
from tests.drivers.limits import Limit
from tests.drivers.nursery import Order
from tests.sample import CHECKOUT

Json = dict[str, Any]
Process = subprocess.Popen[bytes]
PROGRAM = (sys.executable, "-m", "kpcommittee")
KEPT = ("PATH", "HOME", "SYSTEMROOT", "TMPDIR", "XDG_STATE_HOME")
"""The variables that a process of its own inherits."""
OF_THE_START = frozenset(
    {"--help", "-h", "--version", "LANG", "LC_ALL", "PYTHONIOENCODING", "PYTHONPATH", "PYTHONUTF8"}
)
"""What depends on how an interpreter starts, or is made once a process: options and variables."""
PATIENCE = 100
"""Seconds until a process counts as stuck."""
LEFT_ALONE = SimpleNamespace(freeze=lambda: None, set_threshold=lambda *_: None, enable=lambda: None)
"""The collector of garbage for a command in this process, which goes on: what it has frozen stays frozen."""


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
    streams = sys.stdin, sys.stdout, sys.stderr
    data = stdin.encode() if isinstance(stdin, str) else stdin
    out, err = io.BytesIO(), io.BytesIO()
    sys.stdin = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8")
    sys.stdout = io.TextIOWrapper(out, encoding="utf-8", write_through=True)
    sys.stderr = io.TextIOWrapper(err, encoding="utf-8", write_through=True)
    try:
        with patch.object(cli, "gc", LEFT_ALONE):
            code = cli.run_command_line([*arguments])
        # A wrapper that is thrown away closes what it wraps.
        return Result(code, out.getvalue().decode(), err.getvalue().decode())
    finally:
        sys.stdin, sys.stdout, sys.stderr = streams
        locale.use(locale.DEFAULT_LANGUAGE)


def run_process(
    arguments: Iterable[str],
    stdin: str | bytes = b"",
    *,
    folder: Path | None = None,
    limit: Limit | None = None,
    starts: bool = False,
    **more: str,
) -> Result:
    """Run a command line in a process of its own, which may have limits; `more` joins its environment.

    It is a fork of the nursery, unless it `starts` again or depends on how it is started.
    """
    words, data = tuple(arguments), stdin.encode() if isinstance(stdin, str) else stdin
    if starts or _depends_on_the_start((*words, *more)):
        return _started(words, data, folder, limit, environment(**more))
    order = Order(words, str(folder or Path.cwd()), environment(**more), limit=pickle.dumps(limit) if limit else b"")
    return _born(order, data)


def _depends_on_the_start(words: Iterable[str]) -> bool:
    return not nursery.is_open() or not OF_THE_START.isdisjoint(words)


def _started(words: tuple[str, ...], data: bytes, folder: Path | None, limit: Limit | None, variables: Json) -> Result:
    done = subprocess.run(
        [*PROGRAM, *words],
        input=data,
        capture_output=True,
        cwd=folder,
        env=variables,
        preexec_fn=limit,
        timeout=PATIENCE,
        check=False,
    )
    return Result(done.returncode, done.stdout.decode(), done.stderr.decode())


def _born(order: Order, data: bytes) -> Result:
    """Give the process its input and read what it writes."""
    (given, giving), *written = (os.pipe() for _stream in range(3))
    streams = [given, *(writing for _reading, writing in written)]
    pid = nursery.born(order, streams)
    for descriptor in streams:
        os.close(descriptor)
    with ThreadPoolExecutor(3) as pool:
        pool.submit(_gives, giving, data)
        out, err = pool.map(_reads, [reading for reading, _writing in written])
    return Result(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), out, err)


def _gives(descriptor: int, data: bytes) -> None:
    with suppress(BrokenPipeError), os.fdopen(descriptor, "wb") as pipe:
        pipe.write(data)


def _reads(descriptor: int) -> str:
    with os.fdopen(descriptor, "rb") as pipe:
        return pipe.read().decode()


class Forked(subprocess.Popen):  # type: ignore[type-arg]  # bytes or text, as it is asked for
    """A process that is not started but forked by the nursery: all else is as of one that is.

    What it does before anything else is its limit; that and its further descriptors are given as to any process.
    """

    def _execute_child(self, args: list[str], *given: Any) -> None:
        _executable, limit, _closes, passed, folder, variables, _info, _flags, _shell, *pipes = given[:15]
        theirs = pipes[0], pipes[3], pipes[5]
        streams = [number if pipe < 0 else pipe for number, pipe in enumerate(theirs)]
        before = pickle.dumps(limit) if limit else b""
        order = Order(tuple(args[len(PROGRAM) :]), str(folder), variables, places=tuple(passed), limit=before)
        self.pid = nursery.born(order, [*streams, *passed])
        self._child_created = True
        self._close_pipe_fds(*pipes)  # type: ignore[attr-defined]


def start_process(arguments: Iterable[str], folder: Path, **keys: Any) -> Process:
    """Have a command line in a process of its own that the test talks with; `keys` are those of `Popen`.

    It is a fork of the nursery, unless it is to do something before it starts.
    """
    pipes: Json = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": False}
    # A line is answered when it is durable, so nothing of ours may hold it back.
    pipes |= {"bufsize": 0, "cwd": folder, "env": environment()}
    words, settings = [*PROGRAM, *arguments], pipes | keys
    starts = "preexec_fn" in keys or _depends_on_the_start({*words, *settings["env"]} - environment().keys())
    return cast("Process", (subprocess.Popen if starts else Forked)(words, **settings))


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
    """Whether each command is a process of its own."""

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
        return self.does("record", agenda, stdin="".join(json.dumps(intention) + "\n" for intention in intentions))
