"""Writing documents from the screen: the format, the progress of a long export, and edited files."""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from platformdirs import user_state_path
from rich.cells import cell_len
from textual import events, on
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.getters import query_one
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from kpcommittee.documents.difference import Change, Piece
from kpcommittee.documents.formats import FORMATS, MARKDOWN
from kpcommittee.errors import KpError
from kpcommittee.locale import N_, _
from kpcommittee.services.steps import Step, StoppedError, Watch
from kpcommittee.services.template_check import warnings_of_templates
from kpcommittee.tui.base import LocalizedScreen
from kpcommittee.tui.privacy import free_text
from kpcommittee.tui.widgets.key_bar import ScreenKeys
from kpcommittee.tui.widgets.markdown import GAP, Prose, Section
from kpcommittee.tui.widgets.page import Page
from kpcommittee.tui.widgets.text import BAD, GOOD, MUTED, STRONG
from kpcommittee.wording.comments import keep_edits
from kpcommittee.workspace.files import Unread, read_text, write

if TYPE_CHECKING:
    from pathlib import Path

    from kpcommittee.services.session import Session


def remembered_format() -> str:
    """Return the code of the format that was chosen last; Markdown if none is remembered."""
    try:
        code = read_text(_format_file()).strip()
    except Unread:
        return MARKDOWN.code
    return code if code in FORMATS else MARKDOWN.code


def remember_format(code: str) -> None:
    """Remember a format for the next time."""
    with suppress(KpError):  # an error of the disk must not prevent the export
        write(_format_file(), code)


def _format_file() -> "Path":
    """Return the file in the user's own state folder, the same for every workspace."""
    return user_state_path("kpcommittee", appauthor=False) / "format"


STEPS: Mapping[Step, str] = {
    "gathering": N_("The document is gathered from the meeting."),
    "laying_out": N_("The document is laid out."),
    "reading_back": N_("The finished file is read back."),
    "writing": N_("The file is written."),
}
PATIENCE = 0.3
"""Seconds before progress is shown: most documents are finished by then."""
LOOK = 0.1
"""Seconds between two updates of the progress."""


class ExportTask:
    """An export in a thread, during which the screen still responds."""

    def __init__(self, make: Callable[[Watch], None]) -> None:
        """Start `make`, which gets the function to report its steps to."""
        self.step: Step = "gathering"
        self._stopped = False
        self._thread = asyncio.create_task(asyncio.to_thread(make, self._watch))
        self._thread.add_done_callback(_take_failure)

    def _watch(self, step: Step) -> None:
        if self._stopped:
            raise StoppedError
        self.step = step

    async def wait(self) -> None:
        """Wait until it is finished, or so long that its progress must be shown."""
        await asyncio.wait({self._thread}, timeout=PATIENCE)

    @property
    def is_done(self) -> bool:
        """Whether it has ended, well or not."""
        return self._thread.done()

    @property
    def failure(self) -> BaseException | None:
        """What went wrong; None if nothing did."""
        return self._thread.exception()

    def stop(self) -> None:
        """Stop before the next step; what was made until then is discarded."""
        self._stopped = True


def _take_failure(thread: asyncio.Task[None]) -> None:
    """Retrieve the exception in any case: else the event loop writes a traceback of a stopped export."""
    if not thread.cancelled():
        thread.exception()


async def make_in_background(
    app: App[Any], make: Callable[[Watch], None], when_done: Callable[[BaseException | None], None]
) -> None:
    """Make a document in the background, and show the progress if it takes long.

    Args:
        app: shows the progress.
        make: makes the document, and gets the function to report its steps to.
        when_done: called at the end with what went wrong; None if nothing did.
    """
    making = ExportTask(make)
    await making.wait()
    if making.is_done:
        when_done(making.failure)
    else:
        app.push_screen(ExportingDialog(making), when_done)


def path_with_folder(path: "Path") -> str:
    """Return the file with its folder only: enough to find it without showing the whole path."""
    return f"{path.parent.name}/{path.name}"


def warn_of_templates(app: App[Any], session: "Session | None") -> None:
    """Warn of the municipality's templates that name a child; in the background, since every meeting is read."""
    if session is None or session.config.documents is None:
        return

    def look() -> None:
        for warning in warnings_of_templates(session):
            notify = partial(app.notify, severity="warning", timeout=20, markup=False)
            app.call_from_thread(notify, "\n".join(warning))

    app.run_worker(look, thread=True, exclusive=True, group="templates", exit_on_error=False)


class ExportingDialog(LocalizedScreen, ModalScreen[BaseException | None]):
    """Shows the progress of a long export; returns what went wrong, None if nothing did."""

    CSS_PATH = "exporting.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "stop", N_("stop"), id="exporting.stop", tooltip=N_("Stop the export; nothing is written.")),
    ]

    step = query_one("#step", Static)

    def __init__(self, making: ExportTask) -> None:
        """Take the export that runs."""
        super().__init__()
        self._making = making

    def compose(self) -> ComposeResult:
        """Yield the present step."""
        with Vertical(classes="dialog") as box:
            box.border_title = Content(_("Export"))
            yield Static(id="step")
        yield ScreenKeys()

    def on_mount(self) -> None:
        """Begin to follow the progress."""
        self._look()
        self.set_interval(LOOK, self._look)

    def on_unmount(self) -> None:
        """Stop the export when the program ends."""
        self._making.stop()

    def _look(self) -> None:
        if self._making.is_done:
            self.dismiss(self._making.failure)
        else:
            self.step.update(Content(_(STEPS[self._making.step])))

    def action_stop(self) -> None:
        """Stop, and write nothing."""
        self.dismiss(StoppedError())


_INDENT = 2
STYLES = {"+": GOOD, "-": BAD, "@": MUTED}

Wish = Literal["merge", "overwrite"]


def _raw_lines(difference: str) -> Iterator[Prose]:
    """Yield the removed and the added lines, told apart by sign and colour."""
    for line in difference.splitlines():
        yield Prose(free_text(line, STYLES.get(line[:1], "")))


def edit_blocks(edits: Sequence[Change]) -> Iterator[Prose]:
    """Yield under each heading what the file says, and what the minutes say now.

    A side that says several texts in a row is named at the first.
    """
    sides = (_("Edited"), _("Minutes now"))
    width = max(map(cell_len, sides)) + GAP
    for place, (under, changes) in enumerate(groupby(edits, key=lambda change: change.under)):
        yield Prose(free_text(" › ".join(under) or _("The head of the minutes"), STRONG), apart=place > 0)
        named = ""
        for side, text in (text for change in changes for text in _texts_of(change, sides)):
            name = "" if side == named else side
            yield Prose(text, _INDENT, Content.styled(name, MUTED).pad_right(width - cell_len(name)))
            named = side


def _texts_of(change: Change, sides: tuple[str, str]) -> Iterator[tuple[str, Content]]:
    """Yield each side's name and its text; words are marked only if both have the text, else all would be."""
    edited, written = sides
    if change.is_heading and change.kind != "changed":
        missing = _("This heading is missing.")
        yield (written if change.kind == "gone" else edited), Content.styled(missing, "italic")
        return
    mark = "bold underline " if change.kind == "changed" else ""
    if change.before:
        yield edited, _styled(change.before, f"{mark}{BAD}")
    if change.after:
        yield written, _styled(change.after, f"{mark}{GOOD}")


def _styled(pieces: Sequence[Piece], style: str) -> Content:
    return Content(" ").join([free_text(piece.text, "" if piece.kind == "same" else style) for piece in pieces])


class DifferenceDialog(LocalizedScreen, ModalScreen[Wish | None]):
    """Asks what to do with a file that was edited by hand; returns None to leave it as it is."""

    CSS_PATH = "dialog.tcss"
    DEFAULT_CLASSES = "framed"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "merge", N_("merge"), id="difference.merge",
                tooltip=N_("Keep both the edits and what is new; the edited file is kept beside it.")),
        Binding("o", "overwrite", N_("write over"), id="difference.overwrite",
                tooltip=N_("Write the file again; what was edited by hand is lost.")),
        Binding("escape", "leave", N_("keep it"), id="difference.leave",
                tooltip=N_("Leave the file as it is.")),
    ]  # fmt: skip

    def __init__(
        self, message: str, difference: str, edits: Sequence[Change] | None = None, *, merges: bool = False
    ) -> None:
        """Show what is different, and offer to merge if the file can be merged.

        Args:
            message: says which file was edited.
            difference: line by line, for where it cannot be laid out.
            edits: the same by heading; None or empty where it cannot be laid out, such as blanks alone.
            merges: whether the file can be merged.
        """
        super().__init__()
        self._message, self._merges = message, merges
        self._blocks = [*(edit_blocks(edits) if edits else _raw_lines(difference))]

    def compose(self) -> ComposeResult:
        """Yield what is different, and what can be done."""
        with VerticalScroll(classes="dialog -wide-text") as box:
            box.border_title = Content(self._message)
            box.set_class(self._overflows(self.app.size), "-overflows")
            page = Page([Section(self._blocks, ends=())])
            page.can_focus = False
            yield page
            if not self._merges:
                advice = " ".join((_("This file cannot be merged."), keep_edits()))
                yield Static(Content(f"\n{advice}"), classes="fact", id="instead")
            with Vertical(id="below"), Horizontal(id="buttons"):
                yield Button(Content(_("Keep the file")), variant="primary", id="leave", compact=True)
                if self._merges:
                    yield Button(Content(_("Merge")), id="merge", compact=True)
                yield Button(Content(_("Write over it")), id="overwrite", compact=True)
        yield ScreenKeys()

    def on_resize(self, event: events.Resize) -> None:
        """Give the difference the height of the terminal only as long as it needs it."""
        self.query_exactly_one(".dialog").set_class(self._overflows(event.size), "-overflows")

    def _overflows(self, terminal: Size) -> bool:
        return len(self._blocks) > terminal.height

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to merge only if that is possible."""
        return self._merges if action == "merge" else super().check_action(action, parameters)

    @on(Button.Pressed, "#merge")
    def action_merge(self) -> None:
        """Merge: keep both texts."""
        self.dismiss("merge")

    @on(Button.Pressed, "#overwrite")
    def action_overwrite(self) -> None:
        """Overwrite the file."""
        self.dismiss("overwrite")
