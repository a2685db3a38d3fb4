"""A key pressed as soon as a list is seen is shown, also in a program's first dialog."""

import pytest

from tests.drivers.journal import Journal
from tests.drivers.office import Office
from tests.drivers.script import Open
from tests.drivers.terminal_chair import TerminalChair
from tests.pty.conftest import Opens
from tests.sample import DAY
from tests.seeds import seeds


@pytest.mark.parametrize("_seed", seeds(4, 60))
def test_a_key_right_after_the_first_opening_is_shown(opens: Opens, office: Office, _seed: int) -> None:
    terminal = opens(warm=False)
    chair = TerminalChair(terminal, Journal(office.folder, DAY), ("2026-0412",))
    chair.holds([Open()])
    chair.press("t")
    chair.asked("Fremmøde")
    before = chair.marked()
    chair.press("down")
    terminal.wait_for(lambda: chair.marked() not in ("", before), awaited="the next row")
