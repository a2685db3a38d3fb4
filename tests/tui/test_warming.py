"""The first dialog opens as fast as the next one: its styles are parsed before anybody asks for it."""

from pathlib import Path

import pytest

from tests.drivers.chair import MeetingChair, chair_at

OPENED_BY = ("enter", "u", "n", "t", "o", "h", "m", "question_mark")


def known(chair: MeetingChair) -> bool:
    """Whether all styles were read."""
    import kpcommittee.tui  # noqa: PLC0415

    sheets = Path(kpcommittee.tui.__file__).parent.rglob("*.tcss")
    return all(chair.app.stylesheet.has_source(str(sheet)) for sheet in sheets)


async def test_no_key_waits_for_styles_to_be_parsed(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with chair_at(workspace) as chair:
        await chair.press("s")
        await chair.waits_for(lambda: known(chair), "the styles of all screens")
        parsed: list[str] = []
        monkeypatch.setattr(chair.app.stylesheet, "reparse", lambda: parsed.append("again"))
        for key in OPENED_BY:
            await chair.press(key)
            await chair.waits_for(lambda: len(chair.app.screen_stack) == 2, key)
            chair.app.screen.dismiss(None)
            await chair.waits_for(lambda: len(chair.app.screen_stack) == 1, "the meeting")
        assert parsed == []
