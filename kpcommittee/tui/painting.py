"""Styles, lays out and paints each change of a screen once; a new screen when all parts are placed.

As the parts answer in turn, the framework lays a new screen out three times and paints it five times. When a screen is
left, it paints the one below twice. Each painting costs as much as the key that caused it, and sends up to 30,000 bytes
to the terminal.
"""

from asyncio import sleep
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from textual import on
from textual.app import App
from textual.await_remove import AwaitRemove
from textual.command import Command, CommandList, CommandPalette
from textual.dom import DOMNode
from textual.driver import Driver
from textual.events import ScreenResume
from textual.geometry import Size
from textual.notifications import Notification, Notify, SeverityLevel
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets._toast import ToastRack

if TYPE_CHECKING:
    from textual.css.stylesheet import Stylesheet

PATIENCE = 6
"""The most pictures that a new screen skips while a part has not answered."""

TURNS = 24
"""The most turns of the event loop that delay any other picture; each takes a message one part further."""


class PaintedOnce(Screen[Any]):
    """A screen that is laid out and painted once for everything that has changed."""

    _holds = True
    """Whether painting waits until the opened screen has been laid out."""
    _waits = PATIENCE
    """Pictures that it may still skip."""
    _turns = 0
    """Turns of the loop by which the next picture was delayed."""
    _opens_in = Size(0, 0)
    """The size for its first layout; empty before it comes up."""
    is_awaited = False
    """Whether it has nothing to show yet, because another thread still works on it."""

    def _compositor_refresh(self) -> None:
        """Paint what has changed, unless painting waits; nothing is lost."""
        if self.app._batch_count:  # noqa: SLF001 (as the screen asks itself)
            self._dirty_widgets.add(self)  # the compositor paints what it keeps when the batch has ended
        elif not self._holds:
            super()._compositor_refresh()
            if self is not self.app.screen:
                self._repaint_required = False  # it has notified the screen above already

    def _on_timer_update(self) -> None:
        """Lay out and paint what has changed: the framework would paint after the layout, and again if asked."""
        if self._waits and (self.is_awaited or self._has_questions()):
            self._waits -= not self._is_put_off()
            return
        self._waits = 0
        if self._is_put_off():
            return
        if self._lay_out() and self._is_put_off():
            return
        self._turns = 0
        if self.is_current:
            self._compositor_refresh()
        if self._callbacks:
            self.call_next(self._invoke_and_clear_callbacks)

    async def _invoke_and_clear_callbacks(self) -> None:
        """Run the callbacks that wait for the picture, unless it is delayed: a thread would delay it more.

        Callbacks of a part that is being removed are skipped: its own parts are gone already.
        """
        if not self._turns:
            self._callbacks = [callback for callback in self._callbacks if not getattr(callback[1], "_pruning", False)]
            await super()._invoke_and_clear_callbacks()

    def _is_put_off(self) -> bool:
        """Delay the picture by a turn of the loop while parts have not answered, so that it includes their changes."""
        if self._turns >= TURNS or not self._has_questions():
            return False
        self._turns += 1
        self.call_later(self._update_next_turn)
        return True

    async def _update_next_turn(self) -> None:
        await sleep(0)  # the screen would continue with its own messages, and leave no turn for the parts
        self._on_timer_update()

    def _has_questions(self) -> bool:
        """Whether a part is still being mounted, or has a message that it has not handled."""
        parts = self.walk_children(Widget, with_self=True)
        return any(part.message_queue_size or not part.is_mounted for part in parts)

    def _refresh_layout(self, size: Size | None = None, scroll: bool = False) -> None:
        """Lay out; a screen that is opened waits for its parts, where the framework would lay it out twice.

        The first screen does not wait: keys that are pressed before its picture need the rows of its list.
        """
        if self._size or self is self.app.screen_stack[0]:
            super()._refresh_layout(size, scroll)
        elif size is None:
            super()._refresh_layout(self._opens_in)
        else:
            self._opens_in = size
            self.refresh(layout=True)
            self.call_later(self._update_next_turn)  # the timer that paints is new, and ticks a frame later

    def _lay_out(self) -> bool:
        """Lay out if required; return whether it was."""
        due = self._layout_required and self.is_current and not self.app._batch_count  # noqa: SLF001
        parts = (*self.walk_children(Widget), *self._compositor.visible_widgets) if due else ()
        before = {part: (part._layout_required, part.scrollbars_enabled) for part in parts}  # noqa: SLF001
        self._holds = True
        super()._on_timer_update()
        self._holds = False
        if due:
            self._settle(before)
        return due

    def _settle(self, before: Mapping[Widget, tuple[bool, tuple[bool, bool]]]) -> None:
        """Handle at once what the parts ask for after a layout: later, each would cause another layout and picture.

        A part with a new size asks for a layout, because it may overflow: that changes only its scrollbars. A list
        would notice this only while it is painted.
        """
        nothing = (False, (False, False))
        for part in self._compositor.visible_widgets:
            if isinstance(part, OptionList):
                part._update_lines()  # noqa: SLF001
            was_due, scrollbars = before.get(part, nothing)
            if not was_due and part.scrollbars_enabled == scrollbars:
                part._layout_required = False  # noqa: SLF001
            if part._repaint_required and part.display:  # noqa: SLF001
                part._repaint_required = False  # noqa: SLF001
                self._dirty_widgets.add(part)
        self._compositor.update_widgets(self._dirty_widgets)

    def on_screen_resume(self, event: ScreenResume) -> None:
        """Keep the styles: parts are styled when they are mounted, and at once when the colours change."""
        event.refresh_styles = False
        if not self._holds and not self._size:
            self.call_next(self._keep_first_picture)

    def _keep_first_picture(self) -> None:
        """Skip the picture that the framework requests right after the first one: it is the same."""
        self._repaint_required = False

    def _screen_resized(self, size: Size) -> None:
        """Lay out for a new size; skip the size it was opened in, for which that is done."""
        if size != self.outer_size:
            super()._screen_resized(size)

    def _post_register(self, app: App[Any]) -> None:
        """Set styles and size before styling: the framework sets them later, and styles everything again."""
        super()._post_register(app)
        app._load_screen_css(self)  # noqa: SLF001 (the framework reads them when it has applied them)
        for breakpoints, cells in (
            (self.HORIZONTAL_BREAKPOINTS, app.size.width),
            (self.VERTICAL_BREAKPOINTS, app.size.height),
        ):
            self.add_class(*self._get_breakpoint_classes(cells, breakpoints or []), update=False)


class Commands(CommandPalette, PaintedOnce):
    """The framework's command palette."""

    def _action_command_list(self, action: str) -> None:
        """Pass a key on to the list, unless it has no room and thus no page to scroll by."""
        paging = action in ("page_up", "page_down")
        if not paging or self.query_one(CommandList).scrollable_content_region:
            super()._action_command_list(action)

    def _refresh_command_list(self, command_list: CommandList, commands: list[Command], clear_current: bool) -> None:
        """Show what was found, unless the palette is closing: a search may end after its parts are gone."""
        if self.query(CommandList):
            super()._refresh_command_list(command_list, commands, clear_current)


class Painting(App[None]):
    """The part of the program that avoids needless styling and painting."""

    def __init__(self, **options: Any) -> None:
        """Take the framework's own arguments."""
        self._worn: dict[str, Stylesheet] = {}
        """Name of a theme → the styles in its colours; parsing them again takes as long as showing them."""
        super().__init__(**options)

    def update_styles(self, node: DOMNode, animate: bool = True) -> None:
        """Style what is on a screen, without parts that are not mounted yet or being removed."""
        if node is self or (node.is_attached and not getattr(node, "_pruning", False)):
            super().update_styles(node, animate)

    def refresh_css(self, animate: bool = True) -> None:
        """Apply other colours; before the first screen the styles have not been read yet."""
        if not self.screen_stack:
            self.stylesheet.set_variables(self.get_css_variables())
            return
        worn = self._worn.get(self.theme)
        if worn is None or worn.source != self.stylesheet.source:
            self.stylesheet = self.stylesheet.copy()
            super().refresh_css(animate)
            self._worn[self.theme] = self.stylesheet
            return
        self.stylesheet = worn
        for part in (self, *self.screen_stack[:-1]):
            worn.update(part, animate)
        self.screen.refresh(layout=True)

    @on(Driver.SignalResume)
    def _paint_after_stop(self) -> None:
        """Paint all screens when a stopped program goes on: the terminal is empty, and the framework paints changes."""
        for screen in self.screen_stack:
            screen.refresh(layout=True)

    def read_styles(self, sheets: Iterable[PurePath]) -> None:
        """Read the styles of all screens and widgets; else the first one of each kind has all parsed again."""
        self.stylesheet.read_all([sheet for sheet in sheets if not self.stylesheet.has_source(str(sheet))])
        for kind in _ours(Widget):
            default_css = kind.__new__(kind)._get_default_css()  # noqa: SLF001 (asked only of a widget)
            for place, css, tie_breaker, scope in default_css:
                self.stylesheet.add_source(css, place, is_default_css=True, tie_breaker=tie_breaker, scope=scope)
        self.stylesheet.parse()
        self._worn[self.theme] = self.stylesheet

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Show a notice in the same picture as its cause: the framework paints first, and sends itself a message."""
        seconds = self.NOTIFICATION_TIMEOUT if timeout is None else timeout
        self._on_notify(Notify(Notification(message, title, severity, seconds, markup=markup)))

    def _refresh_notifications(self) -> None:
        """Show the present notices at once, and remove the containers of others, which the framework leaves behind."""
        notice_ids = {ToastRack._toast_id(notice) for notice in self._notifications}  # noqa: SLF001 (the rack names them so)
        for rack in self.screen.query_children(ToastRack) if self.screen_stack else ():
            for holder in rack.children:
                if holder.id not in notice_ids and holder.display:
                    holder.remove()
            rack.show(self._notifications)

    def _end_batch(self) -> None:
        """Paint what changed in a batch: the framework waits for the next event on the screen."""
        super()._end_batch()
        if not self._batch_count:
            for screen in self.screen_stack:
                screen.check_idle()

    def _prune(self, *nodes: Widget, parent: DOMNode | None = None) -> AwaitRemove:
        """Remove a screen, or hide and remove parts of one, without another layout when they are gone."""
        if parent is not self:
            for node in nodes:
                node.display = False
        return super()._prune(*nodes, parent=None)


def _ours(kind: type[Widget]) -> Iterator[type[Widget]]:
    """Yield the program's own widget classes that are imported by now."""
    for special in kind.__subclasses__():
        if special.__module__.startswith("kpcommittee."):
            yield special
        yield from _ours(special)
