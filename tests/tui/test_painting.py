"""Each change is laid out, styled and painted once: counted, where a clock would say something else each time."""

from collections import Counter
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from textual._compositor import Compositor, LayoutUpdate
from textual.css.stylesheet import Stylesheet
from textual.widget import Widget
from textual.widgets._toast import ToastHolder

from kpcommittee.documents import markdown
from kpcommittee.documents.markdown import Redact, render_as_is
from kpcommittee.documents.model import Minutes
from kpcommittee.domain.meeting.intentions import Order
from kpcommittee.domain.review.past import PastDecision
from kpcommittee.services import minutes as minutes_service
from kpcommittee.services.meeting_session import MeetingSession
from kpcommittee.services.minutes import minutes_text
from kpcommittee.tui import holding
from kpcommittee.tui.meeting import screen
from kpcommittee.tui.painting import PaintedOnce
from kpcommittee.tui.screens import history_query
from kpcommittee.tui.screens.after_meeting import AfterMeetingScreen, ToldScreen
from kpcommittee.tui.screens.changes import ChangesScreen
from kpcommittee.tui.screens.history import HistoryScreen
from kpcommittee.tui.screens.minutes import MinutesScreen
from kpcommittee.tui.widgets.key_bar import ScreenKeys
from tests.drivers.chair import MeetingChair, chair_at
from tests.tui.steps import open_meeting

DIALOGS = {
    "enter": ("DecideDialog", 2),
    "n": ("NoteDialog", 1),
    "2": ("PositionDialog", 2),
    "question_mark": ("HelpScreen", 2),
    "t": ("PresenceScreen", 1),
    "r": ("ReturnDialog", 1),
    "w": ("WithdrawDialog", 1),
}
"""Key → a dialog with much in it, and how often it may be laid out. Some parts wrap once they have a width."""


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often a whole screen was painted or laid out, and widgets styled again; no clock paints meanwhile."""
    monkeypatch.setattr(screen, "TICK", 600.0)
    monkeypatch.setattr(holding, "FOLLOW", 600.0)
    counted: Counter[str] = Counter()
    paint, lay_out, style = Compositor.render_update, Compositor.reflow, Stylesheet.update_nodes

    def painted(compositor: Compositor, *more: Any, **named: Any) -> Any:
        picture = paint(compositor, *more, **named)
        counted["painted"] += isinstance(picture, LayoutUpdate)
        counted["pictures"] += picture is not None
        return picture

    def laid_out(compositor: Compositor, *more: Any) -> Any:
        counted["laid out"] += 1
        return lay_out(compositor, *more)

    def styled(stylesheet: Stylesheet, nodes: Any, **named: Any) -> None:
        nodes = list(nodes)
        counted["styled again"] += len(nodes)
        style(stylesheet, nodes, **named)

    monkeypatch.setattr(Compositor, "render_update", painted)
    monkeypatch.setattr(Compositor, "reflow", laid_out)
    monkeypatch.setattr(Stylesheet, "update_nodes", styled)
    return counted


async def opened(chair: MeetingChair, key: str, dialog: str) -> None:
    await chair.press(key)
    await chair.waits_for(lambda: type(chair.app.screen).__name__ == dialog, dialog)
    await chair.pilot.pause(0.1)


@pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["wide", "narrow"])
async def test_an_opened_dialog_is_painted_once_and_so_is_what_is_below_when_it_is_left(
    workspace: Path, done: Counter[str], size: tuple[int, int]
) -> None:
    """A second picture of the same would be the same bytes again, and the key's answer one frame later."""
    async with chair_at(workspace, size, every_picture=True) as chair:
        await open_meeting(chair)
        await opened(chair, "o", "OrderScreen")
        await opened(chair, "escape", "MeetingScreen")  # the notice of the opening is gone now, and its place too
        for key, (dialog, layouts) in DIALOGS.items():
            for _time in ("for the first time", "again"):
                await chair.pilot.pause(0.2)
                done.clear()
                await opened(chair, key, dialog)
                assert done["painted"] == 1, f"{dialog}: {done}"
                assert done["laid out"] <= layouts, f"{dialog}: {done}"
                assert done["pictures"] == 1, f"{dialog}: {done}"
                assert done["styled again"] <= 2, f"{dialog}: {done}"
                done.clear()
                await opened(chair, "escape", "MeetingScreen")
                assert done["painted"] == 1, f"after {dialog}: {done}"
                assert done["laid out"] == 0, f"after {dialog}: {done}"


async def test_the_first_screen_is_painted_once_and_so_its_sheet_is_parsed_and_its_parts_are_styled(
    workspace: Path, done: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The framework parses for its own colours first, and styles and paints all again when the screen comes up."""
    reparse = Stylesheet.reparse

    def counted(stylesheet: Stylesheet) -> None:
        done["parsed again"] += 1
        reparse(stylesheet)

    monkeypatch.setattr(Stylesheet, "reparse", counted)
    async with chair_at(workspace, every_picture=True) as chair:
        assert done["painted"] == 1, done
        assert done["parsed again"] == 0
        assert done["styled again"] <= 2, done
        await chair.press("ctrl+t")
        await chair.waits_for(lambda: done["parsed again"] == 1, "other colours")


async def test_past_decisions_are_painted_once_with_what_the_first_search_found(
    workspace: Path, done: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Painted before that, the empty list would cost as much as the full one."""
    searched = Event()

    def slow(*_given: Any) -> tuple[PastDecision, ...]:
        assert searched.wait(20)
        return ()

    monkeypatch.setattr(history_query, "history", slow)
    monkeypatch.setattr(PaintedOnce, "_waits", 10_000)
    async with chair_at(workspace, every_picture=True) as chair:
        await chair.press("h")
        await chair.waits_for(lambda: isinstance(chair.app.screen, HistoryScreen), "past decisions")
        await chair.pilot.pause(0.2)
        done.clear()
        await chair.pilot.pause(0.2)
        assert done["pictures"] == 0, done
        searched.set()
        await chair.waits_for(lambda: done["painted"] > 0, "the picture")
        await chair.sees("There is no past decision yet.")
        assert done["painted"] == 1, done


async def test_what_a_key_changes_in_several_parts_is_one_picture(workspace: Path, done: Counter[str]) -> None:
    """A list, the fields that follow from its row and their new sizes were five pictures, one after the other."""
    async with chair_at(workspace, every_picture=True) as chair:
        await open_meeting(chair)
        await opened(chair, "enter", "DecideDialog")
        done.clear()
        await chair.press("j")
        await chair.pilot.pause(0.3)  # the first time asks for a reason, in a field that is made for it
        assert done["styled again"] <= 4, "the lists that become lower, not the whole dialog"
        done.clear()
        await chair.press("j")
        await chair.waits_for(lambda: done["pictures"] > 0, "another provider")
        await chair.pilot.pause(0.3)
        assert done["pictures"] <= 2, done
        assert done["laid out"] <= 3, done


@pytest.mark.parametrize(
    ("opens", "dialog", "keys", "most"),
    [("2", "PositionDialog", "2", 0), ("i", "DisqualifyDialog", "1", 0), ("enter", "DecideDialog", "111", 4)],
)
async def test_parts_that_an_answer_shows_are_styled_and_not_the_whole_dialog(
    workspace: Path, done: Counter[str], opens: str, dialog: str, keys: str, most: int
) -> None:
    """A class on the dialog, or on the seat, had everything in it styled again: half of the key's time."""
    async with chair_at(workspace, every_picture=True) as chair:
        await open_meeting(chair)
        await opened(chair, opens, dialog)
        await chair.press(*keys[:-1])
        await chair.pilot.pause(0.2)
        done.clear()
        await chair.press(keys[-1])
        await chair.waits_for(lambda: done["pictures"] > 0, "the answer")
        await chair.pilot.pause(0.2)
        assert done["styled again"] <= most, done


async def test_another_panel_has_the_narrow_screen_styled_once(workspace: Path, done: Counter[str]) -> None:
    """It was styled for the panel that went, and again for the one that came."""
    async with chair_at(workspace, (80, 24), every_picture=True) as chair:
        await chair.press("tab", "tab")
        await chair.pilot.pause(0.3)
        done.clear()
        await chair.press("tab")
        await chair.waits_for(lambda: done["pictures"] > 0, "the next panel")
        await chair.pilot.pause(0.2)
        parts = len([*chair.meeting_screen.walk_children(Widget, with_self=True)])
        assert done["styled again"] <= parts + 2, done  # and the two between which the cursor moves


async def test_a_screen_that_opens_asks_which_keys_work_when_they_are_drawn(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The key line asked with each part that was mounted, for a line that was not drawn yet."""
    asked: list[ScreenKeys] = []
    working = ScreenKeys._working

    def counted(line: ScreenKeys) -> Any:
        asked.append(line)
        return working(line)

    monkeypatch.setattr(ScreenKeys, "_working", counted)
    async with chair_at(workspace, every_picture=True) as chair:
        await opened(chair, "M", "MissingScreen")
        await chair.pilot.pause(0.2)
        assert len(asked) <= 2, "for the picture, and when its last part has answered"


async def test_what_is_typed_does_not_lay_out_the_dialog(workspace: Path, done: Counter[str]) -> None:
    """The line about what is missing was cleared with every character, and all was laid out again."""
    async with chair_at(workspace, every_picture=True) as chair:
        await open_meeting(chair)
        await opened(chair, "n", "NoteDialog")
        await chair.press("A")
        await chair.pilot.pause(0.2)
        done.clear()
        await chair.press("A")
        await chair.waits_for(lambda: done["pictures"] > 0, "the letter")
        await chair.pilot.pause(0.2)
        assert done["laid out"] == 0, done


async def test_what_is_removed_is_gone_in_the_picture_of_the_key(workspace: Path, done: Counter[str]) -> None:
    """It kept its place until it was taken apart, and then all was laid out and painted again."""
    async with chair_at(workspace, every_picture=True) as chair:
        await chair.press("slash", "a")
        await chair.pilot.pause(0.2)
        done.clear()
        await chair.press("escape")
        await chair.waits_for(lambda: done["painted"] > 0, "the whole list")
        await chair.pilot.pause(0.2)
        assert done["painted"] == 1
        assert done["laid out"] == 1


async def test_the_end_of_the_minutes_is_one_picture(workspace: Path, done: Counter[str]) -> None:
    """Their head was painted first, and the end of the text after it."""
    async with chair_at(workspace, every_picture=True) as chair:
        await open_meeting(chair)
        await opened(chair, "m", "MinutesScreen")
        done.clear()
        await chair.press("G")
        await chair.waits_for(lambda: done["pictures"] > 0, "the end")
        await chair.pilot.pause(0.2)
        assert done["pictures"] == 1


@pytest.mark.parametrize(("key", "dialog"), [("n", "NoteDialog"), ("e", "BudgetScreen")])
async def test_what_changes_under_a_dialog_is_in_the_picture_of_the_dialog(
    workspace: Path, done: Counter[str], key: str, dialog: str
) -> None:
    """The screen below told the one above twice of each change, and all was painted each time."""
    async with chair_at(workspace, every_picture=True) as chair:
        await open_meeting(chair)
        await opened(chair, key, dialog)
        done.clear()
        await chair.press("f2")
        await chair.waits_for(lambda: done["painted"] > 0, "hidden names")
        await chair.pilot.pause(0.2)
        assert done["painted"] == 1


@pytest.mark.parametrize(("earlier", "pictures"), [(0, 0), (2, 1)])
async def test_a_heading_is_painted_again_only_if_earlier_meetings_have_something_left(
    workspace: Path, done: Counter[str], monkeypatch: pytest.MonkeyPatch, earlier: int, pictures: int
) -> None:
    """They are counted beside the keys, and mostly there are none: the same heading was painted a second time."""
    looked, shown = Event(), Event()
    say = AfterMeetingScreen._say_earlier

    def count(_screen: ToldScreen) -> int:
        assert looked.wait(20)
        return earlier

    def says(screen: ToldScreen, counted: int) -> None:
        say(screen, counted)
        shown.set()

    monkeypatch.setattr(ToldScreen, "count_earlier", count)
    monkeypatch.setattr(ToldScreen, "_say_earlier", says)
    async with chair_at(workspace, every_picture=True) as chair:
        await open_meeting(chair)
        await opened(chair, "U", "ToldScreen")
        done.clear()
        looked.set()
        await chair.waits_for(shown.is_set, "the count")
        await chair.pilot.pause(0.2)
        assert done["pictures"] == pictures


async def test_a_notice_is_in_the_picture_of_what_it_tells_of_and_leaves_nothing_behind(workspace: Path) -> None:
    """The framework paints it afterwards, and keeps what held it for the rest of the meeting."""
    async with chair_at(workspace, every_picture=True) as chair:
        screen = chair.meeting_screen
        for notice in ("First", "Second", "Third"):
            screen.say(notice)
            assert [holder.display for holder in screen.query(ToastHolder)].count(True) == 1
            await chair.sees(notice)
        await chair.waits_for(lambda: len(screen.query(ToastHolder)) == 1, "the last notice alone")


async def test_a_part_that_never_answers_holds_no_picture_back(
    workspace: Path, done: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with chair_at(workspace, every_picture=True) as chair:
        await opened(chair, "question_mark", "HelpScreen")
        monkeypatch.setattr(PaintedOnce, "_has_questions", lambda _screen: True)
        done.clear()
        await chair.press("j")
        await chair.waits_for(lambda: done["pictures"] > 0, "the next line")


async def test_what_comes_after_a_picture_waits_for_one_that_is_put_off(
    workspace: Path, done: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first picture of a long journal took a fifth of a second longer beside the imports that follow it."""
    pictures_before: list[int] = []
    async with chair_at(workspace, every_picture=True) as chair:
        await opened(chair, "question_mark", "HelpScreen")
        monkeypatch.setattr(PaintedOnce, "_has_questions", lambda _screen: done["laid out"] > 0)
        done.clear()
        chair.app.screen.refresh(layout=True)
        chair.app.screen.call_after_refresh(lambda: pictures_before.append(done["pictures"]))
        await chair.waits_for(lambda: bool(pictures_before), "what comes after the picture")
    assert pictures_before == [1]


async def test_a_dialog_that_is_removed_does_nothing_more_after_its_picture(workspace: Path) -> None:
    """A decision that was recorded before its fields were drawn looked for them when they were gone, and all ended."""
    called: list[str] = []
    async with chair_at(workspace, every_picture=True) as chair:
        await opened(chair, "question_mark", "HelpScreen")
        dialog = chair.app.screen
        assert isinstance(dialog, PaintedOnce)
        dialog._pruning = True
        dialog._invoke_later(lambda: called.append("dialog"), dialog)
        dialog._invoke_later(lambda: called.append("app"), chair.app)
        await dialog._invoke_and_clear_callbacks()
        dialog._pruning = False
    assert called == ["app"]


async def test_what_changes_in_a_batch_is_painted_when_it_has_ended(workspace: Path, done: Counter[str]) -> None:
    """Without another key: the framework would paint it with whatever changes next."""
    async with chair_at(workspace, every_picture=True) as chair:
        await opened(chair, "question_mark", "HelpScreen")
        text = chair.app.screen.query_one("Page")
        done.clear()
        with chair.app.batch_update():
            text.refresh()
            await chair.pilot.pause(0.1)
            assert done["pictures"] == 0
        await chair.waits_for(lambda: done["pictures"] > 0, "the text")
        await chair.pilot.pause(0.1)
        done.clear()
        with chair.app.batch_update():
            await chair.pilot.resize_terminal(90, 30)
            await chair.pilot.pause(0.1)
            assert done["pictures"] == 0
        await chair.waits_for(lambda: done["painted"] > 0, "the picture in the other size")


async def test_all_styles_are_read_ahead_and_have_room_where_the_framework_keeps_them(workspace: Path) -> None:
    """Where one more were read than it keeps, each new kind of widget would have all of them read again."""
    async with chair_at(workspace) as chair:
        stylesheet = chair.app.stylesheet
        await chair.waits_for(lambda: len(stylesheet.source) > 20, "the styles of all screens")
        before = set(stylesheet.source)
        await opened(chair, "question_mark", "HelpScreen")
        assert {place for place in set(stylesheet.source) - before if "kpcommittee" in place[0]} == set()
        assert len(stylesheet.source) + 10 < stylesheet._parse_cache.maxsize


async def test_the_minutes_are_rendered_once_until_the_meeting_is_another(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered: list[int | None] = []

    def render(meeting_session: MeetingSession, version: int | None, seen: Redact | None) -> str:
        rendered.append(version)
        return minutes_text(meeting_session, version, seen)

    monkeypatch.setattr(minutes_service, "minutes_text", render)
    async with chair_at(workspace) as chair:
        await open_meeting(chair)
        await opened(chair, "m", "MinutesScreen")
        await opened(chair, "question_mark", "HelpScreen")
        await opened(chair, "escape", "MinutesScreen")
        assert len(rendered) == 1
        assert chair.meeting_screen.meeting_session is not None
        chair.meeting_screen.meeting_session.record(
            Order(cases=tuple(item.number for item in chair.meeting.items[::-1]))
        )
        await opened(chair, "question_mark", "HelpScreen")
        await opened(chair, "escape", "MinutesScreen")
        assert len(rendered) == 2


async def test_the_same_minutes_are_rendered_once_however_often_they_are_opened_and_written(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What had just been read was rendered again to be written, which was a third of the key's time."""
    rendered: list[Minutes] = []

    def render(minutes: Minutes) -> str:
        rendered.append(minutes)
        return render_as_is(minutes)

    monkeypatch.setattr(markdown, "render_as_is", render)
    async with chair_at(workspace) as chair:
        await open_meeting(chair)
        for _time in range(2):
            await opened(chair, "m", "MinutesScreen")
            await chair.press("e")
            await chair.waits_for(lambda: "minutes/2026-12-02.md" in chair.screen_text, "the written file")
            await opened(chair, "escape", "MeetingScreen")
        assert len(rendered) == 1
        assert chair.meeting_screen.meeting_session is not None
        reordered = Order(cases=tuple(item.number for item in chair.meeting.items[::-1]))
        chair.meeting_screen.meeting_session.record(reordered)
        await opened(chair, "m", "MinutesScreen")
        assert len(rendered) == 2
        assert rendered[0] != rendered[1]


async def test_hidden_minutes_under_another_screen_are_read_and_shown_when_they_are_come_back_to(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered: list[bool] = []

    def render(meeting_session: MeetingSession, version: int | None, seen: Redact | None) -> str:
        rendered.append(seen is not None)
        return minutes_text(meeting_session, version, seen)

    monkeypatch.setattr(minutes_service, "minutes_text", render)
    async with chair_at(workspace) as chair:
        await open_meeting(chair)
        await opened(chair, "m", "MinutesScreen")
        minutes = chair.app.screen
        assert isinstance(minutes, MinutesScreen)
        await chair.app.push_screen(ChangesScreen(2, ()))
        await chair.press("f2")
        await chair.waits_for(lambda: chair.app.hides, "hidden names")
        assert not minutes.text.visible, "what was read before is not painted when it is come back to"
        assert rendered == [False]
        await opened(chair, "escape", "MinutesScreen")
        await chair.waits_for(lambda: minutes.text.visible, "the minutes as the room may read them")
        assert rendered == [False, True]
