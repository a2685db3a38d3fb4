"""The power fails: what a program wrote and did not sync is dropped, at any point of its work.

The program runs under strace, which tells every write, rename and sync in its order. This module's disk keeps for each
file what a sync made durable and what only the system held. A cut keeps of the latter what it likes.
"""

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.drivers.limits import Limit, stopped
from tests.drivers.program import PATIENCE, PROGRAM, Forked, Result, environment

STRACE = shutil.which("strace")
CALLS = (
    "openat,open,creat,close,write,pwrite64,writev,pwritev,lseek,ftruncate,truncate,fallocate,fsync,fdatasync,"
    "rename,renameat,renameat2,link,linkat,unlink,unlinkat,symlink,symlinkat,mkdir,mkdirat,rmdir,dup,dup2,dup3,"
    "sendfile,copy_file_range"
)
SECTOR = 512
"""Bytes that a disk writes at once; what is longer may be there in part."""
ANSWERS = 1
"""The descriptor of standard output."""
_BUILT_ANEW = "-shm"
"""The index of a log, which SQLite makes again from the log; it is mapped and never synced."""

_LINE = re.compile(r"(\d+) +(\w+)\((.*)\) += (-?\d+)(?: .*)?$")
_UNFINISHED = re.compile(r"(\d+) +(.*) <unfinished \.\.\.>$")
_RESUMED = re.compile(r"(\d+) +<\.\.\. \w+ resumed>(.*)$")
_TEXT = re.compile(r'"([^"]*)"')


class Call(NamedTuple):
    """A system call that succeeded."""

    name: str
    texts: tuple[bytes, ...]
    """Its arguments that are texts."""
    numbers: tuple[int, ...]
    """Its arguments that are numbers, descriptors and offsets among them."""
    flags: str
    """The whole list of its arguments, without the texts."""
    returned: int


def traced(
    folder: Path,
    arguments: Iterable[str],
    stdin: str = "",
    *,
    descriptors: Iterable[int] = (),
    limit: Limit = stopped,
    **more: str,
) -> tuple[list[Call], Result]:
    """Run the program under strace; what it asked of the system, and what it answered.

    Args:
        folder: for the trace.
        arguments: the command line.
        stdin: what it reads.
        descriptors: stay open for it.
        limit: what it does first; it stops then.
        more: is added to its environment.
    """
    file = folder / "trace"
    shown = ("-xx", "-s", str(2**24), "-e", f"trace={CALLS}", "-o", str(file))
    ran = under_strace(shown, arguments, stdin, descriptors, limit, **more)
    calls = [*_calls(file)]
    file.unlink()
    return calls, ran


def under_strace(
    options: Iterable[str],
    arguments: Iterable[str],
    stdin: str = "",
    descriptors: Iterable[int] = (),
    limit: Limit = stopped,
    **more: str,
) -> Result:
    """Run the program under strace from its first call on: a fork stops until strace follows it."""
    assert STRACE
    program = Forked(
        [*PROGRAM, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        cwd=Path.cwd(), env=environment(**more), pass_fds=(*descriptors,), preexec_fn=limit,
    )  # fmt: skip
    _until(lambda: _status(program.pid, "State").startswith("T"))
    tracing = [STRACE, "-f", "-qq", "-e", "signal=none", *options, "-p", str(program.pid)]
    with subprocess.Popen(tracing, stderr=subprocess.DEVNULL) as strace:
        # What is traced stops at every signal, this one too: strace sees all that comes after it.
        _until(lambda: _status(program.pid, "TracerPid") != "0" or strace.poll() is not None)
        assert strace.poll() is None, "strace must not look at it"
        os.kill(program.pid, signal.SIGCONT)
        out, err = program.communicate(stdin.encode(), timeout=PATIENCE)
    return Result(program.returncode, out.decode(), err.decode())


def _status(process: int, name: str) -> str:
    lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    return next(line.partition(":")[2].strip() for line in lines if line.startswith(f"{name}:"))


def _until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "never"
        time.sleep(0.001)


def _calls(file: Path) -> Iterator[Call]:
    begun: dict[str, str] = {}
    with file.open(encoding="ascii") as lines:
        for line in map(str.rstrip, lines):
            if unfinished := _UNFINISHED.match(line):
                begun[unfinished[1]] = unfinished[2]
                continue
            resumed = _RESUMED.match(line)
            whole = f"{resumed[1]} {begun.pop(resumed[1])}{resumed[2]}" if resumed else line
            called = _LINE.match(whole)
            if called and int(called[4]) >= 0:
                yield _call(called[2], called[3], int(called[4]))


def _call(name: str, arguments: str, returned: int) -> Call:
    texts = tuple(bytes.fromhex(text.replace("\\x", "")) for text in _TEXT.findall(arguments))
    following = _TEXT.sub("", arguments)
    return Call(name, texts, tuple(map(int, re.findall(r"(?<![\w.])-?\d+(?![\w.])", following))), following, returned)


# The disk


@dataclass(slots=True)
class File:
    """What a file holds: durably, and by writes that no sync has followed yet."""

    durable: bytes = b""
    written: list[tuple[int, bytes | None]] = field(default_factory=list)
    """Offset and data; a length and nothing where it was cut."""

    def kept(self, choose: Callable[[], bool], torn: Callable[[int], int]) -> bytes:
        """What is there after a cut that keeps the chosen writes, and of each so many bytes."""
        content = bytearray(self.durable)
        for offset, data in self.written:
            if not choose():
                continue
            if data is None:
                del content[offset:]
                content.extend(bytes(offset - len(content)))
                continue
            part = data[: torn(len(data))]
            content.extend(bytes(max(0, offset - len(content))))
            content[offset : offset + len(part)] = part
        return bytes(content)

    def sync(self) -> None:
        """Make all that was written durable."""
        self.durable, self.written = self.kept(lambda: True, lambda length: length), []


Names = dict[str, File]
"""Path → the file that has the name."""
State = dict[str, bytes]
"""Path → what the file contains after a cut."""
FOLDER = File()
"""Stands for any folder that was made: what is in it is there once its own name is durable."""


@dataclass(slots=True)
class Disk:
    """The files below some folders, as the system holds them and as they are durable."""

    roots: tuple[Path, ...]
    names: Names = field(default_factory=dict)
    """What the system shows."""
    durable: Names = field(default_factory=dict)
    """What a sync of a folder has made durable."""
    changes: list[tuple[str, File | None]] = field(default_factory=list)
    """Names that were given, or taken away, in their order and without a sync of their folder."""
    answered: bytes = b""
    _open: dict[int, tuple[str, File | None, int]] = field(default_factory=dict)
    """Descriptor → path, file (None for a folder) and where it is read or written next."""
    _elsewhere: dict[int, str] = field(default_factory=dict)
    """Descriptor → path, of files outside the folders too: what is copied from them is read there."""

    @classmethod
    def of(cls, *roots: Path) -> "Disk":
        """Take what is there as durable."""
        disk = cls(roots)
        for root in roots:
            for path in root.rglob("*"):
                if path.is_dir():
                    disk.names[str(path)] = FOLDER
                elif path.is_file() and not path.name.endswith(_BUILT_ANEW):
                    disk.names[str(path)] = File(path.read_bytes())
        disk.durable = dict(disk.names)
        return disk

    def _is_ours(self, path: str) -> bool:
        return any(path == str(root) or path.startswith(f"{root}/") for root in self.roots)

    def path_of(self, descriptor: int) -> str:
        """The path of a file or folder that is open; empty if it is not of this disk."""
        return self._open.get(descriptor, ("",))[0]

    def obey(self, call: Call) -> bool:
        """Do what the program asked for; return whether it was a sync."""
        act = getattr(self, f"_{call.name}", None)
        if act is None:
            ours = [text for text in call.texts if self._is_ours(os.fsdecode(text))]
            used = call.name in _BY_DESCRIPTOR and any(number in self._open for number in call.numbers[:2])
            assert not any((*ours, used)), f"the disk does not know {call.name}{call.flags}"
            return False
        return bool(act(call))

    # What the program asks for

    def _openat(self, call: Call) -> None:
        path = os.path.normpath(os.fsdecode(call.texts[0]))
        self._open.pop(call.returned, None)
        self._elsewhere[call.returned] = path
        if not self._is_ours(path) or path.endswith(_BUILT_ANEW):
            return
        if "O_CREAT" not in call.flags and self.names.get(path, FOLDER) is FOLDER:
            self._open[call.returned] = (path, None, 0)
            return
        if path not in self.names:
            self._name(path, File())
        elif "O_TRUNC" in call.flags:
            self.names[path].written.append((0, None))
        self._open[call.returned] = (path, self.names[path], 0)

    def _close(self, call: Call) -> None:
        self._open.pop(call.numbers[0], None)

    def _lseek(self, call: Call) -> None:
        self._goes_to(call.numbers[0], call.returned)

    def _goes_to(self, descriptor: int, offset: int) -> None:
        if descriptor in self._open:
            path, file, _offset = self._open[descriptor]
            self._open[descriptor] = (path, file, offset)

    def _write(self, call: Call) -> None:
        descriptor, data = call.numbers[0], call.texts[0][: call.returned]
        if descriptor == ANSWERS:
            self.answered += data
        elif descriptor in self._open:
            _path, file, offset = self._open[descriptor]
            assert file is not None
            file.written.append((offset, data))
            self._goes_to(descriptor, offset + len(data))

    def _pwrite64(self, call: Call) -> None:
        if call.numbers[0] in self._open:
            file = self._open[call.numbers[0]][1]
            assert file is not None
            file.written.append((call.numbers[-1], call.texts[0][: call.returned]))

    def _ftruncate(self, call: Call) -> None:
        if call.numbers[0] in self._open:
            file = self._open[call.numbers[0]][1]
            assert file is not None
            file.written.append((call.numbers[-1], None))

    def _copied(self, call: Call) -> None:
        """Copy between two descriptors, from where each is."""
        target, source = call.numbers[:2] if call.name == "sendfile" else (call.numbers[1], call.numbers[0])
        if target not in self._open:
            return
        elsewhere = (self._elsewhere.get(source, ""), None, 0)
        path, read, begin = self._open.get(source, elsewhere)
        _path, written, offset = self._open[target]
        assert written is not None
        whole = read.kept(lambda: True, lambda length: length) if read else Path(path).read_bytes()
        content = whole[begin : begin + call.returned]
        written.written.append((offset, content))
        self._goes_to(source, begin + call.returned)
        self._goes_to(target, offset + call.returned)

    _sendfile = _copy_file_range = _copied

    def _fsync(self, call: Call) -> bool:
        if call.numbers[0] not in self._open:
            return False
        path, file, _offset = self._open[call.numbers[0]]
        if file is not None:
            file.sync()
            return True
        for name, named in [change for change in self.changes if os.path.dirname(change[0]) == path]:  # noqa: PTH120
            _give(self.durable, name, named)
            self.changes.remove((name, named))
        return True

    _fdatasync = _fsync

    def _name(self, path: str, file: File | None) -> None:
        _give(self.names, path, file)
        self.changes.append((path, file))

    def _rename(self, call: Call) -> None:
        before, after = (os.path.normpath(os.fsdecode(text)) for text in call.texts)
        for path, file in [*self.names.items()]:
            if path == before or path.startswith(f"{before}/"):
                self._name(after + path[len(before) :], file)
                self._name(path, None)

    _renameat = _renameat2 = _rename

    def _link(self, call: Call) -> None:
        before, after = (os.path.normpath(os.fsdecode(text)) for text in call.texts)
        if before in self.names:
            self._name(after, self.names[before])

    _linkat = _link

    def _unlink(self, call: Call) -> None:
        path = os.path.normpath(os.fsdecode(call.texts[0]))
        if path in self.names:
            self._name(path, None)

    _unlinkat = _unlink

    def _mkdir(self, call: Call) -> None:
        path = os.path.normpath(os.fsdecode(call.texts[0]))
        if self._is_ours(path):
            self._name(path, FOLDER)

    _mkdirat = _mkdir
    _rmdir = _unlink

    # The cut

    def cut(self, random: Random | None, *, drop: bool = True) -> State:
        """What is there after the power has failed now.

        Args:
            random: draws what is kept of unsynced work: any writes, some in part, and names up to any change. None
                for a cut without chance.
            drop: whether such a cut keeps nothing of it; else all.
        """
        names = dict(self.durable if drop else self.names)
        choose, torn = (lambda: not drop), (lambda length: length)
        if random is not None:
            for path, named in self.changes[: random.randint(0, len(self.changes))]:
                _give(names, path, named)
            choose, torn = (lambda: random.random() < 0.5), _tearing(random)
        files = {path: file for path, file in names.items() if file is not FOLDER and self._is_within(path, names)}
        return {path: file.kept(choose, torn) for path, file in files.items()}

    def _is_within(self, path: str, names: Names) -> bool:
        """Whether every folder above a file has its name."""
        above = takewhile(lambda folder: folder not in self.roots, Path(path).parents)
        return all(names.get(str(folder)) is FOLDER for folder in above)


_BY_DESCRIPTOR = ("writev", "pwritev", "fallocate", "dup", "dup2", "dup3")


def _tearing(random: Random) -> Callable[[int], int]:
    def torn(length: int) -> int:
        return length if random.random() < 0.7 else random.randint(0, length // SECTOR) * SECTOR

    return torn


def _give(names: Names, path: str, file: File | None) -> None:
    if file is None:
        names.pop(path, None)
    else:
        names[path] = file
