"""A decision that is left to look at something else: what was put together is there again."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from kpcommittee.domain.meeting.intentions import Attend, LeaderStance, Note, Open, Postpone
from kpcommittee.domain.meeting.refusal import Refusal
from kpcommittee.tui.decide.dialog import DecideDialog
from kpcommittee.tui.decide.seats import SeatRow
from kpcommittee.tui.decide.unfinished import Choices, kept_choices, text_of_choices
from kpcommittee.tui.widgets.editors import Line
from kpcommittee.wording.unfinished import CHOICES
from tests.builders import Table, case
from tests.drivers.chair import MeetingChair, chair_at
from tests.drivers.dialog_inputs import Drafts

CASE, CLUB = "2026-0412", "klub-havn"


async def decides(chair: MeetingChair) -> DecideDialog:
    """Open the decision of the case."""
    await chair.press("enter")
    await chair.waits_for(lambda: isinstance(chair.app.screen, DecideDialog), "the decision")
    screen = chair.app.screen
    assert isinstance(screen, DecideDialog)
    return screen


def records(chair: MeetingChair, *intentions: Open | Note | Attend | Postpone) -> None:
    """Record what a key or another program would, and show it."""
    meeting_session = chair.meeting_screen.meeting_session
    assert meeting_session is not None
    for intention in intentions:
        assert not isinstance(meeting_session.record(intention), Refusal), intention
    chair.meeting_screen.refresh_state()


async def puts_together(chair: MeetingChair) -> None:
    """Choose another provider and start, and two positions, and leave."""
    records(chair, Open())
    chair.meeting_screen.choose(CASE)
    dialog = await decides(chair)
    await chair.press("j")
    dialog.start.value = "18.1.2027"
    await chair.press("s", "space", "2", "2", "2")
    await chair.waits_for(lambda: "uenig" in chair.screen_text, "the positions")
    await chair.press("escape")
    await chair.waits_for(lambda: chair.app.screen is chair.meeting_screen, "the meeting")


def stances(dialog: DecideDialog) -> dict[str, str | None]:
    return {row.seat.role: row.stance.value for row in dialog.query(SeatRow) if row.stance.value}


@pytest.mark.parametrize("meanwhile", [(), (Note(case=CASE, text="The school called"),)])
async def test_what_was_put_together_is_there_again_with_a_mark(workspace: Path, meanwhile: tuple[Note, ...]) -> None:
    """Provider, start and positions were chosen anew whenever the chair had looked at the card or taken a note."""
    async with chair_at(workspace, language="da") as chair:
        await puts_together(chair)
        records(chair, *meanwhile)
        dialog = await decides(chair)
        await chair.sees("Klub Havn, u. ", "18.01.2027", "kladde")
        assert dialog.providers.chosen is not None
        assert dialog.providers.chosen.option.provider == CLUB
        assert not dialog.people.is_chosen, "nobody is named later by chance"
        assert stances(dialog) == {"school": "agree", "club": "disagree"}
        assert dialog._now.proposal.start == date(2027, 1, 18)
        await chair.press("escape")
        assert stances(await decides(chair)) == {"school": "agree", "club": "disagree"}, "left once more as it was"


async def test_nothing_is_kept_of_a_decision_that_was_only_looked_at(workspace: Path) -> None:
    async with chair_at(workspace, language="da") as chair:
        records(chair, Open())
        await decides(chair)
        await chair.press("escape", "enter")
        await chair.sees("Registrér beslutningen")
        chair.misses("kladde")


def draft(chair: MeetingChair) -> str:
    """The choices that are kept for the case; empty if none are."""
    meeting_session = chair.meeting_screen.meeting_session
    assert meeting_session is not None
    return meeting_session.draft(CASE, CHOICES) or ""


async def chooses_another(chair: MeetingChair) -> None:
    """Choose another provider in the decision, and wait until that is kept."""
    records(chair, Open())
    chair.meeting_screen.choose(CASE)
    await decides(chair)
    await chair.press("j")
    await chair.waits_for(lambda: f'"provider":"{CLUB}"' in draft(chair), "the provider in the draft")


async def test_what_is_put_together_is_kept_while_the_dialog_is_open(workspace: Path) -> None:
    """Only what was left with escape was there again after the program had been killed."""
    async with chair_at(workspace, language="da") as chair:
        await chooses_another(chair)
        await chair.press("s", "space")
        await chair.waits_for(lambda: '"stance":"agree"' in draft(chair), "the position in the draft")
        await chair.press("escape", "enter")
        await chair.sees("kladde")


async def test_what_is_as_it_was_is_forgotten_again(workspace: Path) -> None:
    async with chair_at(workspace, language="da") as chair:
        await chooses_another(chair)
        await chair.press("k")
        await chair.waits_for(lambda: not draft(chair), "no draft")
        await chair.press("escape", "enter")
        await chair.sees("Registrér beslutningen")
        chair.misses("kladde")


async def test_it_is_forgotten_when_somebody_else_sits_there(workspace: Path) -> None:
    async with chair_at(workspace, language="da") as chair:
        await puts_together(chair)
        records(chair, Attend(person="Lone Bech", status="excused"))
        dialog = await decides(chair)
        assert stances(dialog) == {}
        assert dialog.providers.chosen is not None
        assert dialog.providers.chosen.option.provider == "klub-oest"


async def test_it_is_forgotten_once_the_case_is_decided(workspace: Path) -> None:
    async with chair_at(workspace, language="da") as chair:
        await puts_together(chair)
        dialog = await decides(chair)
        await chair.press("k", "a", "enter")
        await chair.waits_for(lambda: chair.app.screen is not dialog and chair.state(CASE) != "open", "the decision")
        chair.meeting_screen.choose(CASE)
        await chair.press("z")
        await chair.waits_for(lambda: chair.state(CASE) == "open", "the case open again")
        assert stances(await decides(chair)) == {}


async def test_a_start_that_cannot_be_read_loses_nothing_else(workspace: Path) -> None:
    """Everything was forgotten, also what had been put together before."""
    async with chair_at(workspace, language="da") as chair:
        await puts_together(chair)
        dialog = await decides(chair)
        dialog.start.value = "18.x"
        await chair.press("escape")
        dialog = await decides(chair)
        assert dialog.providers.chosen is not None
        assert dialog.providers.chosen.option.provider == CLUB
        assert stances(dialog) == {"school": "agree", "club": "disagree"}
        await chair.sees("18.01.2027", "kladde")


async def test_a_remark_that_will_be_recorded_is_in_sight_whatever_the_stance_became(workspace: Path) -> None:
    """Who had disagreed with a remark and agreed then was recorded with the remark, which nothing showed."""
    async with chair_at(workspace, language="da") as chair:
        await puts_together(chair)
        dialog = await decides(chair)
        club = next(row for row in dialog.query(SeatRow) if row.seat.role == "club")
        club.query_one(Line).value = "Kun et forsøg"
        club.agree()
        await chair.sees("● enig", "Kun et forsøg")
        await chair.press("escape")
        dialog = await decides(chair)
        assert stances(dialog) == {"school": "agree", "club": "agree"}
        await chair.sees("● enig", "Kun et forsøg")


async def test_what_was_put_together_is_there_after_the_program_was_killed(workspace: Path) -> None:
    """What was typed came back, and what was chosen did not."""
    async with chair_at(workspace, language="da") as chair:
        await puts_together(chair)
    async with chair_at(workspace, language="da") as chair:
        chair.meeting_screen.choose(CASE)
        dialog = await decides(chair)
        await chair.sees("Klub Havn, u. ", "18.01.2027", "kladde")
        assert stances(dialog) == {"school": "agree", "club": "disagree"}


async def test_what_was_put_together_is_there_when_a_signal_ended_the_program(workspace: Path) -> None:
    async with chair_at(workspace, language="da") as chair:
        records(chair, Open())
        chair.meeting_screen.choose(CASE)
        dialog = await decides(chair)
        await chair.press("j")
        dialog.keep_typed()
    async with chair_at(workspace, language="da") as chair:
        chair.meeting_screen.choose(CASE)
        dialog = await decides(chair)
        await chair.sees("kladde")
        assert dialog.providers.chosen is not None
        assert dialog.providers.chosen.option.provider == CLUB


async def test_what_was_put_together_is_deleted_by_quitting_and_needs_no_second_key(workspace: Path) -> None:
    async with chair_at(workspace, language="da") as chair:
        await puts_together(chair)
        await chair.press("q")
        await chair.waits_for(lambda: not chair.app.is_running or chair.app._exit, "the end")
    async with chair_at(workspace, language="da") as chair:
        chair.meeting_screen.choose(CASE)
        assert stances(await decides(chair)) == {}
        chair.misses("kladde")


def test_only_what_can_still_be_chosen_is_kept() -> None:
    table, drafts = Table(case()).does(Open()), Drafts()
    seen = table.sees()
    dissent = LeaderStance(stance="disagree", provider="house", remark="Nærmere")
    whole = Choices(
        provider="north-club", staff="mia", start=date(2027, 1, 4), hours=Decimal("2.5"), later=False,
        stances={"school": dissent}, second_choice="firm",
    )  # fmt: skip
    gone = (
        replace(whole, provider="gone"), replace(whole, staff="gone"), replace(whole, second_choice="gone"),
        replace(whole, stances={"school": replace(dissent, provider="gone")}),
    )  # fmt: skip
    for choices in (whole, Choices(provider="house"), *gone):
        drafts.save(CHOICES, text_of_choices(seen, choices))
        assert kept_choices(seen, drafts) == (None if choices in gone else choices)
    table.does(Attend(person="Lone", status="excused"))
    drafts.save(CHOICES, text_of_choices(seen, whole))
    assert kept_choices(table.sees(), drafts) is None, "somebody else sits there"
    for text in ("", "{", "[]", '{"rests_on": 1}'):
        drafts.save(CHOICES, text)
        assert kept_choices(seen, drafts) is None
