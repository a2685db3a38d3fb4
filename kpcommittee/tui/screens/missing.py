"""What is missing before the meeting: the cases that cannot be read, and what each of the others lacks."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen

from kpcommittee.domain.agenda import LeftOut
from kpcommittee.domain.missing import Lack, LackingCase
from kpcommittee.locale import N_, _
from kpcommittee.tui.base import ReadingScreen, reading_keys
from kpcommittee.tui.privacy import secret
from kpcommittee.tui.screens.help import ExplainedScreen, help_key
from kpcommittee.tui.widgets.key_bar import ScreenKeys
from kpcommittee.tui.widgets.markdown import Prose, Section
from kpcommittee.tui.widgets.text import BAD, MUTED, STRONG
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
            yield Section([*self._unread(), *self._missing()])
        yield ScreenKeys()

    def _unread(self) -> Iterator[Prose]:
        if self._left_out:
            yield Prose(Content.styled(_("Cases that cannot be read"), f"bold {BAD}"))
        for entry in self._left_out:
            yield Prose(Content.styled(words.unread_case(entry), STRONG), bullet=Content.styled("! ", BAD))
            yield Prose(Content.styled(entry.message, secret()), indent=4)

    def _missing(self) -> Iterator[Prose]:
        if not self._lacking:
            yield Prose(Content(_("Nothing is missing in the cases that can be read.")), apart=bool(self._left_out))
            return
        yield Prose(Content.styled(_("Missing before the meeting"), STRONG), apart=bool(self._left_out))
        widest = max(cell_len(_named(lack)) for case in self._lacking for lack in case.lacks)
        for case in self._lacking:
            number = Content.styled(f"{case.place:>3}  ", MUTED)
            yield Prose(Content.styled(missing.case_named(case), STRONG), bullet=number)
            for lack in case.lacks:
                name = Content.styled(_named(lack), BAD).pad_right(widest - cell_len(_named(lack)) + 2)
                yield Prose(Content.styled(missing.whom(lack), MUTED), indent=5, bullet=name)


def _named(lack: Lack) -> str:
    return words.sentence(words.missing(lack.code))
