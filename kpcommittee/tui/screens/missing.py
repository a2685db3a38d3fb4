"""What is missing before the meeting: unreadable cases, and what each of the others lacks."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar, Self

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content

from kpcommittee.domain.agenda import LeftOutCase
from kpcommittee.domain.documentation import Document, DocumentedCase, documented_cases
from kpcommittee.domain.missing import Lack, LackingCase
from kpcommittee.locale import _
from kpcommittee.tui.privacy import secret_style
from kpcommittee.tui.screens.reading import PageScreen, page_keys
from kpcommittee.tui.widgets.key_bar import ScreenKeys
from kpcommittee.tui.widgets.markdown import GAP, Block, Named, Prose, Section
from kpcommittee.tui.widgets.page import Page
from kpcommittee.tui.widgets.text import BAD, MUTED, STRONG, TONES, join_pieces
from kpcommittee.views.case_facts import SIGNS
from kpcommittee.wording import agenda_file, missing, sentences
from kpcommittee.wording.documentation import document, sign, verdict_on

if TYPE_CHECKING:
    from kpcommittee.services.meeting_session import MeetingSession

INDENT = 5
"""Indentation of the text below a case number."""


class MissingScreen(PageScreen):
    """Shows what `kpcommittee check` lists for the meeting."""

    BINDINGS: ClassVar[list[BindingType]] = [*page_keys("missing")]

    def __init__(
        self,
        left_out: Sequence[LeftOutCase],
        lacking: Sequence[LackingCase],
        documented: Sequence[DocumentedCase],
    ) -> None:
        """Show the cases.

        Args:
            left_out: the unreadable ones.
            lacking: those that lack something.
            documented: every case with its documentation.
        """
        super().__init__()
        self._left_out, self._lacking, self._documented = tuple(left_out), tuple(lacking), tuple(documented)

    @classmethod
    def of(cls, meeting_session: "MeetingSession", left_out: Sequence[LeftOutCase]) -> Self:
        """Return the screen for a meeting's cases."""
        cases = (item.case for item in meeting_session.meeting.items)
        documented = documented_cases(cases, meeting_session.law, meeting_session.day)
        return cls(left_out, meeting_session.lacking_cases(), documented)

    def compose(self) -> ComposeResult:
        """Yield the page."""
        yield Page([Section([*self._unread(), *self._missing(), *self._documentation()])], classes="text")
        yield ScreenKeys()

    def _unread(self) -> Iterator[Prose]:
        if self._left_out:
            yield Prose(Content.styled(_("Cases that cannot be read"), f"bold {BAD}"))
        for entry in self._left_out:
            yield Prose(Content.styled(agenda_file.unread_case(entry), STRONG), bullet=Content.styled("! ", BAD))
            yield Prose(Content.styled(entry.message, secret_style()), indent=4)

    def _missing(self) -> Iterator[Block]:
        if not self._lacking:
            yield Prose(Content(_("Nothing is missing in the cases that can be read.")), apart=bool(self._left_out))
            return
        yield Prose(Content.styled(_("Missing before the meeting"), STRONG), apart=bool(self._left_out))
        lacks = [lack for case in self._lacking for lack in case.lacks]
        column = INDENT + max(cell_len(_name_lack(lack)) for lack in lacks) + GAP
        word = max(cell_len(word) for lack in lacks for word in missing.whom(lack).split())
        for case in self._lacking:
            number = Content.styled(f"{case.place:>3}  ", MUTED)
            yield Prose(Content.styled(missing.case_named(case), STRONG), bullet=number)
            for lack in case.lacks:
                name, whom = Content.styled(_name_lack(lack), BAD), Content.styled(missing.whom(lack), MUTED)
                yield Named(name, whom, INDENT, column, word)

    def _documentation(self) -> Iterator[Prose]:
        """Yield the documentation of each case, and what the meeting must judge itself."""
        if not self._documented:
            return
        yield Prose(Content.styled(_("Documentation before the meeting"), STRONG), apart=True)
        for case in self._documented:
            number = Content.styled(f"{case.place:>3}  ", MUTED)
            yield Prose(Content(missing.case_named(case)), bullet=number)
            line = join_pieces([_sign_of(entry) for entry in case.documents])
            yield Prose(line, indent=INDENT)
        yield Prose(Content.styled(verdict_on(), MUTED), apart=True)


def _sign_of(entry: Document) -> Content:
    return Content.styled(f"{sign(entry)} ", TONES[SIGNS[entry.standing]]) + Content(document(entry))


def _name_lack(lack: Lack) -> str:
    return sentences.capitalise_first(missing.lack_name(lack.code))
