"""The chair at a pilot's keyboard, in this process: reads as prose, and waits for what is seen."""

import unicodedata
from asyncio import sleep
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from time import monotonic
from typing import Any, Generic, Self, TypeVar

from textual._wait import wait_for_idle
from textual.app import App
from textual.events import Key
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key
from textual.message_pump import MessagePump
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget

from kpcommittee.domain.meeting.meeting import Meeting
from kpcommittee.services.session import Session
from kpcommittee.tui.app import KpApp
from kpcommittee.tui.meeting.screen import MeetingScreen
from tests.drivers.pictures import leave_pictures_out, paint, paint_each
from tests.drivers.stylesheets import share_what_is_parsed

share_what_is_parsed()
leave_pictures_out()

NINE = datetime(2026, 12, 2, 9, 24, tzinfo=timezone(timedelta(hours=1)))
PATIENCE = 60.0
"""Seconds until something that is waited for counts as missing."""
CALM = 3
"""How often in a row all must be idle: a message on its way is in no queue."""
SOON = 100
"""Turns of the loop after which something works in another thread, and its processor is better left to it."""
NOTHING = object()
"""No answer yet; `None` is one."""
AnyApp = TypeVar("AnyApp", bound=App[None])


def key_event(name: str) -> Key:
    """What the framework makes of a key: a letter, or the name of one."""
    key = _character_to_key(name) if len(name) == 1 and not name.isalnum() else name
    try:
        char: str | None = unicodedata.lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(key, key)))
    except KeyError:
        char = key if len(key) == 1 else None
    return Key(key, char)


def is_busy(pump: MessagePump) -> bool:
    """Whether it has messages, or works at one."""
    queue: Any = pump._message_queue
    return pump._running and not pump._closing and bool(queue.values or not queue.ready_event._waiters)


class Chair(Generic[AnyApp]):
    """Somebody at the keyboard, with eyes on the screen."""

    def __init__(self, app: AnyApp, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot

    async def press(self, *keys: str) -> None:
        """Press the keys, each after the screen has settled."""
        for key in keys:
            self._sends(key)
            await self._settles()

    async def types(self, text: str) -> None:
        """Type a text into what is focused, as fast as it is taken."""
        for char in text:
            self._sends("space" if char == " " else char)
        await self._settles()

    def _sends(self, key: str) -> None:
        """Send a key as the terminal does; the pilot's own `press` waits three times for each letter."""
        event = key_event(key)
        event.set_sender(self.app)
        self.app.post_message(event)

    async def _settles(self) -> None:
        """Wait until the key and what it began have been passed on and nothing more is done; then look."""
        await self._is_quiet()
        await wait_for_idle(0)
        self.app.screen._on_timer_update()
        await self._is_quiet()
        if self.app._animator._animations or self.app._animator._scheduled:
            await self.app._animator.wait_until_complete()
            await self.pilot.pause()
        paint(self.app)

    async def _is_quiet(self) -> None:
        """Wait until the app and everything on its screen wait for a message; nothing is sent to them."""
        end, turns, calm = monotonic() + PATIENCE, 0, 0
        while calm < CALM:
            turns += 1
            await sleep(0 if turns < SOON else 0.002)
            pumps: tuple[MessagePump, ...] = (self.app, *self.app.screen.walk_children(Widget, with_self=True))
            calm = 0 if any(map(is_busy, pumps)) else calm + 1
            assert calm or monotonic() < end, f"never quiet\n{self.screen_text}"

    async def waits_for(self, holds: Callable[[], bool], awaited: str = "what is waited for") -> None:
        """Wait until that holds; it fails with the screen when it never does."""
        end = monotonic() + PATIENCE
        while not holds():
            assert monotonic() < end, f"never: {awaited}\n{self.screen_text}"
            await sleep(0.01)
        await self.pilot.pause()

    async def sees(self, *texts: str) -> None:
        """Wait until every text is on the screen; a text may be broken over lines or padded."""
        for text in texts:
            await self.waits_for(lambda text=text: text in self.seen, f"{text!r} on the screen")  # type: ignore[misc]

    def misses(self, *texts: str) -> None:
        """Assert that none of the texts is on the screen."""
        seen = self.seen
        assert [text for text in texts if text in seen] == [], self.screen_text

    @property
    def screen_text(self) -> str:
        """The screen as plain lines."""
        strips = self.app.screen._compositor.render_strips(self.app.size)
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)

    @property
    def seen(self) -> str:
        """The screen as plain lines, and once more as one line without padding."""
        text = self.screen_text
        return f"{text}\n{' '.join(text.split())}"


class MeetingChair(Chair[KpApp]):
    """The chair at the meeting screen."""

    @classmethod
    async def seated(cls, app: KpApp, pilot: Pilot[None]) -> Self:
        """Sit down, and wait until the journal is read: what is pressed before is kept until then."""
        chair = cls(app, pilot)
        await chair.waits_for(lambda: chair.meeting_screen.meeting_session is not None, "the journal")
        return chair

    @property
    def meeting_screen(self) -> MeetingScreen:
        """The meeting screen, under whatever is open over it."""
        screen = self.app.screen_stack[0]
        assert isinstance(screen, MeetingScreen)
        return screen

    @property
    def meeting(self) -> Meeting:
        """The meeting as it is recorded."""
        assert self.meeting_screen.meeting_session is not None
        return self.meeting_screen.meeting_session.meeting

    def state(self, case: str) -> str:
        """What the meeting did with a case."""
        item = self.meeting.item(case)
        assert item is not None
        return item.state


@asynccontextmanager
async def chair_at(
    workspace: Path,
    size: tuple[int, int] = (120, 40),
    *,
    language: str = "en",
    loaded: bool = True,
    every_picture: bool = False,
) -> AsyncIterator[MeetingChair]:
    """Seat the chair at the sample meeting; its journal is read unless that is to be watched.

    What has changed is painted when a key has done its work; `every_picture` as the program does, over and over.
    """
    session = Session.find(workspace, language=language, clock=lambda: NINE, by="Inger Thorsen")
    app = KpApp(session)
    if every_picture:
        paint_each(app)
    async with app.run_test(size=size, notifications=True) as pilot:
        yield await MeetingChair.seated(app, pilot) if loaded else MeetingChair(app, pilot)
    session.close()


class DialogApp(App[None]):
    """Opens one screen and keeps what it answers."""

    def __init__(self, screen: Screen[Any]) -> None:
        super().__init__()
        self.asked = screen
        self.answer: Any = NOTHING

    def on_mount(self) -> None:
        self.push_screen(self.asked, self._keep)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """What our style sheets need of a theme, as the program says it."""
        return KpApp.get_theme_variable_defaults(self)  # type: ignore[arg-type]  # it asks nothing of the app

    def _keep(self, answer: Any) -> None:
        self.answer = answer


class DialogChair(Chair[DialogApp]):
    """The chair before one dialog."""

    @property
    def answer(self) -> Any:
        """What the dialog answered; `NOTHING` while it is open."""
        return self.app.answer


@asynccontextmanager
async def opened(screen: Screen[Any], size: tuple[int, int] = (80, 24)) -> AsyncIterator[DialogChair]:
    """Open the screen in a terminal of that size."""
    app = DialogApp(screen)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        yield DialogChair(app, pilot)
