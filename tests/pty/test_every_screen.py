"""Every screen and every dialog, with hostile text in every field: two terminals that share nothing show the same.

The list of screens, and of how each is reached, is the benchmark's (`benchmarks/walks.py`). A test compares it with the
bindings, so that a new screen comes here by itself.
"""

import shutil
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import tomli_w

from benchmarks import stages, workspaces
from benchmarks.terminal import KEYS
from benchmarks.walks import STAGES, Walk
from tests.drivers.second_emulator import INSTALLED, Follower
from tests.drivers.terminal import Terminal, decoded
from tests.pty.hostile_texts import MARK, OBEYED

PAYLOAD = (
    f"\x1b]52;c;RkpFTkRF\x07{MARK}\x1b]0;{MARK}\x07\x1b[2J{MARK}\x1bc{MARK}\x1bP$q{MARK}\x1b\\"
    f"\x9b2J{MARK}\x9d52;c;RkpFTkRF\x9c\u202e{MARK}\u2066\u200b\x7f\x08"
    f" [/red][b]{MARK}[@click=app.quit]her[/] 漢字 | $x"
)
"""Texts that terminals draw alike: none with marks over letters or joined signs, on whose width no two agree."""
IN_CONFIG = frozenset({"name", "leader", "da", "en", "municipality"})
IN_AGENDA = frozenset(
    {
        "caseworker", "consent_note", "exception", "goals", "grade", "how", "municipality", "name", "note", "person",
        "place", "problem_note", "purpose", "role", "says", "why",
    }
)  # fmt: skip
SAID = frozenset({"by", "missing", "person", "reason", "said_by", "text", "why"})
"""What people write in intentions."""
MEETING = "╭─ Sager ─"
SIZES = ((80, 24), (120, 40))


def poisoned(value: Any, keys: frozenset[str], key: str = "") -> Any:
    """The same value with hostile text behind every text of these keys."""
    if isinstance(value, dict):
        return {name: poisoned(part, keys, name) for name, part in value.items()}
    if isinstance(value, list):
        return [poisoned(part, keys, key) for part in value]
    return f"{value} {PAYLOAD}" if key in keys and isinstance(value, str) else value


def poison(folder: Path) -> Path:
    """Make the files that people write hostile."""
    for name, keys in (("config.toml", IN_CONFIG), (workspaces.AGENDA, IN_AGENDA)):
        path = folder / name
        tables = poisoned(tomllib.loads(path.read_text("utf-8")), keys)
        path.write_text(tomli_w.dumps(tables), "utf-8")
    return folder


@pytest.fixture
def besieged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make whatever a stage reads or records hostile."""
    sample, record = workspaces.sample, workspaces.record

    def hostile_sample(folder: Path) -> Path:
        return poison(sample(folder))

    def hostile_record(folder: Path, intentions: list[workspaces.Row], meeting: str) -> list[workspaces.Row]:
        return record(folder, poisoned(intentions, SAID), meeting)

    monkeypatch.setattr(workspaces, "sample", hostile_sample)
    monkeypatch.setattr(workspaces, "record", hostile_record)
    # The invented past of the benchmarks is none that a journal would have: its own meeting is past enough.
    monkeypatch.setattr(workspaces, "with_past", lambda _folder, _past: None)


@contextmanager
def started(folder: Path, size: tuple[int, int], sees: str = "") -> Iterator[Terminal]:
    """The program at its meeting, or where it shows a text if one is named."""
    terminal = Terminal(folder, columns=size[0], lines=size[1])
    try:
        terminal.wait_for(sees or (lambda: at_meeting(terminal)), awaited="the keys")
        yield terminal
    finally:
        terminal.kill()


def at_meeting(terminal: Terminal) -> bool:
    return MEETING in terminal.frame() and terminal.lines()[-1].strip().startswith("? ")


def press(terminal: Terminal, keys: str) -> None:
    """Press keys by their names, each once the last one's picture is whole."""
    for key in keys.split():
        terminal.types(KEYS.get(key, key))
        terminal.rests()


def opened(terminal: Terminal, folder: Path, walk: Walk) -> None:
    if walk.before:
        walk.before(folder)
        path = folder / "minutes" / f"{stages.MEETING}.md"
        if path.exists():
            path.write_text(f"{PAYLOAD}\n{path.read_text('utf-8')}", "utf-8")
    press(terminal, walk.reach)
    terminal.types(KEYS.get(walk.opens, walk.opens))
    if walk.sees:
        terminal.wait_for(walk.sees)


def left(terminal: Terminal) -> None:
    """Press escape until the meeting is in sight, each time once the last one has done something."""
    away = False
    while not (away and at_meeting(terminal)):
        before = terminal.frame()
        terminal.press("escape")
        terminal.wait_for(lambda before=before: terminal.frame() != before, awaited="left")  # type: ignore[misc]
        terminal.rests()
        away = True


def runs(stage: str) -> Iterator[tuple[Walk, ...]]:
    """The walks of a stage, by the processes that they share: a walk that records has its own."""
    walks = [walk for walk in STAGES[stage] if walk.opens and not walk.once]
    recording = [walk for walk in walks if {"enter", "2"} & {*walk.reach.split()}]
    yield tuple(walk for walk in walks if walk not in recording)
    yield from ((walk,) for walk in recording)


SECRET = "hestehavehegn"
QUICK = ("dealt", "closed")
"""Stages of every run; `make soak` has them all, in two sizes."""
LOCKED = "locked"
"""The stage in which no meeting is open at the start: it has a test of its own."""
PLACES = [
    pytest.param(stage, size, id=f"{stage}-{size[0]}x{size[1]}", marks=() if quick else pytest.mark.soak)
    for size in SIZES
    for stage in STAGES
    if stage != LOCKED
    for quick in (stage in QUICK and size == SIZES[0],)
]


@pytest.mark.skipif(not INSTALLED, reason="tmux is not installed")
@pytest.mark.timeout(1800)
@pytest.mark.usefixtures("besieged")
@pytest.mark.parametrize(("stage", "size"), PLACES)
def test_two_terminals_show_the_same_of_every_screen(tmp_path: Path, stage: str, size: tuple[int, int]) -> None:
    """Nothing reaches the clipboard or the title, and no byte of the data acts."""
    pristine = tmp_path / "pristine"
    stages.STAGES[stage](pristine)
    for number, walks in enumerate(runs(stage)):
        folder = tmp_path / f"office-{number}"
        shutil.copytree(pristine, folder)
        with started(folder, size) as terminal, Follower(folder, *size) as second:
            for walk in walks:
                opened(terminal, folder, walk)
                same(terminal, second, walk.screen.__name__)
                left(terminal)
            assert (second.buffers, MARK in second.title) == ("", False)
        obeyed_nothing(terminal)


@pytest.mark.skipif(not INSTALLED, reason="tmux is not installed")
@pytest.mark.parametrize("size", SIZES)
def test_two_terminals_show_the_same_of_the_lock_and_of_what_is_behind_it(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    folder = tmp_path / "office"
    stages.STAGES[LOCKED](folder)
    poison(folder)
    with started(folder, size, "Ny adgangssætning") as terminal, Follower(folder, *size) as second:
        same(terminal, second, "chosen")
        for typed in (SECRET, "hest"):
            terminal.types(typed)
            press(terminal, "enter")
        same(terminal, second, "typed otherwise")
        terminal.types(SECRET)
        terminal.press("enter")
        terminal.wait_for(lambda: at_meeting(terminal), awaited="unlocked")
        same(terminal, second, "unlocked")
        assert (second.buffers, MARK in second.title) == ("", False)
    obeyed_nothing(terminal)


def obeyed_nothing(terminal: Terminal) -> None:
    """The data was shown, and none of its bytes acted."""
    written = decoded(terminal.written)
    assert [pattern.pattern for pattern in OBEYED if pattern.search(written)] == []
    assert MARK in written
    assert "Traceback" not in written


def same(terminal: Terminal, second: Follower, name: str) -> None:
    """Both show the same, once the picture is whole."""
    terminal.rests()
    lines = terminal.lines()
    assert second.follows(terminal.written, lines) == lines, name
