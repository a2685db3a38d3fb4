"""The changes with which the tests are tested: each makes another program, and none stays behind."""

import ast
import subprocess
import sys
from pathlib import Path

from tools.mutations import changes_of, functions_of

SOURCE = '''
class Club:
    """A club."""

    def room(self, day: "date" = 3) -> int:
        """The room on a day."""
        assert day > 0
        if self.closed and not day.open:
            self.warn(day, twice=True)
        return max(day - 1, self.least)
'''


def test_each_change_is_of_what_runs_when_the_function_is_called() -> None:
    tree = ast.parse(SOURCE)
    before = ast.unparse(tree)
    ((name, function),) = functions_of(tree)
    changes = [(line - 4, old, new, ast.unparse(tree)) for line, old, new in changes_of(function)]
    assert name == "Club.room"
    assert [change[:3] for change in changes] == [
        (4, "self.closed and (not day.open)", "self.closed or not day.open"),
        (4, "not day.open", "day.open"),
        (5, "self.warn(day, twice=True)", "pass"),
        (5, "self.warn(day, twice=True)", "self.warn(None, twice=True)"),
        (5, "self.warn(day, twice=True)", "self.warn(day)"),
        (5, "True", "False"),
        (6, "return max(day - 1, self.least)", "return None"),
        (6, "max(day - 1, self.least)", "max(None, self.least)"),
        (6, "max(day - 1, self.least)", "max(day - 1, None)"),
        (6, "max", "min"),
        (6, "day - 1", "day + 1"),
        (6, "1", "2"),
    ]
    assert len({whole for *_, whole in changes} | {before}) == len(changes) + 1
    assert ast.unparse(tree) == before


COUNTING = """
def counted(upto):
    number = 0
    while number < upto:
        number += 1
    return number
"""


ITS_TEST = """
from counts.counting import counted

def test_it_counts():
    assert [counted(0), counted(3)] == [0, 3]
"""


def test_a_mutant_whose_loop_never_ends_is_killed_by_its_time(tmp_path: Path) -> None:
    """One such mutant of many tests was given hours, and took the time of all that came after it."""
    (tmp_path / "counts").mkdir()
    (tmp_path / "counts" / "counting.py").write_text(COUNTING, "utf-8")
    (tmp_path / "test_counting.py").write_text(ITS_TEST, "utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = slow\ntimeout = 0\n", "utf-8")
    arguments = ["counts/counting.py", "--tests", "test_counting.py", "--seconds", "0.2"]
    run = [sys.executable, "-m", "tools.mutants", *arguments]
    path = f"{tmp_path}:{Path(__file__).resolve().parents[2]}"
    told = subprocess.run(
        run, cwd=tmp_path, env={"PYTHONPATH": path}, capture_output=True, text=True, check=True
    ).stdout
    killed = "counts/counting.py  killed 5 of 5, 1 of them by their time"
    assert killed in told
    assert "number += 1\n    - number += 1\n    + pass\n      its time was up" in told
