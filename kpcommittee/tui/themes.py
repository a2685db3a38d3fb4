"""Three calm themes: dark, light, and high contrast."""

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from platformdirs import user_state_path
from textual.theme import Theme

from kpcommittee.errors import KpError
from kpcommittee.locale import N_
from kpcommittee.workspace.files import Unread, read_text, write

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import App


FRAME = "frame"
"""The style sheets' variable for frames without the focus."""


def _quiet_vars(muted: str, frame: str) -> dict[str, str]:
    """Return the colours of secondary text, which is still readable on every background of the theme."""
    return {"text-muted": muted, "foreground-muted": muted, "text-disabled": muted, FRAME: frame}


def _scrollbar(bar: str, behind: str) -> dict[str, str]:
    """Return the colours of scrollbars, as quiet as the frames."""
    grounds = ("scrollbar-background", "scrollbar-background-hover", "scrollbar-background-active")
    return {"scrollbar": bar, **dict.fromkeys(grounds, behind)}


FOCUSED_BUTTON = {"button-focus-text-style": "bold underline"}
"""The text style of a focused button: the framework's reversed letters look like a hole in it."""


SELECTION = {"input-selection-background": "#005f5f"}
"""The background of selected text in high contrast: the framework's own gives less than 7 to 1."""

MARKED = {"primary-muted": "#004040", "block-cursor-blurred-background": "#004040", "text-error": "#ffb8b8"}
"""The background of a marked row in high contrast, and red: the framework's own give 4.7 to 1 together."""

THEMES: Mapping[str, tuple[str, Theme]] = {
    "kp-dark": (
        N_("Dark"),
        Theme(
            name="kp-dark", dark=True, primary="#6ea3d8", secondary="#44658a", accent="#d9a441",
            success="#74b883", warning="#d9a441", error="#e07a78",
            foreground="#d6dce4", background="#14181d", surface="#1a1f26", panel="#20262f",
            variables=_quiet_vars("#a2acb8", "#636b75") | _scrollbar("#44494f", "#14181d") | FOCUSED_BUTTON,
        ),
    ),
    "kp-light": (
        N_("Light"),
        Theme(
            name="kp-light", dark=False, primary="#1f5f9e", secondary="#8fb0d0", accent="#9a6400",
            success="#2c7a3f", warning="#9a6400", error="#b3302c",
            foreground="#20262d", background="#fbfbfa", surface="#f2f3f3", panel="#e6e9ec",
            variables=_quiet_vars("#4f565e", "#888b8f") | _scrollbar("#c4c6c7", "#fbfbfa") | FOCUSED_BUTTON,
        ),
    ),
    "kp-contrast": (
        N_("High contrast"),
        Theme(
            name="kp-contrast", dark=True, primary="#00ffff", secondary="#00a0ff", accent="#ffff00",
            success="#00ff00", warning="#ffff00", error="#ff6060",
            foreground="#ffffff", background="#000000", surface="#000000", panel="#202020",
            variables=(
                _quiet_vars("#e0e0e0", "#808080") | _scrollbar("#808080", "#000000")
                | FOCUSED_BUTTON | SELECTION | MARKED
            ),
        ),
    ),
}  # fmt: skip
"""Name → its label and the theme."""


def theme_after(name: str) -> str:
    """Return the theme that comes next."""
    names = [*THEMES]
    return names[(names.index(name) + 1) % len(names)] if name in names else names[0]


def apply_theme(app: "App[Any]", name: str) -> None:
    """Apply a theme, and remember it for the next time."""
    app.theme = name
    with suppress(KpError):  # an error of the disk must not prevent the change
        write(_remembered_in(), name)


def remembered_theme() -> str:
    """Return the name of the theme that was chosen last; the dark one if nothing is remembered."""
    try:
        name = read_text(_remembered_in())
    except Unread:
        return "kp-dark"
    return name if name in THEMES else "kp-dark"


def _remembered_in() -> "Path":
    """Return the file in the user's own state folder; every workspace has the same colours."""
    return user_state_path("kpcommittee", appauthor=False) / "theme"
