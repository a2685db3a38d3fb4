"""F10: every letter and every frame of every screen can be read in each of the three themes.

The ratios are those of WCAG 2.2: 1.4.3 (text 4.5), 1.4.6 (7, high contrast), 1.4.11 (what is not text 3).
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.segment import Segment
from textual.color import Color
from textual.pilot import Pilot

from kpcommittee.services.session import Session
from kpcommittee.tui.app import KpApp
from kpcommittee.tui.themes import THEMES
from tests.drivers.sample_session import running_sample
from tests.tui.test_snapshots import PAST, SCREENS, after
from tools.pictures import MEETING_ID, TO_SOFIA, settled

LEAST = {"kp-dark": (4.5, 3.0), "kp-light": (4.5, 3.0), "kp-contrast": (7.0, 3.0)}
"""Theme → the least contrast of a letter, and of a frame or another sign that has a meaning."""
WALKS = {"meeting": TO_SOFIA, **SCREENS, "disqualify": (*TO_SOFIA, "i")}
DECORATION = set("▁▂▃▄▅▆▇▔▎▊▕▏▐▌▍█░▒▓ ⌄▼▲")
"""Edges and grounds: they only accompany what is written, and the signs of a bar are letters of their own."""
FRAMES = set("─│╭╮╰╯├┤┬┴┼━┃┏┓┗┛╸╺╶╴═║")


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> Iterator[Session]:
    """The sample in the middle of its meeting; a terminal's own wishes do not count."""
    for wish in ("NO_COLOR", "TEXTUAL_THEME", "KPCOMMITTEE_ASCII"):
        monkeypatch.delenv(wish, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    session = running_sample(tmp_path / "sample", "da", past=name in PAST)
    yield session
    session.close()


@pytest.mark.parametrize("name", WALKS)
async def test_it_can_be_read(session: Session, name: str) -> None:
    """The way there is gone in a theme that is another from screen to screen; there the others are chosen."""
    app = KpApp(session, MEETING_ID)
    first = [*WALKS].index(name) % len(LEAST)
    themes = [*LEAST][first:] + [*LEAST][:first]
    async with app.run_test(size=(120, 40)) as pilot:
        app.theme = themes[0]
        await after(*WALKS[name])(pilot)
        for theme in themes:
            app.theme = theme
            await settled(pilot)
            assert (theme, sorted(set(too_weak(pilot, *LEAST[theme])))) == (theme, [])


TEXTS = ("foreground", *(f"text-{name}" for name in ("muted", "success", "warning", "error", "accent", "primary")))
MARKED = [("primary-muted", 1.0), ("foreground", 0.12), ("foreground", 0.15)]
"""The backgrounds of marked rows, as the style sheets lay them over the ground: with the focus, and without."""


@pytest.mark.parametrize("name", LEAST)
def test_every_colour_can_be_read_on_a_marked_row(name: str) -> None:
    """Red on one in the high contrast had 4.70 to 1. No row of the walks above is red and marked."""
    _label, theme = THEMES[name]
    colours = theme.to_color_system().generate() | theme.variables
    ground = Color.parse(colours["background"])
    for marked, share in MARKED:
        behind = ground.blend(Color.parse(colours[marked]), share)
        ratios = {text: _ratio(Color.parse(colours[text]), behind) for text in TEXTS}
        assert {text: ratio for text, ratio in ratios.items() if ratio < LEAST[name][0]} == {}, (marked, share)


def too_weak(pilot: Pilot[Any], letters: float, frames: float) -> Iterator[str]:
    """Yield each text on the screen that has less contrast than letters, or frames, must have."""
    segments = [*_segments(pilot)]
    assert len(segments) > 20, "there is something to read"
    for segment in segments:
        style = segment.style
        if style is None or style.color is None or style.bgcolor is None or style.reverse:
            continue
        least = _least(segment.text, letters, frames)
        front, behind = Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)
        if (ratio := _ratio(front, behind)) < least:
            yield f"{ratio:.2f} < {least}: {segment.text.strip()[:30]!r} {front.hex} on {behind.hex}"


def _ratio(front: Color, behind: Color) -> float:
    lighter, darker = sorted((_luminance(front), _luminance(behind)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: Color) -> float:
    """Return the relative luminance as WCAG defines it."""
    red, green, blue = (_linear(part / 255) for part in color.rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _segments(pilot: Pilot[Any]) -> Iterator[Segment]:
    for strip in pilot.app.screen._compositor.render_strips():
        yield from (segment for segment in strip if segment.text.strip())


def _least(text: str, letters: float, frames: float) -> float:
    signs = set(text) - DECORATION
    if not signs:
        return 0.0
    return frames if signs <= FRAMES else letters
