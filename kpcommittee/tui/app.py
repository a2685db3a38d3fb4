"""The program on the screen: it paints the agenda file first and reads the journal meanwhile."""

import os
from asyncio import get_running_loop
from collections.abc import Callable, Sequence
from pathlib import Path, PurePath
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual import events, work
from textual.binding import Binding, BindingType
from textual.command import CommandPalette
from textual.filter import LineFilter
from textual.screen import Screen
from textual.widget import Widget

from kpcommittee.errors import ExitCode, KpError
from kpcommittee.locale import N_, _, use
from kpcommittee.tui.backing_up import BackingUp
from kpcommittee.tui.base import LocalizedScreen
from kpcommittee.tui.collecting import Collecting
from kpcommittee.tui.holding import Holding
from kpcommittee.tui.locking import Locking
from kpcommittee.tui.looking import Looking
from kpcommittee.tui.meeting.keys import keymap_of
from kpcommittee.tui.meeting.screen import MeetingScreen
from kpcommittee.tui.painting import Commands, Painting
from kpcommittee.tui.privacy import PrivacyFilter, privacy_filter_of
from kpcommittee.tui.safety import PlainFilter, SafeFilter
from kpcommittee.tui.state import ScreenState
from kpcommittee.tui.terminal import TolerantDriver, on_ending
from kpcommittee.tui.themes import FRAME, THEMES, apply_theme, remembered_theme, theme_after
from kpcommittee.tui.typeahead import LONGEST, KeptKeys, KeyQueue, is_typed, when_done
from kpcommittee.tui.widgets.key_bar import NAMES, shown_key
from kpcommittee.tui.wrapping import keep_together
from kpcommittee.wording.issues import issue_text, remedy
from kpcommittee.workspace.keys import keys_of

if TYPE_CHECKING:
    from textual.command import Provider

    from kpcommittee.services.meeting_session import MeetingSession
    from kpcommittee.services.session import Session
    from kpcommittee.tui.screens.lock import LockScreen

PAINTED = 0.02
"""Seconds in which the first picture has the processor to itself, before imports in another thread slow it down."""

STYLES = sorted(Path(__file__).parent.rglob("*.tcss"))
"""The style sheets of all screens."""

LOCK_STYLES = Path(__file__).parent / "screens" / "lock.tcss"

THEME = "KPCOMMITTEE_THEME"
"""Names a theme to use this time, whichever was chosen last."""

PLAIN = "KPCOMMITTEE_ASCII"
"""Set for a terminal that can draw letters only."""


def _commands() -> "type[Provider]":
    from kpcommittee.tui.palette import Palette  # noqa: PLC0415 (not needed to paint)

    return Palette


class KpApp(Locking, Looking, Holding, BackingUp, Collecting, Painting):
    """One meeting in one terminal."""

    # Styles of the first screen. If the screen declared them, all styles would be parsed twice.
    CSS_PATH = Path(__file__).parent / "meeting" / "meeting.tcss"
    COMMANDS: ClassVar[set[Callable[[], "type[Provider]"]]] = {_commands}  # type: ignore[assignment]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+t", "next_theme", N_("colours"), show=False, id="app.theme",
            tooltip=N_("Change between dark, light and high contrast."),
        ),
    ]  # fmt: skip

    def __init__(self, session: "Session", agenda: str | None = None) -> None:
        """Choose the agenda by the files alone; the journal is read after the first picture.

        Raises:
            KpError: there is no agenda.
        """
        use(session.language)
        keep_together()
        # The lock is the first screen, so its styles are read at once.
        sheets: list[str | PurePath] | None = [self.CSS_PATH, LOCK_STYLES] if session.lock.is_locked else None
        super().__init__(driver_class=TolerantDriver, css_path=sheets)
        self.session, self._agenda_name = session, agenda
        self.failure: KpError | None = None
        """Why the program could not continue; None if it could."""
        self.ended_by: int | None = None
        """The signal that asked the program to end; None if none did."""
        self._kept, self._turns = KeptKeys(), KeyQueue()
        self._safe, self._plain = SafeFilter(), (PlainFilter(),) if _is_plain() else ()
        self._privacy_filter = PrivacyFilter()
        for _called, theme in THEMES.values():
            self.register_theme(theme)
        theme_name = os.environ.get(THEME)
        self.theme = theme_name if theme_name in self.available_themes else remembered_theme()
        # A key scrolls in one step: the framework's animation takes up to a second, and delays the next key.
        self.animation_level = "none"
        self.own_keys = keys_of(session.config.keys or {})
        """The keys of the config instead of the usual ones, by their names."""
        self.set_keymap(keymap_of(self.own_keys))
        self.title = session.config.committee.name

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return the variables that our style sheets need, for a theme of the framework's own."""
        return {FRAME: "#808080"}

    def get_default_screen(self) -> Screen[None]:
        """Return the meeting as its agenda file prepares it, or the lock of an encrypted database."""
        if self.session.lock.is_locked:
            return self.lock_screen()
        return MeetingScreen(self._state_of_agenda(), self.own_keys)

    def _state_of_agenda(self) -> ScreenState:
        path = Path(self.session.agenda_path(self._agenda_name)) if self._agenda_name else self.session.next_agenda()
        return ScreenState.from_agenda(
            self.session.config, self.session.law, self.session.read_agenda(path).agenda, self.session.clock()
        )

    # The terminal

    def on_load(self) -> None:
        """Listen for signals that ask the program to end, and start the idle lock of an encrypted database."""
        self.watch_idleness()
        if not self.is_headless:
            on_ending(get_running_loop(), self.end_by)

    def end_by(self, number: int) -> None:
        """Save what is typed and exit, because of a signal."""
        self.ended_by = number
        for screen in self.screen_stack:
            if isinstance(screen, LocalizedScreen):
                screen.keep_typed()
        self.exit()

    def tell_of_encoding(self) -> None:
        """Warn that the terminal sends letters in an encoding other than UTF-8."""
        sentence = _("The terminal does not send UTF-8: letters such as æ do not arrive. Set it to UTF-8.")
        self.notify(sentence, severity="warning", timeout=20, markup=False)

    # The journal

    def on_ready(self) -> None:
        """Read the journal once the first picture is painted and on its way to the terminal."""
        self.screen.call_after_refresh(
            self.set_timer, PAINTED, self._import_ahead if self.is_locked else self._read_journal
        )

    @work(thread=True)
    def _import_ahead(self) -> None:
        """Import what the meeting needs while the passphrase is typed."""
        from kpcommittee.services import meeting_session  # noqa: F401, PLC0415 (not needed to paint)
        from kpcommittee.store import key_file, store  # noqa: F401, PLC0415 (not needed to paint)

    def on_lock_screen_unlocked(self) -> None:
        """Continue where the lock interrupted, or begin."""
        self.note_activity()
        if any(isinstance(screen, MeetingScreen) for screen in self.screen_stack):
            self.pop_screen()
            if self._meeting.meeting_session is not None:
                self.call_after_refresh(self._press_kept)
            return
        try:
            screen = MeetingScreen(self._state_of_agenda(), self.own_keys)
        except KpError as error:
            self._give_up(error)
            return
        self.watch_idleness()
        self.push_screen(screen)
        screen.call_after_refresh(self._read_journal)

    def on_lock_screen_failed(self, event: "LockScreen.Failed") -> None:
        """End, because the database cannot be opened."""
        self._give_up(event.error)

    @work(thread=True)
    def _read_journal(self) -> None:
        from kpcommittee.services.meeting_session import MeetingSession  # noqa: PLC0415 (not needed to paint)
        from kpcommittee.services.meetings import waiting_agenda  # noqa: PLC0415 (not needed to paint)

        try:
            self.session.hold.begin()
            meeting_session = MeetingSession.find(self.session, self._agenda_name or waiting_agenda(self.session))
            meeting_session.load()
            first_open = next((item.number for item in meeting_session.meeting.items if item.state == "open"), None)
            if first_open is not None:
                meeting_session.view_case(first_open)
        except KpError as error:
            self.call_from_thread(self._give_up, error)
        else:
            self.call_from_thread(self._show_meeting, meeting_session)

    @work(thread=True)
    def _read_ahead(self) -> None:
        """Import what most keys open, once the meeting is painted; nothing else is imported meanwhile."""
        from kpcommittee.tui.meeting import actions as meeting_actions  # noqa: PLC0415 (the seam: not needed to paint)

        self.call_from_thread(self._read_styles)
        meeting_actions.read_ahead()

    def _read_styles(self) -> None:
        """Read all styles, and from now on use the pauses: nobody waits for a first picture any more."""
        self.read_styles(STYLES)
        self.begin_collecting()
        self.begin_backing_up()

    def _show_meeting(self, meeting_session: "MeetingSession") -> None:
        self._meeting.show_meeting(meeting_session)
        if exposed := self.session.exposures():
            warning = "\n".join(f"{issue_text(issue)}. {remedy(issue)}" for issue in exposed)
            self._meeting.say(warning, "warning", 20)
        self.watch(self._meeting, "state", self._set_privacy_filter, init=False)
        self.watch(self._meeting, "state", self.back_up_at_close, init=False)
        self.begin_looking()
        self.note_looks(None, self._meeting.state)
        self.watch(self._meeting, "state", self.note_looks, init=False)
        self.watch_hold()
        self.call_after_refresh(self._press_kept)

    def _give_up(self, error: KpError) -> None:
        self.failure = error
        self.exit(return_code=int(error.exit_code))

    @property
    def _meeting(self) -> MeetingScreen:
        return next(screen for screen in self.screen_stack if isinstance(screen, MeetingScreen))

    # Keys

    async def on_event(self, event: events.Event) -> None:
        """Pass keys on one by one; those that need the journal wait until it is read."""
        if isinstance(event, events.InputEvent):
            self.note_activity()
        if not isinstance(event, events.Key) or event.is_forwarded or self.is_locked:
            await super().on_event(event)
            return
        self._last_key = monotonic()
        self.note_key()
        if not self._kept.keep(event):
            if not self._turns.keep(event):
                await self._press(event)
            elif not self._turns.busy:
                await self._press_next()
            else:
                self.set_timer(LONGEST, self._press_late)

    async def _press_late(self) -> None:
        """Press the keys that wait for one that never reports back: its screen may be gone."""
        if not self._turns.busy:
            await self._press_next()

    async def _press(self, key: events.Key) -> None:
        typed = is_typed(self, key)
        await super().on_event(key)
        if not typed:
            self._turns.begin()
            when_done(self, self._press_next)

    async def _press_next(self) -> None:
        """Press the waiting keys, up to the first that the next one must wait for."""
        while (key := self._turns.take()) is not None:
            await self._press(key)
            if self._turns.busy:
                return
        self.collect_young()

    async def _press_kept(self) -> None:
        """Press the keys that waited for the journal; while the lock is shown they go on waiting."""
        if self.is_locked or not self._kept.open:
            return
        while (key := self._kept.take()) is not None:
            self._turns.add(key)
        if not self._turns.busy:
            await self._press_next()
        self._read_ahead()

    def get_key_display(self, binding: Binding) -> str:
        """Return the name of a key: the same on every key line and in the help."""
        return shown_key(binding) if binding.key in NAMES else super().get_key_display(binding)

    def action_next_theme(self) -> None:
        """Change the colours."""
        apply_theme(self, theme_after(self.theme))

    def action_command_palette(self) -> None:
        """Find every command by its name."""
        if self.is_locked:
            return
        if self.use_command_palette and not CommandPalette.is_open(self):  # type: ignore[arg-type]
            self.push_screen(Commands(placeholder=_("Search for a command…"), id="--command-palette"))

    def action_help_quit(self) -> None:
        """Say how to quit when somebody presses ctrl+c."""
        if not self.is_locked:
            self.notify(_("Press q to quit; everything recorded is safe."), markup=False)

    # Safety

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return the framework's filters, followed by ours."""
        return [*super().get_line_filters(), self._safe, self._privacy_filter, *self._plain]

    def _set_privacy_filter(self, before: ScreenState | None, state: ScreenState) -> None:
        """Make all screens hide what the chair hides, and redraw them."""
        if before is not None and _seen_of(before) == _seen_of(state):
            return
        self._privacy_filter = privacy_filter_of(state)
        for screen in self.screen_stack:
            for widget in screen.walk_children(Widget, with_self=True):
                widget.refresh()
            if isinstance(screen, LocalizedScreen):
                screen.show_again()

    @property
    def hides(self) -> bool:
        """Whether names are hidden from the room."""
        return any(isinstance(screen, MeetingScreen) and screen.state.hidden for screen in self.screen_stack)

    def action_hide(self) -> None:
        """Hide names and numbers on every screen, or show them again."""
        if not self.is_locked:
            self._meeting.action_hide()

    def _fatal_error(self) -> None:
        """Report a crash without its data: no error message, no local variables."""
        from kpcommittee.tui.safety import crash_report  # noqa: PLC0415 (needed once at most)

        self.bell()
        self._exit_renderables.append(crash_report(self._exception, self.session.describe_fault()))
        self._return_code = int(ExitCode.BROKEN)
        self._close_messages_no_wait()


def _seen_of(state: ScreenState) -> object:
    """Return what the privacy filter needs to know."""
    return state.hidden, state.revealed, state.rows if state.hidden else ()


def _is_plain() -> bool:
    """Whether the environment or its locale says that the terminal can draw letters only."""
    locale = next((os.environ[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if os.environ.get(name)), "")
    _language, dot, encoding = locale.partition(".")
    return bool(os.environ.get(PLAIN)) or (bool(dot) and "utf" not in encoding.lower())
