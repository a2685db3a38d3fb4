"""What a run counts beside passed and failed: kills, cuts and flips, and what came of each.

Tests report to the fixture `counts`; the run adds it up, and writes it down for `--tally FILE`.
"""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import pytest

from tests.rounds import TOO_LATE

TALLY = pytest.StashKey["Tally"]()
COUNTED = "counted"
"""The name of the property of a report that holds what a test counted."""


class Counts(Protocol):
    """How a test says how much it tried: `counts(kills=10)`."""

    def __call__(self, **counted: int) -> None:
        """Add to what was counted under these names."""


@dataclass(eq=False)
class Tally:
    """What a run did."""

    passed: int = 0
    late: int = 0
    """Draws that had no turn before the time was over."""
    failed: list[str] = field(default_factory=list)
    """The draws that failed, as pytest is told to repeat them."""
    skipped: list[str] = field(default_factory=list)
    """Why draws had no turn for another reason."""
    counted: Counter[str] = field(default_factory=Counter)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take note of a draw, or of what went wrong before or after it; pytest calls it."""
        if report.failed and report.nodeid not in self.failed:
            self.failed.append(report.nodeid)
        if report.when == "call" and report.passed:
            self.passed += 1
        if report.skipped:
            _file, _line, why = report.longrepr if isinstance(report.longrepr, tuple) else ("", 0, "")
            why = why.removeprefix("Skipped: ")
            if why == TOO_LATE:
                self.late += 1
            else:
                self.skipped.append(why)
        if report.when == "teardown":
            for name, counted in report.user_properties:
                if name == COUNTED:
                    self.counted.update(json.loads(str(counted)))

    def write(self, file: Path) -> None:
        """Write it down for `tools/soak.py`."""
        file.write_text(json.dumps(vars(self)), encoding="utf-8")


@pytest.fixture
def counts(record_property: Callable[[str, object], None]) -> Counts:
    """Let a test say how much it tried."""

    def count(**counted: int) -> None:
        record_property(COUNTED, json.dumps(counted))

    return count
