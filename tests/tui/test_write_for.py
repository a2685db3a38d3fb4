"""Writing for one recipient from the minutes on the screen: what is offered, what is written, and what is refused."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kpcommittee.domain.documents import DocumentRules
from kpcommittee.services.session import Session
from kpcommittee.tui.app import KpApp
from kpcommittee.tui.screens.minutes import MinutesScreen
from kpcommittee.tui.widgets.pick import PickList
from tests.drivers.chair import Chair, MeetingChair
from tests.drivers.office import Office
from tools.pictures import MEETING_ID


@pytest.fixture
async def chair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Chair[KpApp]]:
    """The chair at the minutes of the sample's meeting, which are approved; one note names another child."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    office = Office.sample(tmp_path / "udvalg", placements=False)
    opened, *others = (office.folder / "agenda" / f"{MEETING_ID}.jsonl").read_text("utf-8").splitlines()
    leak = '{"do": "note", "case": "2026-0409", "text": "Ligesom Amina", "said_by": "Per Sand"}'
    office.has_recorded("\n".join([opened, leak, *others]))
    session = Session.find(Path(office.folder), clock=lambda: datetime(2026, 12, 10, 9, tzinfo=UTC))
    app = KpApp(session, MEETING_ID)
    async with app.run_test(size=(100, 40), notifications=True) as pilot:
        chair = await MeetingChair.seated(app, pilot)
        await chair.press("m")
        await chair.waits_for(lambda: isinstance(app.screen, MinutesScreen), "the minutes")
        yield chair
    session.close()


def written(chair: Chair[KpApp]) -> set[str]:
    return {path.name for path in (chair.app.session.workspace.folder / "minutes").glob("*")}


async def test_the_extract_of_the_item_that_is_read_is_written(chair: Chair[KpApp]) -> None:
    await chair.press("n", "n", "w")
    await chair.waits_for(lambda: isinstance(chair.app.screen, PickList), "the list")
    await chair.sees("Punkt 2: udskrift", "Punkt 2: brev til barnet", "Udfører: Klub Øst", "Tal uden navne")
    await chair.press("1")
    await chair.sees(f"minutes/{MEETING_ID}-item-2.md")
    assert f"{MEETING_ID}-item-2.md" in written(chair)


async def test_what_would_tell_of_another_child_is_refused(chair: Chair[KpApp]) -> None:
    before = written(chair)
    await chair.press("n", "w", "1")
    await chair.sees("intet er skrevet")
    chair.misses("Ligesom Amina: ")
    assert written(chair) == before


async def test_before_an_item_is_read_the_meeting_is_offered(chair: Chair[KpApp]) -> None:
    await chair.press("w")
    await chair.sees("Køreplan, kun til mødelederen")
    chair.misses("udskrift")
    await chair.press("escape")
    assert isinstance(chair.app.screen, MinutesScreen)


@pytest.mark.parametrize("key", ["e", "w"])
async def test_a_template_that_names_a_child_is_said_with_what_was_written(
    chair: Chair[KpApp], monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    """The command said it on standard error; from the screen a child's name left the house in silence."""
    session = chair.app.session
    (session.workspace.folder / "t.md").write_text("Til Amina Karlsen\n\n{{ body }}\n", encoding="utf-8")
    monkeypatch.setattr(session, "config", replace(session.config, documents=DocumentRules(text="t.md")))
    await chair.press("escape", "m")
    await chair.press("e") if key == "e" else await chair.press("w", "1")
    await chair.sees("t.md: linje 1: den fortæller om et barn", "kpcommittee template check t.md nævner alt.")
