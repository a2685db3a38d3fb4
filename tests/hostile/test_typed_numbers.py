"""Hostile numbers and days typed into the fields of dialogs: one sentence each, or what they say; nothing is lost."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from textual import events
from textual.screen import Screen

from kpcommittee.convert.scalars import YEARS
from kpcommittee.domain.meeting.intentions import Journalise, Open, Place, Postpone
from kpcommittee.domain.text import is_safe
from kpcommittee.tui.decide.dialog import DecideDialog
from kpcommittee.tui.dialogs.told import JournaliseDialog
from kpcommittee.tui.dialogs.undecided import PostponeDialog
from kpcommittee.tui.widgets.editors import Line
from tests.builders import Table
from tests.drivers.chair import NOTHING, DialogChair, opened
from tests.drivers.dialog_inputs import Drafts, scales
from tests.hostile.strings import DAYS, NUMBERS
from tests.sample import sample_table
from tests.seeds import seeds

CASE, REASON = "2026-0412", "Afventer en samtale"
ALL = (*NUMBERS, *DAYS, "0", "-1", "1,5", "999999", "4/1 4/1", "1.1.1899", "31.12.2200", "150412-4321")
FEW, MANY = 2, 12
"""Strings for each field in a run, and for each seed of the soak."""
LONGEST = 300
"""Characters of a sentence at most."""


def table() -> Table:
    """The sample's meeting, at a committee that sets the hours."""
    opened_table = sample_table()
    settings = opened_table.context.config
    settings = replace(settings, committee=replace(settings.committee, sets_hours=True))
    return opened_table.knows(config=settings).does(Open())


def deciding() -> Screen[Any]:
    at = table()
    config, law = at.context.config, at.context.law
    return DecideDialog(
        at.sees(CASE), config, law, scales(at), lambda *extent: at.sees(CASE, *extent), drafts=Drafts(), chosen=None
    )


def journalising() -> Screen[Any]:
    return JournaliseDialog(table().meeting.items[0], date(2026, 12, 2), "Inger")


FIELDS: dict[str, tuple[Callable[[], Screen[Any]], str]] = {
    "start": (deciding, "#start"),
    "end": (deciding, "#end"),
    "hours": (deciding, "#hours"),
    "postponed to": (lambda: PostponeDialog(table().sees(CASE), Drafts(postpone__reason=REASON)), "#to"),
    "journalised on": (journalising, "#on"),
}


def drawn(seed: int, name: str) -> list[str]:
    return random.Random(f"{seed} {name}").sample(ALL, MANY if seed else FEW)


async def put(chair: DialogChair, field: str, text: str) -> None:
    """Write a text into a field by its keys, or paste what no keyboard has."""
    line = chair.app.screen.query_one(field, Line)
    line.focus()
    await chair.press("home", "ctrl+k")
    if text.isascii() and text.isprintable() and len(text) < 20:
        await chair.types(text)
    else:
        line.post_message(events.Paste(text))
        await chair.pilot.pause()


def holds_what_it_says(answer: Any) -> None:
    """What came of a field is a day or a number of hours that the committee can mean."""
    days: list[date | None] = []
    match answer:
        case Place(start=start, end=end, hours=hours):
            days = [start, end]
            assert hours is None or (hours.is_finite() and Decimal(0) < hours <= 5)
        case Postpone(to=to, reason=reason):
            days = [to]
            assert reason == REASON
        case Journalise(on=on, number=number):
            days = [on]
            assert number == "J-1"
        case _:
            raise AssertionError(answer)
    assert all(day is None or day.year in YEARS for day in days)


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("seed", seeds(1, 8))
async def test_it_is_read_as_what_it_says_or_told_in_one_sentence(seed: int, field: str) -> None:
    make, name = FIELDS[field]
    async with opened(make()) as chair:
        if name == "#on":
            await put(chair, "#number", "J-1")
        for text in drawn(seed, field):
            await put(chair, name, text)
            written = chair.app.screen.query_one(name, Line).value
            await chair.press("enter")
            if chair.answer is not NOTHING:
                holds_what_it_says(chair.answer)
                return
            problem = chair.app.screen.query_one("#problem")
            sentence = str(problem.render())
            assert problem.has_class("-said"), (text, chair.screen_text)
            assert 0 < len(sentence) < LONGEST, (text, sentence)
            assert is_safe(sentence), (text, sentence)
            assert chair.app.screen.query_one(name, Line).value == written, "what was typed stays to be put right"
