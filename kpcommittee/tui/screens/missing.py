"""What is missing before the meeting: the cases that cannot be read, and what each of the others lacks."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from kpcommittee.domain.agenda import LeftOut
from kpcommittee.domain.missing import LackingCase
from kpcommittee.locale import N_, _
from kpcommittee.tui.base import ReadingScreen, reading_keys
from kpcommittee.tui.privacy import secret
from kpcommittee.tui.screens.help import ExplainedScreen, help_key
from kpcommittee.tui.widgets.key_bar import ScreenKeys
from kpcommittee.tui.widgets.text import BAD, MUTED, STRONG, text
from kpcommittee.wording import missing, words


class MissingScreen(ExplainedScreen, ReadingScreen, Screen[None]):
    """Shows what `kpcommittee check` lists for the meeting."""

    CSS_PATH = "missing.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        help_key("missing"),
        Binding("escape,M,q", "leave", N_("back"), key_display="esc", id="missing.leave",
                tooltip=N_("Go back to the meeting.")),
        *reading_keys("missing"),
    ]  # fmt: skip

    def __init__(self, left_out: Sequence[LeftOut], lacking: Sequence[LackingCase]) -> None:
        """Show the cases.

        Args:
            left_out: those that cannot be read.
            lacking: those that lack something.
        """
        super().__init__()
        self._left_out, self._lacking = tuple(left_out), tuple(lacking)

    def compose(self) -> ComposeResult:
        """Yield the page."""
        with VerticalScroll(classes="text"):
            yield Static(Content("\n").join([*self._unread(), *self._missing()]), id="page")
        yield ScreenKeys()

    def _unread(self) -> Iterator[Content]:
        if not self._left_out:
            return
        yield text((_("Cases that cannot be read"), f"bold {BAD}"))
        for entry in self._left_out:
            yield text(("! ", BAD), (words.unread_case(entry), STRONG))
            yield Content("    ") + Content.styled(entry.message, secret())
        yield Content("")

    def _missing(self) -> Iterator[Content]:
        if not self._lacking:
            yield Content(_("Nothing is missing in the cases that can be read."))
            return
        yield text((_("Missing before the meeting"), STRONG))
        for case in self._lacking:
            yield text((f"{case.place:>3}  ", MUTED), (missing.case_named(case), STRONG))
            for lack in case.lacks:
                what = words.sentence(words.missing(lack.code))
                yield text("     ", (f"{what:<14}", BAD), "  ", (missing.whom(lack), MUTED))
