"""Inputs for text of one line or several; enter belongs to the dialog."""

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.strip import Strip
from textual.widgets import TextArea

from kpcommittee.domain.text import clean
from kpcommittee.locale import N_
from kpcommittee.tui.privacy import hides
from kpcommittee.tui.widgets.shielded import ShieldedInput, is_prose, shield_line


class Line(ShieldedInput):
    """One line of text."""

    DEFAULT_CSS = """
    Line {
        &.-restored { border-subtitle-color: $text-warning; }
    }
    """

    def __init__(
        self,
        label: str,
        *,
        field: str = "",
        text: str = "",
        hint: str = "",
        compact: bool = False,
        proposed: bool = False,
        id: str | None = None,  # noqa: A002 (as the framework's widgets have it)
    ) -> None:
        """Begin with a text; `field` names the draft it is kept under, if any.

        A text that is only `proposed` is selected when the line gets the focus: typing replaces it.
        """
        super().__init__(text, placeholder=hint, compact=compact, select_on_focus=proposed, id=id)
        self.field = field
        self.border_title = Content(label)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave enter to the dialog."""
        return False if action == "submit" else super().check_action(action, parameters)

    @property
    def written(self) -> str:
        """The text without what must not be stored."""
        return clean(self.value)


class Prose(TextArea):
    """Several lines of text, hidden while names are; enter finishes, and another key begins a new line."""

    DEFAULT_CSS = """
    Prose {
        height: 5;
        & .text-area--placeholder { color: $foreground-muted; }
        &.-restored { border-subtitle-color: $text-warning; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+j,alt+enter,shift+enter",
            "newline",
            N_("new line"),
            id="prose.newline",
            key_display="ctrl+j",
            tooltip=N_("Begin a new line in the text."),
        )
    ]

    @dataclass
    class Submitted(Message):
        """Enter was pressed in the text."""

        prose: "Prose"

    def __init__(
        self,
        label: str,
        *,
        field: str = "",
        text: str = "",
        hint: str = "",
        id: str | None = None,  # noqa: A002 (as the framework's widgets have it)
    ) -> None:
        """Begin with a text; `field` names the draft it is kept under, if any."""
        super().__init__(text, placeholder=hint, tab_behavior="focus", id=id)
        self.field = field
        self.border_title = Content(label)
        self.move_cursor(self.document.end)

    def render_line(self, y: int) -> Strip:
        """Draw one line as the room may read it."""
        strip = super().render_line(y)
        return shield_line(strip, y, focused=self.has_focus) if hides(self.app) and is_prose(self.text) else strip

    @property
    def written(self) -> str:
        """The text without what must not be stored."""
        return clean(self.text, prose=True)

    def action_newline(self) -> None:
        """Begin a new line at the cursor."""
        self.insert("\n")

    def on_key(self, event: events.Key) -> None:
        """Keep enter out of the text."""
        if event.key == "enter":
            event.prevent_default()
            event.stop()
            self.post_message(self.Submitted(self))


Editor = Line | Prose


def text_of(editor: Editor) -> str:
    """Return the present text, as typed."""
    return editor.text if isinstance(editor, Prose) else editor.value
