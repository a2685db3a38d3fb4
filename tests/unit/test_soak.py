"""The soak: each part has its share, something of everything is drawn, and nothing passes by not running."""

import re
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.sample import CHECKOUT
from tools import soak
from tools.soak import PARTS, Done, Part

BEGUN = datetime(2026, 11, 29, 1, 0, tzinfo=UTC)
DRAWS = re.compile(r"mark\.(?:soak|drawn)|\bseeds\(")
HELPERS = {"tests/seeds.py", "tests/unit/test_soak.py"}

TRIES = """
import time
import pytest

@pytest.mark.soak
@pytest.mark.parametrize("seed", range(300))
def test_drawn(seed, counts):
    counts(kills=2)
    time.sleep(0.05)
    assert seed < 1000

@pytest.mark.soak
def test_wrong():
    assert False

@pytest.mark.soak
@pytest.mark.skip(reason="there is no strace")
def test_left_out():
    pass
"""


def test_every_test_that_draws_has_a_part() -> None:
    files = {path.relative_to(CHECKOUT).as_posix(): path for path in (CHECKOUT / "tests").rglob("*.py")}
    drawing = {name for name, path in files.items() if DRAWS.search(path.read_text(encoding="utf-8"))} - HELPERS
    assert len(drawing) > 20
    covered = tuple(path for part in PARTS for path in part.tests)
    assert {name for name in drawing if not name.startswith(covered)} == set()


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_what_a_part_names_is_there(part: Part) -> None:
    assert all((CHECKOUT / path).exists() for path in part.tests)
    assert part.weight > 0


def test_the_time_is_divided_by_weights_and_what_is_left_goes_to_the_later(monkeypatch: pytest.MonkeyPatch) -> None:
    given, now = list[float](), [0.0]

    def run(part: Part, minutes: float, _rotation: int, _log: Path) -> Done:
        given.append(minutes)
        now[0] += 60 * (minutes / 2 if part.name == "quick" else minutes)
        return Done(passed=1)

    monkeypatch.setattr(soak, "run", run)
    monkeypatch.setattr(soak, "monotonic", lambda: now[0])
    parts = (Part("quick", 2, ()), Part("slow", 1, ()), Part("last", 1, ()))
    assert [part.name for part, _done in soak.soak(parts, 40, 0, Path())] == ["quick", "slow", "last"]
    assert given == [20, 15, 15]


@pytest.mark.slow
def test_a_part_ends_with_its_time_and_says_how_much_it_drew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run on a test of its own, in the folder of the tests so that their settings hold."""
    monkeypatch.setattr(soak, "WORKERS", 1)
    (CHECKOUT / "build").mkdir(exist_ok=True)
    # Under a name of its own: a run that was ended leaves its folder behind.
    with tempfile.TemporaryDirectory(dir=CHECKOUT / "build") as folder:
        file = Path(folder) / "test_tries.py"
        (Path(folder) / "conftest.py").write_text("from tests.conftest import *\n", encoding="utf-8")
        file.write_text(TRIES, encoding="utf-8")
        done = soak.run(Part("tries", 1, (str(file),)), 0.02, 7, tmp_path / "log")
    assert done.fault == "", (tmp_path / "log").read_text(encoding="utf-8")
    assert len(done.failed) == 1
    assert "test_wrong" in done.failed[0]
    assert done.skipped == ["there is no strace"]
    assert done.passed >= 1
    assert done.passed + done.late == 300
    assert done.counted == {"kills": 2 * done.passed}
    assert not done.is_good


def test_a_part_that_drew_nothing_has_not_passed() -> None:
    assert not Done().is_good
    assert Done(skipped=["strace is not installed"]).verdict() == "nothing drawn: strace is not installed"
    assert Done(late=5).verdict().startswith("nothing drawn")
    assert not Done(passed=5, fault="did not come to its end").is_good
    assert Done(passed=5, late=2).verdict() == "passed, the time was over"
    assert Done(passed=5).verdict() == "passed, all drawn"
    assert Done(passed=5, failed=["a"]).verdict() == "failed"


def test_the_page_has_a_row_for_each_part_and_names_what_failed() -> None:
    rows = [
        (PARTS[0], Done(minutes=1.5, passed=1200, late=3, counted={"kills": 1200, "offered_again": 4})),
        (PARTS[1], Done(minutes=1, passed=1, failed=["tests/x.py::test[1]"])),
    ]
    page = soak.page(BEGUN, "abc", 45, 9, rows)
    assert (
        "| `record` killed | 1.5 | 1,200 | 3 | 0 | 1,200 kills, 4 offered again | passed, the time was over |" in page
    )
    assert "- `tests/x.py::test[1]`" in page
    assert "begun 2026-11-29 01:00 UTC, 2 minutes of 45" in page


def test_it_is_told_which_parts_there_are(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tools.soak", "--out", str(tmp_path / "page.md"), "--log", str(tmp_path / "log"), "nix"],
        cwd=CHECKOUT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 2
    assert "nix" in ran.stderr
    assert "`record` killed" in ran.stderr
