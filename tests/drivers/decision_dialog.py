"""Placing a case by keys: chooses in the dialog, and answers what it lacks, one after the other."""

import re
from typing import TYPE_CHECKING

from tests.drivers import script
from tests.drivers.terminal import NeverSeenError

if TYPE_CHECKING:
    from tests.drivers.terminal_chair import TerminalChair

HEADING = "╭─ Beslutning · "
LIST = re.compile(r"^ +╭─ (?!Beslutning)(.+?) ─*╮$", re.MULTILINE)
"""A list over the dialog, and the question in its edge."""

CHOSEN = re.compile(r"^[│ ]+(.+?), u\. \d+(?:/\d+)?: ", re.MULTILINE)
"""The foot of the dialog: the provider, its worst week, before → after."""

FACTS = re.compile(r" · |(?:t/barn|kr\./md\.|på listen|distrikt|har plads|statusmøder|forberedelse)\W*$")
"""Further lines of the foot: what else is known of the provider."""

SENTENCE = re.compile(r"(?<!/md)[.?]$")
"""The end of what is missing; no fact of the foot ends so."""

EDGE = "│ ▁▂▃▄▅▆▇"
"""The frame and the scrollbar beside a line."""

NOT_YET = "Der er ikke valgt en udfører endnu"
SEATS = ("Skole", "Klub", "Myndighed", "Intern")
WORDS = {script.AGREE: "● enig", script.DISAGREE: "● uenig", script.ABSTAIN: "● tager ikke stilling"}
"""How the row of a seat says each stance."""
LATER = "at personen navngives senere"
"""In what the dialog says where the child knows nobody and no person is chosen."""

MOST = 9
"""Questions a placement can ask: a person, a reason and five cautions, and one to spare."""


class CannotBeDecidedError(NeverSeenError):
    """The dialog says why the case cannot be decided as it is put together."""


def decide(chair: "TerminalChair", step: script.Place) -> None:
    """Put a placement together and record it."""
    chair.offers("enter beslut")
    chair.press("enter")
    chair.asked("Beslutning", "a alle enige")
    chair.press("a")
    chair.terminal.wait_for(lambda: "○ enig" not in chair.terminal.frame())  # the seats may be below the edge
    _choose_provider(chair, step.provider)
    if step.person:
        provider = chair.marked()
        chair.press("tab")
        chair.terminal.wait_for(lambda: chair.marked() not in ("", provider), awaited="the people")
        chair.finds(step.person)
    if step.stances:
        _take_stances(chair, step)
    if step.in_principle:
        chair.press("p")
    if step.start:
        _begin_on(chair, step)
    chair.press("enter")
    _answer(chair, step)


def _choose_provider(chair: "TerminalChair", name: str) -> None:
    terminal = chair.terminal
    terminal.wait_for(lambda: bool(_chosen(chair)) or NOT_YET in terminal.frame(), awaited="the provider")
    if not _chosen(chair) or (name and _chosen(chair) != name):
        _move_to(chair, name)


def _move_to(chair: "TerminalChair", name: str) -> None:
    """Down the list, or from its end if the provider is not in sight; without a name to the first."""
    seen, key = set[str](), "down"
    while not _chosen(chair) or (name and _chosen(chair) != name):
        before = _chosen(chair)
        if before in seen and before:
            raise NeverSeenError(f"no provider {name}\n{chair.terminal.frame()}")
        if not seen and name not in chair.terminal.frame():
            chair.press("G")
            key = "up"
        else:
            chair.press(key)
        seen.add(before)
        chair.terminal.wait_for(lambda before=before: _chosen(chair) not in ("", before), awaited=name)  # type: ignore[misc]


def _chosen(chair: "TerminalChair") -> str:
    marked = CHOSEN.findall(chair.terminal.frame())
    return str(marked[-1]) if marked else ""


def _take_stances(chair: "TerminalChair", step: script.Place) -> None:
    """Go down the seats; who is not of one mind has a second row, which is passed."""
    chair.press("s")
    chair.terminal.wait_for(lambda: _asked(chair) != "", awaited="the seats")
    for seat, stance in step.stances.items():
        while (asked := _asked(chair)) != seat:
            row = _row(chair, asked)
            chair.press(*["tab"] * (1 + 2 * ("● uenig" in row) + ("● tager ikke stilling" in row)))
            chair.terminal.wait_for(lambda asked=asked: _asked(chair) not in ("", asked), awaited=seat)  # type: ignore[misc]
        while WORDS[stance] not in (before := _row(chair, seat)):
            chair.press("space")
            chair.terminal.wait_for(lambda seat=seat, before=before: _row(chair, seat) != before, awaited=seat)  # type: ignore[misc]


def _asked(chair: "TerminalChair") -> str:
    """The seat that is asked now: its stance stands out."""
    for y, line in enumerate(chair.terminal.lines()):
        name, place = line.strip("│ ").partition(" ")[0], line.find("●")
        if name in SEATS and "enig" in line and chair.terminal.stands_out(place, y):
            return name
    return ""


def _row(chair: "TerminalChair", seat: str) -> str:
    return next((line for line in chair.terminal.lines() if line.startswith(f"│ {seat} ") and "enig" in line), "")


def _begin_on(chair: "TerminalChair", step: script.Place) -> None:
    """Nothing is asked of a clear case: the start comes after provider and person."""
    chair.press(*["tab"] * (1 if step.person else 2))
    chair.terminal.wait_for(lambda: "a alle enige" not in chair.footer, awaited="the start")
    chair.press("ctrl+u")
    chair.terminal.wait_for(lambda: re.search(r"Start +Slut", chair.terminal.frame()) is not None, awaited="no start")
    chair.types(step.start)
    chair.terminal.sees(step.start)


def _answer(chair: "TerminalChair", step: script.Place) -> None:
    for _ in range(MOST):
        chair.terminal.wait_for(
            lambda: HEADING not in chair.terminal.frame() or bool(_problem(chair)), awaited="an answer to enter"
        )
        if LATER in _problem(chair):
            chair.press("enter")
            chair.terminal.wait_for(lambda: LATER not in _problem(chair), awaited="the next question")
            continue
        question = _question(chair)
        if question is None:
            return
        answer = next((given for given in step.answers if given.asks in question), None)
        if answer is None:
            raise NeverSeenError(f"no answer to {question}\n{chair.terminal.frame()}")
        chair.press(_digit(chair, answer.reason))
        chair.terminal.wait_for(
            lambda: HEADING in chair.terminal.frame() and "registrér" in chair.footer and "vælg" not in chair.footer,
            awaited="the line of the answer",
        )
        chair.types(answer.text)
        chair.terminal.sees(answer.text[:20])
        chair.press("enter")


def _question(chair: "TerminalChair") -> str | None:
    """What the list that opened asks; nothing, when the decision is recorded.

    Raises:
        CannotBeDecidedError: no answer would help.
    """
    asked, problem = LIST.search(chair.terminal.frame()), _problem(chair)
    if asked is None and problem:
        # A list opens after its question was said.
        chair.terminal.rests()
        asked = LIST.search(chair.terminal.frame())
        if asked is None:
            raise CannotBeDecidedError(f"{problem}\n{chair.terminal.frame()}")
    return asked[1] if asked else None


def _digit(chair: "TerminalChair", words: str) -> str:
    rows = re.findall(r"│ (\d)  (.+?) +│", chair.terminal.frame())
    return next((digit for digit, reason in rows if words in reason), "1")


def _problem(chair: "TerminalChair") -> str:
    """What the dialog says is missing: the sentence between its foot and its buttons."""
    lines = chair.terminal.lines()
    button = next((y for y, line in enumerate(lines) if "Registrér beslutningen" in line), 0)
    texts: list[str] = []
    for line in reversed(lines[:button]):
        text = line.strip(EDGE)
        if not texts and not SENTENCE.search(text):
            return ""
        if CHOSEN.match(line) or NOT_YET in line or FACTS.search(line):
            break
        texts.append(text)
    return " ".join(reversed(texts)).strip()
