"""Comments on minutes before their approval, on the screen: from the meeting and from the minutes."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kpcommittee.errors import BrokenError
from kpcommittee.services.meeting_session import MeetingSession
from kpcommittee.services.session import Session
from kpcommittee.tui.app import KpApp
from kpcommittee.tui.dialogs.comments import AnswerDialog, CirculateDialog, CommentDialog, TakeInDialog
from kpcommittee.tui.screens.review import ReviewScreen
from kpcommittee.tui.widgets.pick import PickList
from tests.drivers.chair import Chair, MeetingChair
from tests.drivers.office import Office
from tests.sample import WHOLE_MEETING
from tools.pictures import MEETING_ID

NOTED = next(json.loads(line) for line in WHOLE_MEETING.splitlines() if json.loads(line)["do"] == "note")


@pytest.fixture
async def chair(tmp_path: Path) -> AsyncIterator[Chair[KpApp]]:
    """The chair with the sample's meeting closed and not approved, and a comment on the case that has a note."""
    office = Office.sample(tmp_path / "udvalg", placements=False)
    kept = [line for line in WHOLE_MEETING.splitlines() if json.loads(line)["do"] not in ("approve", "correct")]
    comment = {"do": "comment", "case": NOTED["case"], "text": "Torsdag!", "said_by": "Karim Holm"}
    office.has_recorded("\n".join([*kept, json.dumps(comment)]))
    session = Session.find(Path(office.folder), by="Inger")
    app = KpApp(session, MEETING_ID)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        yield await MeetingChair.seated(app, pilot)
    session.close()


async def review(chair: Chair[KpApp], *keys: str) -> ReviewScreen:
    await chair.press(*keys)
    await chair.waits_for(lambda: isinstance(chair.app.screen, ReviewScreen), "the comments")
    screen = chair.app.screen
    assert isinstance(screen, ReviewScreen)
    return screen


async def dialog(chair: Chair[KpApp], kind: type, *keys: str) -> None:
    await chair.press(*keys)
    await chair.waits_for(lambda: isinstance(chair.app.screen, kind), "the dialog")


async def test_an_answered_comment_leaves_the_list_and_comes_back_with_d(chair: Chair[KpApp]) -> None:
    screen = await review(chair, "V")
    await chair.sees("1 bemærkning er åben", "Karim Holm", "Torsdag!")
    await dialog(chair, AnswerDialog, "enter")
    await chair.press("enter")
    await chair.sees("Skriv svaret.")
    await chair.types("Det er rettet.")
    await chair.press("enter")
    await chair.waits_for(lambda: chair.app.screen is screen, "the list")
    await chair.sees("0 bemærkninger er åbne", "Alle bemærkninger er behandlet.")
    await chair.press("d")
    await chair.sees("Besvaret", "Det er rettet.")


async def test_an_answer_that_the_disk_refuses_stays_in_the_dialog(
    chair: Chair[KpApp], monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = await review(chair, "V")
    await dialog(chair, AnswerDialog, "enter")
    await chair.types("Det er rettet.")

    def refuse(*_asked: object) -> None:
        raise BrokenError("Disken er fuld", "Gør plads.")

    with monkeypatch.context() as full:
        full.setattr(MeetingSession, "record", refuse)
        await chair.press("enter")
        await chair.sees("Disken er fuld. Gør plads.", "Det er rettet.")
    assert isinstance(chair.app.screen, AnswerDialog)
    await chair.press("enter")
    await chair.waits_for(lambda: chair.app.screen is screen, "the list")
    await chair.sees("Alle bemærkninger er behandlet.")


async def test_taking_in_writes_the_note_anew(chair: Chair[KpApp]) -> None:
    screen = await review(chair, "V")
    await dialog(chair, TakeInDialog, "i")
    fields = chair.app.screen.query("Line, Prose")
    note = next(field for field in fields if NOTED["text"][:20] in getattr(field, "text", getattr(field, "value", "")))
    note.focus()
    await chair.press("ctrl+a" if hasattr(note, "select_all") else "home")
    await chair.types("Torsdag: ")
    await chair.press("enter")
    await chair.waits_for(lambda: chair.app.screen is screen, "the list")
    meeting = screen._meeting
    item = meeting.item(NOTED["case"])
    assert item is not None
    assert "Torsdag:" in item.notes[0].text
    assert meeting.comments[0].resolution is not None


async def test_a_new_comment_is_at_first_on_the_item_that_is_read(chair: Chair[KpApp]) -> None:
    await chair.press("m")
    await chair.sees("Referatet, som det ser ud nu")
    await chair.press("n", "n")
    await review(chair, "V")
    await dialog(chair, PickList, "n")
    await chair.sees("Det hele", "Punkt 1 (2026-0412)")
    await dialog(chair, CommentDialog, "enter")
    await chair.sees("punkt 2")
    await chair.types("Der mangler et ord.")
    await chair.press("tab")
    await chair.types("Lone Bech")
    await chair.press("enter")
    await chair.sees("2 bemærkninger er åbne", "Lone Bech", "Punkt 2")


async def test_a_digit_is_the_number_of_the_item(chair: Chair[KpApp]) -> None:
    """The whole was the first row, so that 2 meant item 1."""
    await review(chair, "V")
    await dialog(chair, CommentDialog, "n", "2")
    await chair.sees("Bemærkning · punkt 2")


async def test_what_is_typed_is_a_draft_and_named_before_the_program_ends(chair: Chair[KpApp]) -> None:
    await review(chair, "V")
    await dialog(chair, CommentDialog, "n", "end", "enter")
    await chair.types("Lone")
    await chair.press("escape", "escape", "q")
    await chair.sees("Skrevet, men ikke registreret: referatet")
    await review(chair, "V")
    await dialog(chair, CommentDialog, "n", "end", "enter")
    await chair.sees("Lone", "kladde")


async def test_sending_out_asks_for_the_last_day_and_the_minutes_say_it(chair: Chair[KpApp]) -> None:
    await review(chair, "V")
    await dialog(chair, CirculateDialog, "s")
    await chair.types("9/12-2099")
    await chair.press("enter")
    await review(chair)
    await chair.press("escape", "m")
    await chair.sees("UDKAST TIL GENNEMLÆSNING", "Bemærkninger senest 09.12.2099")


async def test_the_approval_names_open_comments_and_asks_once(chair: Chair[KpApp]) -> None:
    await chair.press("v")
    await chair.sees("1 bemærkning er åben.")
    await chair.press("enter")
    await chair.sees("Registrér én gang til for at godkende alligevel.")
    await chair.press("enter")
    await chair.sees("Referatet er godkendt")


async def test_comments_are_hidden_with_f2(chair: Chair[KpApp]) -> None:
    await review(chair, "V")
    await chair.sees("Torsdag!")
    await chair.press("f2")
    chair.misses("Torsdag!", "Karim Holm")


async def test_minutes_that_were_edited_by_hand_are_merged(chair: Chair[KpApp]) -> None:
    """What was edited and what is new are both in the file, and the edited one is kept beside it."""
    folder = Path(chair.app.session.workspace.folder) / "minutes"
    await chair.press("m")
    await chair.sees("Referatet, som det ser ud nu")
    await chair.press("e")
    await chair.sees("Skrevet til minutes/2026-12-02.md")
    path = folder / f"{MEETING_ID}.md"
    path.write_text("Rettet af sekretæren.\n\n" + path.read_text("utf-8"), "utf-8")
    await chair.press("escape")
    screen = await review(chair, "V")
    await dialog(chair, AnswerDialog, "enter")
    await chair.types("Tak")
    await chair.press("enter")
    await chair.waits_for(lambda: chair.app.screen is screen, "the list")
    await chair.press("escape", "m", "e")
    await chair.sees("rettet i hånden", "Flet")
    await chair.press("m")
    await chair.sees("2026-12-02-redigeret.md")
    assert path.read_text("utf-8").startswith("Rettet af sekretæren.")


async def test_undo_asks_before_it_passes_over_a_comment(chair: Chair[KpApp]) -> None:
    """The comment was recorded last, and stays; what is taken back is the closing."""
    await chair.press("z")
    await chair.sees("Mødet er lukket", "Det, der er registreret siden, bliver stående")
    await chair.press("escape", "z", "enter")
    await chair.sees("l luk mødet")
    await review(chair, "V")
    await chair.sees("1 bemærkning er åben")
