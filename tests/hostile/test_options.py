"""Hostile text in every option and argument of every command: a sentence or an answer, and nothing a terminal obeys."""

import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer.main

from kpcommittee.cli.app import app
from kpcommittee.cli.deferred import Deferred
from kpcommittee.domain.text import is_safe
from tests.drivers.office import Office
from tests.hostile.strings import ALL, DAYS, NUMBERS
from tests.seeds import seeds

FEW = 2
"""Strings for each option in a run; the soak tries forty."""
SCREENS = {"meet", "demo", "init", "backup"}
"""Commands that open a screen, or write where they are told."""
ASK = {
    "--passphrase-fd",
    "--key-file",
    "--help",
    "--install-completion",
    "--show-completion",
    "-o",
    "--output",
    "--dir",
}


def commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command with its words."""
    command = command.loaded() if isinstance(command, Deferred) else command
    within = getattr(command, "commands", None)
    if within is None:
        yield path, command
    for name, inner in (within or {}).items():
        yield from commands(inner, (*path, name))


@cache
def places() -> tuple[tuple[tuple[str, ...], str, int], ...]:
    """Every option and argument: the words of its command, its name, and how many arguments come before it."""
    listed = []
    for words, command in commands(typer.main.get_command(app)):
        if words[0] in SCREENS:
            continue
        arguments = [param for param in command.params if param.param_type_name == "argument"]
        for param in command.params:
            if param.param_type_name == "argument":
                listed.append((words, "", arguments.index(param)))
            elif not param.is_flag and param.opts[0] not in ASK:
                listed.append((words, param.opts[-1], len([other for other in arguments if other.required])))
    return tuple(listed)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office.sample(tmp_path_factory.mktemp("options") / "office")


def test_there_are_many() -> None:
    assert len(places()) > 50
    assert {"--date", "--case"} <= {option for _words, option, _before in places()}


@pytest.mark.parametrize("seed", seeds(1, 20))
@pytest.mark.parametrize("place", places(), ids=lambda place: " ".join((*place[0], place[1] or str(place[2]))))
def test_in_every_option_of_every_command(office: Office, place: tuple[tuple[str, ...], str, int], seed: int) -> None:
    words, option, before = place
    draw = random.Random(f"{place}{seed}")
    for text in (draw.choice((*NUMBERS, *DAYS)), *draw.sample(ALL, FEW - 1)):
        # The system itself lets neither of them into an argument.
        given = text.replace("\x00", "").encode("utf-8", "surrogatepass").decode("utf-8", "replace")
        arguments = ["2026-12-02"] * before
        ran = office.run(*words, *arguments, *([f"{option}={given}"] if option else ["--", given]), lang="en")
        assert ran.code in (0, 1, 2), (text, ran)
        assert "the program broke" not in ran.err, (text, ran)
        assert "Traceback" not in ran.err
        assert is_safe(re.sub(r"\n", "", ran.out + ran.err)), (text, ran)
        assert len(ran.err.splitlines()) < 12, (text, ran)
    assert {path.name for path in office.folder.parent.iterdir()} == {"office"}


def test_the_workspace_is_as_it_was(office: Office) -> None:
    assert office.run("verify").code == 0
    assert office.run("check").code == 0


def test_nothing_was_written_beside_it(office: Office) -> None:
    known = {"agenda", "config.toml", "placements.csv", "minutes", "backups", "templates", "exports"}
    names = {path.name for path in Path(office.folder).iterdir()}
    assert {name for name in names - known if not name.startswith("kpcommittee.db")} == set()
