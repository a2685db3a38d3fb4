"""Makes the pictures of the documentation: the real program at the sample meeting, drawn as SVG.

    python tools/pictures.py [--out FOLDER] [NAME …]

The workspace is a fresh copy of the sample and the clock is frozen, so pictures are reproducible.
"""

import argparse
import asyncio
import os
import re
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from kpcommittee.domain.meeting.intentions import Intention, Note, Open, Place, Postpone, ReasonGiven
from kpcommittee.domain.meeting.refusal import Refusal
from kpcommittee.services.imports import import_placements
from kpcommittee.services.meeting_session import MeetingSession, Request
from kpcommittee.services.session import Session
from kpcommittee.workspace.starting import copy_demo, copy_sample

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from kpcommittee.tui.app import KpApp

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
NINE = datetime(2026, 12, 2, 9, 0, tzinfo=timezone(timedelta(hours=1)))
NOW = NINE.replace(minute=24)
FOUR_MINUTES = timedelta(minutes=4)
MEETING_ID = "2026-12-02"
CHAIR = "Inger Thorsen"
PATIENCE = 30.0
"""Seconds until a screen that does not come counts as missing."""

SOON = date(2026, 12, 14)
MEETING: tuple[Intention, ...] = (
    Open(),
    Place(case="2026-0412", provider="klub-oest", staff="mette-h", start=SOON, positions="all_agree"),
    Postpone(case="2026-0409", reason="Barnets syn mangler", missing="Samtale med barnet", from_role="authority"),
    Note(case="2026-0377", text="Jonna kan følge hende de første to gange.", said_by="Susanne Krog"),
    Place(
        case="2026-0377",
        provider="klub-oest",
        staff="ali-k",
        start=SOON,
        positions="all_agree",
        reason=ReasonGiven(code="no_room", text="Klub Havn er fuld til sommer; værkstedet fortsætter."),
    ),
    Place(case="2026-0391", provider="familiehuset", staff="sanne-w", start=SOON, positions="all_agree"),
)
"""What has happened when the picture is taken: three cases placed, one postponed."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture: the keys that lead to it from the meeting screen, and the size of the terminal."""

    name: str
    keys: tuple[str, ...] = ()
    size: tuple[int, int] = (120, 40)
    language: str = "da"
    past: bool = False
    """Whether three invented years are behind the meeting."""
    locked: bool = False
    """Whether it is the lock before a workspace that will be encrypted."""


TO_SOFIA = ("j", "j", "j")
SCENES = (
    Scene("meeting", TO_SOFIA),
    Scene("meeting-80x24", TO_SOFIA, (80, 24)),
    Scene("decide", (*TO_SOFIA, "enter")),
    Scene("minutes", ("m",)),
    Scene("told", ("U",), (80, 24)),
    Scene("read-back", ("m", "b"), (80, 24)),
    Scene("formats", ("m", "f"), (80, 24)),
    Scene("history", ("h", "down", "f", "down"), past=True),
    Scene("balance", ("b",)),
    Scene("help", ("question_mark",)),
    Scene("hidden", (*TO_SOFIA, "f2"), (80, 24)),
    Scene("meeting-en", TO_SOFIA, language="en"),
    Scene("lock", size=(80, 24), locked=True),
)


def main() -> int:
    """Draw the scenes that are named, or all."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(scene.name for scene in SCENES))
    parser.add_argument("--out", type=Path, default=FOLDER, help="where the pictures go")
    options = parser.parse_args()
    if unknown := set(options.names) - {scene.name for scene in SCENES}:
        parser.error(f"no such picture: {', '.join(sorted(unknown))}")
    draw([scene for scene in SCENES if not options.names or scene.name in options.names], options.out)
    return 0


def draw(scenes: Iterable[Scene], out: Path) -> None:
    """Write the SVG of each scene."""
    out.mkdir(parents=True, exist_ok=True)
    for scene in scenes:
        with TemporaryDirectory() as folder:
            _plain_surroundings(Path(folder) / "state")
            path = out / f"{scene.name}.svg"
            path.write_text(asyncio.run(picture(scene, Path(folder))), "utf-8")
            sys.stdout.write(f"{path.name}\n")


def _plain_surroundings(state: Path) -> None:
    """Colours, time zone and names must not depend on whose terminal this is, nor on the theme chosen there."""
    for name in list(os.environ):
        if name == "NO_COLOR" or name.startswith(("KPCOMMITTEE_", "TEXTUAL")):
            del os.environ[name]
    os.environ |= {"TZ": "Europe/Copenhagen", "TEXTUAL_ANIMATIONS": "none", "XDG_STATE_HOME": str(state)}
    time.tzset()


async def picture(scene: Scene, folder: Path) -> str:
    """The scene as SVG, drawn in a workspace that is made in the folder."""
    from kpcommittee.tui.app import KpApp  # noqa: PLC0415 (the framework reads its settings when it is imported)

    workspace = folder / "sample"
    session = locked_session(workspace) if scene.locked else sample_session(workspace, scene.language, past=scene.past)
    app = KpApp(session, MEETING_ID)
    try:
        async with app.run_test(size=scene.size, notifications=True) as pilot:
            await until(lambda: scene.locked or getattr(app.screen, "meeting_session", None) is not None)
            for key in scene.keys:
                await settled(pilot)
                await pilot.press(key)
            await settled(pilot)
            return plain(app.export_screenshot(title="kpcommittee"))
    finally:
        session.close()


def locked_session(folder: Path) -> Session:
    """The sample before its first meeting, when it will be encrypted."""
    copy_sample(folder)
    config = folder / "config.toml"
    text = config.read_text("utf-8")
    config.write_text(text.replace('encryption = "none"', 'encryption = "passphrase"'), "utf-8")
    return Session.find(folder, language="da", clock=lambda: NOW, by=CHAIR)


def sample_session(folder: Path, language: str, *, past: bool = False) -> Session:
    """The sample in the middle of its meeting, at 9.24; with `past`, three invented years are behind it."""
    copy_demo(folder) if past else copy_sample(folder)
    session = Session.find(folder, language=language, clock=lambda: NOW, by=CHAIR)
    if past:
        session.store.accept()
    if not session.store_to_read.placements():
        import_placements(session, folder / "placements.csv")
    meeting_session = MeetingSession.find(session, MEETING_ID)
    meeting_session.load()
    for turn, intention in enumerate(MEETING):
        (answer,) = meeting_session.record_each([Request(intention=intention, at=NINE + turn * FOUR_MINUTES)])
        if isinstance(answer, Refusal):
            raise SystemExit(f"refused as {answer.code}: {intention}")
    return session


async def settled(pilot: "Pilot[Any]") -> None:
    """Until two pictures in a row are the same."""
    app: KpApp = pilot.app  # type: ignore[assignment]
    seen: list[list[Any]] = []

    def same() -> bool:
        seen.append([[*strip] for strip in app.screen._compositor.render_strips(app.size)])  # noqa: SLF001
        return len(seen) > 2 and seen[-1] == seen[-2] == seen[-3]

    await pilot.pause()
    await until(same)


async def until(holds: Callable[[], bool]) -> None:
    """Until that holds; it fails when it never does."""
    end = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError("the screen never came")
        await asyncio.sleep(0.05)


def plain(svg: str) -> str:
    """The SVG without fonts from elsewhere: whoever looks at it needs no network."""
    svg = re.sub(r"\s*<!-- Generated.*?-->", "", svg)
    svg = re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    svg = svg.replace(
        "font-family: Fira Code, monospace", 'font-family: "DejaVu Sans Mono", Menlo, Consolas, monospace'
    )
    return "\n".join(line.rstrip() for line in svg.splitlines() if line.strip()) + "\n"


if __name__ == "__main__":
    sys.exit(main())
