"""Three calm themes: dark, light, and high contrast."""

from collections.abc import Mapping

from textual.theme import Theme

from kpcommittee.locale import N_


def _scrollbar(bar: str, behind: str) -> dict[str, str]:
    """Return a bar as quiet as the frames, on every screen."""
    grounds = ("scrollbar-background", "scrollbar-background-hover", "scrollbar-background-active")
    return {"scrollbar": bar, **dict.fromkeys(grounds, behind)}


THEMES: Mapping[str, tuple[str, Theme]] = {
    "kp-dark": (
        N_("Dark"),
        Theme(
            name="kp-dark", dark=True, primary="#6ea3d8", secondary="#44658a", accent="#d9a441",
            success="#74b883", warning="#d9a441", error="#e07a78",
            foreground="#d6dce4", background="#14181d", surface="#1a1f26", panel="#20262f",
            variables=_scrollbar("#44494f", "#14181d"),
        ),
    ),
    "kp-light": (
        N_("Light"),
        Theme(
            name="kp-light", dark=False, primary="#1f5f9e", secondary="#8fb0d0", accent="#9a6400",
            success="#2c7a3f", warning="#9a6400", error="#b3302c",
            foreground="#20262d", background="#fbfbfa", surface="#f2f3f3", panel="#e6e9ec",
            variables=_scrollbar("#c4c6c7", "#fbfbfa"),
        ),
    ),
    "kp-contrast": (
        N_("High contrast"),
        Theme(
            name="kp-contrast", dark=True, primary="#00ffff", secondary="#00a0ff", accent="#ffff00",
            success="#00ff00", warning="#ffff00", error="#ff6060",
            foreground="#ffffff", background="#000000", surface="#000000", panel="#202020",
            variables={"text-muted": "#c8c8c8", **_scrollbar("#808080", "#000000")},
        ),
    ),
}  # fmt: skip
"""Name → what it is called, and the theme."""


def after(name: str) -> str:
    """Return the theme that comes next."""
    names = [*THEMES]
    return names[(names.index(name) + 1) % len(names)] if name in names else names[0]
