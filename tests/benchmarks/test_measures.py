"""The reckoning behind the table, and a program on a terminal watched from outside."""

import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from benchmarks import report
from benchmarks.measures import Comparison, Rounds, Series, failed
from benchmarks.terminal import GaveUpError, Program

ECHO = "import sys; print('\\x1b[1mRE\\x1b[0mADY', flush=True); print(sys.stdin.readline().upper(), flush=True)"


def compared(ours: tuple[float, ...], bare: tuple[float, ...], **more: float) -> Comparison:
    """A comparison with a target of twice the floor, unless told otherwise."""
    terms = {"target": 2.0, **more}
    return Comparison(what="it", floor="bare", ours=Series(ours), bare=Series(bare), **terms)  # type: ignore[arg-type]


def test_the_ratio_is_that_of_the_medians_and_the_spread_names_the_quartiles() -> None:
    one = compared((10, 20, 90), (9, 10, 11))
    assert one.ratio == 2
    assert one.holds
    assert one.ours.spread(0) == "20 (15–55)"
    assert report.line(one)[3:6] == ("2.00", "≤ 2", "yes")


def test_a_high_quantile_is_compared_where_it_is_asked_for() -> None:
    ours, bare = tuple(map(float, range(100))), (10.0,) * 100
    assert compared(ours, bare, share=0.95).ratio > 9


def test_what_misses_its_target_or_its_limit_is_told_and_what_has_none_is_not() -> None:
    slow, long = compared((30,), (10,)), compared((60,), (40,), limit=50.0)
    shown = Comparison(what="it", floor="bare", ours=Series((30,)), bare=Series((10,)))
    assert failed([slow, long, shown]) == [slow, long]
    assert report.told(slow).endswith("missed")
    assert not report.told(shown).endswith("missed")


def test_runs_alternate_and_begin_with_another_one_each_round() -> None:
    order: list[str] = []

    def run(name: str) -> float:
        order.append(name)
        return len(order)

    found = Rounds({name: partial(run, name) for name in "ab"}).take(3, warm=1)
    assert "".join(order) == "baabbaab"
    assert found["a"].values == (3, 6, 7)


def test_a_page_holds_every_line_and_the_machine() -> None:
    page = report.page([compared((20,), (10,))], rounds=7, running=140)
    assert "| it | 20 (20–20) ms | 10 (10–10) ms | 2.00 | ≤ 2 | yes | bare |" in page
    assert "7 rounds" in page
    assert "textual" in page


def test_text_is_found_between_controls_and_only_after_the_last_key(tmp_path: Path) -> None:
    with Program([sys.executable, "-c", ECHO], tmp_path) as program:
        assert program.until("READY") > program.started
        pressed = program.press("ready?\r")
        assert program.until("READY?") > pressed


def test_what_never_appears_is_given_up(tmp_path: Path) -> None:
    with Program([sys.executable, "-c", ECHO], tmp_path) as program, pytest.raises(GaveUpError, match="READY"):
        program.until("never", timeout=1)


def test_the_command_line_is_measured_whole() -> None:
    command = [sys.executable, "-m", "benchmarks", "commands", "--rounds", "1"]
    done = subprocess.run(
        command, cwd=Path(__file__).parents[2], capture_output=True, text=True, timeout=100, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("`--help`") == 2


def test_an_unknown_chapter_is_refused() -> None:
    command = [sys.executable, "-m", "benchmarks", "nothing"]
    done = subprocess.run(
        command, cwd=Path(__file__).parents[2], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 2
    assert "no such chapter: nothing" in done.stderr
