"""The reckoning behind the table, and a program on a terminal watched from outside."""

import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

import benchmarks.__main__ as benchmarks
from benchmarks import report
from benchmarks.keytable import KeyTable, Press
from benchmarks.measures import Comparison, Rounds, Series
from benchmarks.terminal import NARROW, WIDE, GaveUpError, Program

ECHO = "import sys; print('\\x1b[1mRE\\x1b[0mADY', flush=True); print(sys.stdin.readline().upper(), flush=True)"


def compared(ours: tuple[float, ...], bare: tuple[float, ...], **more: float) -> Comparison:
    """A comparison with a target of twice the floor, unless told otherwise."""
    terms = {"target": 2.0, **more}
    return Comparison(what="it", floor="bare", ours=Series(ours), bare=Series(bare), **terms)  # type: ignore[arg-type]


def test_the_ratio_is_that_of_the_medians_and_the_spread_names_the_quartiles() -> None:
    comparison = compared((10, 20, 90), (9, 10, 11))
    assert comparison.ratio == 2
    assert comparison.holds
    assert comparison.ours.spread(0) == "20 (15–55)"
    assert report.comparison_line(comparison)[3:6] == ("2.00", "≤ 2 ×", "yes")


def test_a_limit_holds_for_95_of_100_rounds() -> None:
    ours = (1.0,) * 90 + (60.0,) * 10
    assert compared(ours, (1.0,), limit=61.0).holds
    missed = compared(ours, (1.0,), limit=50.0)
    assert missed.ratio == 1
    assert not missed.holds
    assert "p95 60" in report.comparison_line(missed)[1]


def test_what_misses_its_target_is_told_and_what_has_none_is_not() -> None:
    slow = compared((30,), (10,))
    shown = Comparison(what="it", floor="bare", ours=Series((30,)), bare=Series((10,)))
    assert report.terminal_line(slow).endswith("missed")
    assert not report.terminal_line(shown).endswith("missed")
    assert report.terminal_line("left out") == "left out"


def keys_of(*presses: Press) -> KeyTable:
    return KeyTable(floor=Series((2,)), presses=list(presses))


def test_a_first_use_has_its_own_target_and_is_no_key_among_others() -> None:
    first, again, key = (
        Press(WIDE, "Note", "n", 110, opens=True, first=True),
        Press(WIDE, "Note", "n", 20, opens=True),
        Press(WIDE, "Note", "tab", 10),
    )
    (row,) = keys_of(first, again, key).rows()
    assert list(row.all.values) == [20, 10]
    assert (row.slowest, row.worst, row.ratio) == ("n", 20, 7.5)
    assert row.holds
    (late,) = keys_of(Press(WIDE, "Note", "n", 121, opens=True, first=True), again, key).rows()
    assert not late.holds


def test_one_slow_key_is_not_hidden_by_many_quick_ones() -> None:
    quick = [Press(NARROW, "Note", "tab", 5)] * 200
    (row,) = keys_of(*quick, Press(NARROW, "Note", "f1", 51)).rows()
    assert row.all.at(0.95) == 5
    assert not row.holds
    assert report.terminal_line(row).endswith("missed")


def test_an_outlier_among_many_presses_of_a_key_is_none_of_95_in_100() -> None:
    (row,) = keys_of(*[Press(WIDE, "Note", "tab", 5)] * 39, Press(WIDE, "Note", "tab", 500)).rows()
    assert row.holds


def test_a_key_that_never_paints_is_named() -> None:
    table = keys_of(Press(WIDE, "Note", "j", None), Press(NARROW, "Note", "k", None), Press(WIDE, "Note", "k", 5))
    assert table.silent() == [("Note", "j")]


def test_runs_alternate_and_begin_with_another_one_each_round() -> None:
    order: list[str] = []

    def run(name: str) -> float:
        order.append(name)
        return len(order)

    times = Rounds({name: partial(run, name) for name in "ab"}).take(3, warm=1)
    assert "".join(order) == "baabbaab"
    assert times["a"].values == (3, 6, 7)


def test_a_page_holds_every_line_and_the_machine() -> None:
    rows = keys_of(Press(WIDE, "Note", "tab", 5, work=4)).rows()
    page = report.page([compared((20,), (10,)), *rows, "A peer is left out."], rounds=7, running=140)
    assert "| it | 20 (20–20) ms | 10 (10–10) ms | 2.00 | ≤ 2 × | yes | bare |" in page
    assert "| Note 120 × 40 | 1 | 5 (5–5) ms | 5 ms | 2.5 | 4, 4 ms | `tab` 5 ms | – | yes |" in page
    assert "A peer is left out." in page
    assert "7 rounds" in page
    assert "textual" in page


def test_text_is_found_between_controls_and_only_after_the_last_key(tmp_path: Path) -> None:
    with Program([sys.executable, "-c", ECHO], tmp_path) as program:
        assert program.until("READY") > program.started
        pressed = program.press("ready?\r")
        assert program.until("READY?") > pressed


WORKS = """
import sys, time
sys.stdin.readline()
print("begun", flush=True)
end = time.process_time() + 0.3
while time.process_time() < end:
    pass
print("done", flush=True)
time.sleep(60)
"""


def test_a_picture_is_not_complete_while_the_program_works(tmp_path: Path) -> None:
    with Program([sys.executable, "-c", WORKS], tmp_path) as program:
        pressed = program.press("enter")
        last = program.until_quiet()
        assert program.shows("done")
        assert last is not None
        assert 0.3 <= last - pressed < 60


def test_a_key_that_paints_nothing_has_no_picture(tmp_path: Path) -> None:
    with Program([sys.executable, "-c", "import time; print('READY', flush=True); time.sleep(60)"], tmp_path) as idle:
        idle.until("READY")
        idle.until_quiet()
        assert idle.until_quiet() is None


def test_what_never_appears_is_given_up(tmp_path: Path) -> None:
    with Program([sys.executable, "-c", ECHO], tmp_path) as program, pytest.raises(GaveUpError, match="READY"):
        program.until("never", timeout=1)


def test_a_program_that_does_not_end_is_given_up_with_what_it_shows(tmp_path: Path) -> None:
    """The benchmark waited for ever where the program asked once more before it left."""
    code = "import sys; print('STAYS', flush=True); sys.stdin.readline(); sys.stdin.readline()"
    with Program([sys.executable, "-c", code], tmp_path) as program:
        program.until("STAYS")
        program.press("\r")
        with pytest.raises(GaveUpError, match="did not end"):
            program.ended(timeout=1)
        assert not program.has_closed
        program.press("\r")
        program.ended()
        assert program.has_closed


def test_the_command_line_is_measured_whole() -> None:
    command = [sys.executable, "-m", "benchmarks", "commands", "--rounds", "1"]
    done = subprocess.run(
        command, cwd=Path(__file__).parents[2], capture_output=True, text=True, timeout=100, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("`--help`") == 2


def test_an_unknown_chapter_is_refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["benchmarks", "nothing"])
    with pytest.raises(SystemExit) as ended:
        benchmarks.main()
    assert ended.value.code == 2
    assert "no such chapter: nothing" in capsys.readouterr().err
