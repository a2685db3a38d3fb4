"""Prints how soon a second screen shows what a first program has recorded, and what following costs the processor.

    python -m tools.following [times]

A note is recorded by a script and, in turns, on the first screen. Each is timed from its answer, or from the key,
until its line is on the terminal of the second. What the second one used is for the whole time, also while nothing
happened.
"""

import json
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import monotonic, sleep

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.drivers.office import OPEN, Office
from tests.drivers.program import Process
from tests.drivers.terminal import Terminal
from tests.sample import DAY

TIMES = 30
CASES = ("2026-0412", "2026-0409", "2026-0377", "2026-0391")
IDLE = 10.0
"""Seconds in which nothing happens, to see what looking costs."""


def main() -> int:
    """Measure, and print it."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else TIMES
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_STATE_HOME"] = f"{folder}/state"
        office = Office.sample(Path(folder) / "office")
        office.does(DAY, OPEN)
        first = Terminal(office.folder)
        first.wait_for("u udsæt")
        second = Terminal(office.folder)
        second.wait_for("her kan du kun læse")
        try:
            _measure(office, first, second, times)
        finally:
            first.kill()
            second.kill()
    return 0


def _measure(office: Office, first: Terminal, second: Terminal, times: int) -> None:
    used, began = _used(second), monotonic()
    script = office.start("record", DAY)
    scripted = [_by_script(script, second, number) for number in range(times)]
    script.communicate()
    typed = [_on_screen(first, second, number) for number in range(times)]
    busy = (_used(second) - used) / (monotonic() - began)
    used = _used(second)
    sleep(IDLE)
    idle = (_used(second) - used) / IDLE
    load = os.getloadavg()[0]
    _say(f"from the answer of `record`: {_summary(scripted)}")
    _say(f"from the key on the first screen: {_summary(typed)}")
    _say(f"processor of the second: {busy:.1%} while it follows, {idle:.1%} while nothing happens; load {load:.0f}")


def _by_script(script: Process, second: Terminal, number: int) -> float:
    case = CASES[number % len(CASES)]
    note = {"do": "note", "case": case, "text": f"Nr. {number}", "said_by": "Karim Holm"}
    assert script.stdin is not None
    assert script.stdout is not None
    script.stdin.write(json.dumps(note).encode() + b"\n")
    answer = script.stdout.readline()
    answered = monotonic()
    assert b'"n"' in answer, answer
    return _shown_at(second, f"Sag {number % len(CASES) + 1}: notat") - answered


def _on_screen(first: Terminal, second: Terminal, number: int) -> float:
    first.press("home", *("j" for _step in range(number % len(CASES))), "n")
    first.wait_for("ny linje")
    first.types(f"Skærm {number}")
    first.wait_for(f"Skærm {number}")
    first.press("enter")
    first.wait_for("uden navn")
    first.press("enter")
    pressed = monotonic()
    shown = _shown_at(second, f"Sag {number % len(CASES) + 1}: notat")
    first.wait_for("u udsæt")
    return shown - pressed


def _shown_at(second: Terminal, line: str) -> float:
    second.wait_for(line)
    return monotonic()


def _used(terminal: Terminal) -> float:
    """Seconds of the processor that the program has used."""
    fields = Path(f"/proc/{terminal.pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _summary(seconds: Sequence[float]) -> str:
    late = sum(each > 1 for each in seconds)
    return f"{len(seconds)} times, median {median(seconds):.2f} s, longest {max(seconds):.2f} s, {late} over a second"


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main())
