"""What has changed in a version of the minutes: each heading, sentence, point and row, before and now."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.getters import query_one
from textual.screen import Screen
from textual.widgets import Static

from kpcommittee.documents.changes import Group
from kpcommittee.documents.difference import Change, Piece
from kpcommittee.locale import N_, _
from kpcommittee.tui.base import ReadingScreen, reading_keys
from kpcommittee.tui.privacy import free_text
from kpcommittee.tui.screens.help import ExplainedScreen, help_key
from kpcommittee.tui.widgets.key_bar import ScreenKeys
from kpcommittee.tui.widgets.markdown import Prose, Section
from kpcommittee.tui.widgets.page import Page
from kpcommittee.tui.widgets.text import BAD, GOOD, STRONG

_WENT, _CAME = f"bold strike {BAD}", f"bold underline {GOOD}"


class ChangesScreen(ExplainedScreen, ReadingScreen, Screen[None]):
    """Shows a version against the one before it: − is the old text, + the new one."""

    CSS_PATH = "minutes.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        help_key("changes"),
        Binding("n", "item(1)", N_("next change"), id="changes.next", tooltip=N_("Go to the next heading.")),
        Binding("p", "item(-1)", N_("change before"), id="changes.before", tooltip=N_("Go to the previous heading.")),
        Binding("escape,c,q", "leave", N_("back"), key_display="esc", id="changes.leave",
                tooltip=N_("Go back to the minutes.")),
        *reading_keys("changes"),
    ]  # fmt: skip

    page = query_one(Page)

    def __init__(self, version: int, groups: Sequence[Group]) -> None:
        """Show what has changed in a version."""
        super().__init__()
        self._version, self._groups = version, groups
        self._place = -1

    def compose(self) -> ComposeResult:
        """Yield the text, and the keys under it."""
        numbers = {"before": self._version - 1, "after": self._version}
        title = _("Changes from version {before} to version {after}").format(**numbers)
        yield Static(Content(title), classes="title")
        nothing = Prose(Content(_("Nothing is different.")))
        yield Page([Section(_of_group(group)) for group in self._groups] or [Section([nothing])], classes="text")
        yield ScreenKeys()

    def action_item(self, by: int) -> None:
        """Bring the next heading to the top, or the one before."""
        self._place = min(max(0, self._place + by), len(self.page.sections) - 1)
        self.page.scroll_to_section(self._place)


def _of_group(group: Group) -> Iterator[Prose]:
    under = " › ".join(group.under) or _("The head of the minutes")
    yield Prose(Content.styled(under, STRONG))
    for change in group.changes:
        yield from _of_change(change)


def _of_change(change: Change) -> Iterator[Prose]:
    if change.kind != "new":
        yield Prose(_words(change.before), indent=2, bullet=Content.styled("− ", BAD))
    if change.kind != "gone":
        yield Prose(_words(change.after), indent=2, bullet=Content.styled("+ ", GOOD))


def _words(pieces: Sequence[Piece]) -> Content:
    styles = {"same": "", "gone": _WENT, "new": _CAME}
    return Content(" ").join([free_text(piece.text, styles[piece.kind]) for piece in pieces])
