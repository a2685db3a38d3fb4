"""The chair of a whole meeting: plays a script by keys, and knows only what the screen says."""

import re
from collections.abc import Callable, Sequence

from tests.drivers import script
from tests.drivers.decision_dialog import CannotBeDecidedError, decide
from tests.drivers.journal import Journal
from tests.drivers.terminal import NeverSeenError, Terminal

ON_TABLE = re.compile(r"╭─ (\d+) · (\S+) · ")
"""The card's edge: the case's place and number."""


STATUSES = {"1": "til stede", "2": "afbud", "3": "fraværende", "4": "forlod mødet"}
AFFECTED = "╭─ Besluttet af andre end antaget"
WIDTH = 20
"""Columns of a list at least; what else is bold is shorter."""


class TerminalChair:
    """Somebody at the keyboard of a meeting on a terminal of 80 columns and 24 lines."""

    def __init__(self, terminal: Terminal, journal: Journal, cases: Sequence[str]) -> None:
        """`cases` is the agenda as the chair has it on paper."""
        self.terminal, self.journal, self.cases = terminal, journal, list(cases)
        self.pressed: list[str] = []
        """The keys since they were last counted; typed text is not a key."""
        self.unable: dict[str, str] = {}
        """The cases that could not be decided → what the screen said."""
        self._recorded = journal.last()

    # Hands

    def press(self, *keys: str) -> None:
        """Press keys, which count."""
        self.pressed += keys
        self.terminal.press(*keys)

    def types(self, text: str) -> None:
        """Type a text, and see its last word."""
        self.terminal.types(text)
        self.terminal.sees(*text.split()[-1:])

    def goes_on(self) -> None:
        """Go to the next field, and see the cursor or the keys change."""
        before = (self.terminal.cursor, self.footer)
        self.press("tab")
        self.terminal.wait_for(lambda: (self.terminal.cursor, self.footer) != before, awaited="the next field")

    def chooses(self, digit: str) -> None:
        """Choose one of a few by its place, and see it chosen."""
        before = self.terminal.frame()
        self.press(digit)
        self.terminal.wait_for(lambda: "● " in self.terminal.frame() != before, awaited=f"choice {digit}")

    # Eyes

    @property
    def on_table(self) -> str:
        """The number of the case on the table; nothing while something covers it."""
        match = ON_TABLE.search("\n".join(self.terminal.lines()[:4]))
        return match[2] if match and self.footer.startswith(" ? ") else ""

    @property
    def footer(self) -> str:
        """The last line: the keys that work now."""
        return self.terminal.lines()[-1]

    def offers(self, key: str) -> None:
        """Until the last line offers that key."""
        self.terminal.wait_for(lambda: self.on_table != "" and key in self.footer, awaited=f"the key {key}")

    def asked(self, heading: str, ready: str = "registrér") -> None:
        """Wait until a dialog with that heading is open and its keys work."""
        self.terminal.wait_for(
            lambda: f"╭─ {heading}" in self.terminal.frame() and ready in self.footer, awaited=heading
        )

    def symbol(self, case: str) -> str:
        """How the list of cases marks a case."""
        place = self.cases.index(case) + 1
        match = re.search(rf"^│ (.)  ?{place} ", self.terminal.frame(), re.MULTILINE)
        return match[1] if match else ""

    def recorded(self, wait: Callable[[], bool] = lambda: True) -> None:
        """Wait until one more event is in the journal, no more, and the table is open again."""
        self.terminal.wait_for(
            lambda: self.journal.last() > self._recorded and self.on_table != "" and wait(), awaited="one event more"
        )
        self._recorded += 1
        assert self.journal.last() == self._recorded, "one intention is one event"

    def marked(self) -> str:
        """The row that is marked in the list with the focus: both it and the list's label are bold."""
        within = [y for y, line in enumerate(self.terminal.lines()) if line.lstrip().startswith("│")]
        label = next((place for place, y in enumerate(within) if self.terminal.begins_bold(y)), 0)
        rows = (self.terminal.bold_in(y) for y in within[label:])
        return next((row.strip() for row in rows if len(row) >= WIDTH), "")

    def finds(self, words: str, key: str = "down") -> None:
        """Move in a list until the row with these words is marked."""
        first = self.marked()
        while words not in self.marked():
            before = self.marked()
            self.press(key)
            self.terminal.wait_for(lambda before=before: self.marked() not in ("", before), awaited=words)  # type: ignore[misc]
            if self.marked() == first:
                raise NeverSeenError(f"not in the list: {words}\n{self.terminal.frame()}")

    # The script

    def holds(self, steps: Sequence[script.Step]) -> dict[str, list[int]]:
        """Do the steps; the keys each case took."""
        counts: dict[str, list[int]] = {}
        for step in steps:
            self.pressed.clear()
            self.do(step)
            assert "Traceback" not in self.terminal.frame()
            counts.setdefault(getattr(step, "case", ""), []).append(len(self.pressed))
        return counts

    def do(self, step: script.Step) -> None:
        """Do one step."""
        case = getattr(step, "case", "")
        if case and not isinstance(step, (script.Attend, script.Order)):
            self.goes_to(case)
        match step:
            case script.Place():
                self._places(step)
            case script.Postpone() | script.Return() | script.Withdraw():
                self._puts_off(step)
            case script.Note() | script.Position():
                self._says(step)
            case script.Attend():
                self._attends(step)
            case script.Order():
                self._orders(step)
            case _:
                self._runs(step)

    def _places(self, step: script.Place) -> None:
        try:
            decide(self, step)
        except CannotBeDecidedError as why:
            if not step.or_waits:
                raise
            self.unable[step.case] = str(why)
            self.press("escape")
            self.do(script.Postpone(step.case, "Sagen kan ikke afgøres i dag."))
        else:
            self.recorded(lambda: self.symbol(step.case) in ("✓", "~", ""))

    def goes_to(self, case: str) -> None:
        """Put a case on the table with the arrows."""
        self.terminal.wait_for(lambda: self.on_table != "", awaited="the table")
        while self.on_table != case:
            here = self.cases.index(self.on_table)
            step = 1 if self.cases.index(case) > here else -1
            self.press("down" if step > 0 else "up")
            following = self.cases[here + step]
            self.terminal.wait_for(lambda following=following: self.on_table == following, awaited=following)  # type: ignore[misc]

    def _puts_off(self, step: script.Postpone | script.Return | script.Withdraw) -> None:
        match step:
            case script.Postpone():
                self.offers("u udsæt")
                self.press("u")
                self.asked("Udsæt", "ny linje")
                self.types(step.reason)
                if step.missing or step.source:
                    self.goes_on()
                    self.types(step.missing)
                if step.source:
                    self.goes_on()
                    self.chooses(step.source)
            case script.Return():
                self.press("r")
                self.asked("Tilbage til myndighed", "ny linje")
                self.types(step.missing)
            case script.Withdraw():
                self.press("w")
                self.asked("Tag af dagsordenen", "ny linje")
                self.types(step.reason)
        self.press("enter")
        self.recorded(lambda: self.symbol(step.case) in ("↷", "←", "×", ""))

    def _says(self, step: script.Note | script.Position) -> None:
        if isinstance(step, script.Note):
            self.offers("n notat")
            self.press("n")
            self.asked("Notat", "ny linje")
            self.types(step.text)
            self.goes_on()
            if step.speaker:
                self.chooses(step.speaker)
            else:
                self.press("enter")
                self.terminal.sees("uden navn")
        else:
            self.press(step.seat)
            self.terminal.sees("Stillingtagen", "Bemærkning")
            self.asked("")
            self.chooses(step.stance)
            if step.remark:
                while "ny linje" not in self.footer:
                    self.goes_on()
                self.types(step.remark)
        self.press("enter")
        self.recorded()

    def _attends(self, step: script.Attend) -> None:
        self.press("t")
        self.asked("Fremmøde")
        self.finds(step.person)
        if step.substitute:
            self.press("s")
            self.asked("Stedfortræder", "vælg")
            self.press(step.substitute)
            self.asked("Fremmøde")
            self.terminal.sees("stedfortræder ")
        self.press(step.status)
        self.terminal.wait_for(lambda: STATUSES[step.status] in self.marked(), awaited=STATUSES[step.status])
        if step.case:
            self.press("f")
            self.asked("Fra hvilket punkt", "vælg")
            self.finds(step.case)
            self.press("enter")
            self.asked("Fremmøde")
        elif "fra punkt" in self.marked():
            self.press("f")
            self.asked("Fra hvilket punkt", "vælg")
            self.press("1")
            self.asked("Fremmøde")
        self.terminal.sees("│ * ")
        self.press("enter")
        self._leaves_what_was_decided()
        self.recorded()

    def _leaves_what_was_decided(self) -> None:
        """Decisions stand, also when others sat in them than was thought."""
        self.terminal.wait_for(
            lambda: AFFECTED in self.terminal.frame() or self.on_table != "", awaited="the table, or what is affected"
        )
        if AFFECTED in self.terminal.frame():
            self.press("escape")

    def _orders(self, step: script.Order) -> None:
        self.press("o")
        self.asked("Sagernes rækkefølge")
        self.finds(f" {step.case} ")
        place = self.cases.index(step.case)
        self.cases.insert(place + step.by, self.cases.pop(place))
        for _ in range(abs(step.by)):
            before = self.terminal.frame()
            self.press("J" if step.by > 0 else "K")
            self.terminal.wait_for(lambda before=before: self.terminal.frame() != before, awaited="another order")  # type: ignore[misc]
        self.press("enter")
        self.recorded()

    def _runs(self, step: script.Step) -> None:
        match step:
            case script.Open():
                self.offers("s åbn mødet")
                self.press("s")
                # On another day than that of the meeting it asks first.
                self.terminal.wait_for(
                    lambda: "esc annullér" in self.footer or self.journal.last() > self._recorded,
                    awaited="a question or the open meeting",
                )
                if "esc annullér" in self.footer:
                    self.asked("Åbn mødet", "esc annullér")
                    self.press("enter")
                self.recorded(lambda: "enter beslut" in self.footer)
            case script.Undo():
                self.offers("z fortryd")
                asks = self.on_table != step.of
                self.press("z")
                if asks:
                    self.asked("Fortryd i en anden sag", "esc annullér")
                    self.press("enter")
                self.recorded(lambda: self.on_table == step.of and self.symbol(step.of) in (" ", ""))
            case script.Close():
                self.offers("l luk mødet")
                self.press("l")
                self.asked("Luk mødet", "esc annullér")
                self.press("enter")
                self.recorded(lambda: "v godkend" in self.footer)
            case script.Approve():
                self.offers("v godkend")
                self.press("v")
                self.asked("Godkend", "esc annullér")
                self.press("enter")
                self.recorded(lambda: "godkendt" in self.terminal.lines()[0])
