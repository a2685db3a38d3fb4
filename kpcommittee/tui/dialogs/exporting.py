"""Documents written from the screen: the format, a long export while it runs, and what becomes of an edited file."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar, Literal

from platformdirs import user_state_path
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.reactive import var
from textual.screen import ModalScreen
from textual.widgets import Button, Static
from textual.worker import get_current_worker

from kpcommittee.documents.formats import FORMATS, MARKDOWN
from kpcommittee.errors import KpError
from kpcommittee.locale import N_, _
from kpcommittee.services.steps import Step, StoppedError, Watch
from kpcommittee.tui.base import LocalizedScreen
from kpcommittee.tui.privacy import secret
from kpcommittee.tui.widgets.key_bar import ScreenKeys
from kpcommittee.tui.widgets.text import BAD, GOOD, MUTED
from kpcommittee.workspace.files import Unread, read_text, write

if TYPE_CHECKING:
    from pathlib import Path


def chosen_format() -> str:
    """Return the code of the format that was chosen last; Markdown if none is remembered."""
    try:
        code = read_text(_remembered_in()).strip()
    except Unread:
        return MARKDOWN.code
    return code if code in FORMATS else MARKDOWN.code


def choose_format(code: str) -> None:
    """Remember a format for the next time."""
    with suppress(KpError):  # a disk that refuses keeps nobody from exporting
        write(_remembered_in(), code)


def _remembered_in() -> "Path":
    """Return the file in the user's own state folder, the same for every workspace."""
    return user_state_path("kpcommittee", appauthor=False) / "format"


STEPS: Mapping[Step, str] = {
    "gathering": N_("The document is gathered from the meeting."),
    "laying_out": N_("The document is laid out."),
    "reading_back": N_("The finished file is read back."),
    "writing": N_("The file is written."),
}
PATIENCE = 0.3
"""Seconds before anything is shown: most documents are finished by then."""


class ExportingDialog(LocalizedScreen, ModalScreen[Exception | None]):
    """Makes a document beside the screen, which stays alive; dismisses with what went wrong, None if nothing did."""

    CSS_PATH = "exporting.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "stop", N_("stop"), id="exporting.stop", tooltip=N_("Stop the export; nothing is written.")),
    ]

    long: var[bool] = var(False, toggle_class="-long")  # noqa: FBT003 (the framework's order)
    step = query_one("#step", Static)

    def __init__(self, make: Callable[[Watch], None]) -> None:
        """Make a document; `make` is told whom to tell of its steps."""
        super().__init__()
        self._make = make

    def compose(self) -> ComposeResult:
        """Yield what is being done."""
        with Vertical(classes="dialog") as box:
            box.border_title = Content(_("Export"))
            first, *_later = STEPS.values()
            yield Static(Content(_(first)), id="step")
        yield ScreenKeys()

    def on_mount(self) -> None:
        """Begin at once, and show it once it takes a while."""
        self.set_timer(PATIENCE, self._be_shown)
        self._begin()

    def _be_shown(self) -> None:
        self.long = True

    @work(thread=True, exit_on_error=False)
    def _begin(self) -> None:
        worker = get_current_worker()

        def watch(step: Step) -> None:
            if worker.is_cancelled:
                raise StoppedError
            self.app.call_from_thread(self.step.update, Content(_(STEPS[step])))

        failure: Exception | None = None
        try:
            self._make(watch)
        except Exception as error:  # noqa: BLE001 (whoever asked for the document says what it means)
            failure = error
        if not worker.is_cancelled:
            self.app.call_from_thread(self.dismiss, failure)

    def action_stop(self) -> None:
        """Stop before the next step; what is made until then is thrown away."""
        self.workers.cancel_node(self)
        self.dismiss(StoppedError())


STYLES = {"+": GOOD, "-": BAD, "@": MUTED}

Wish = Literal["merge", "overwrite"]


def not_merged() -> str:
    """Say what to do with what was edited by hand, where it is not merged."""
    return _(
        "This file is not merged. Keep it under another name, or put the changes into the program first: V takes a "
        "comment in, x corrects a text. Written over, they are lost."
    )


class DifferenceDialog(LocalizedScreen, ModalScreen[Wish | None]):
    """Asks what becomes of a file that was edited by hand; None leaves it as it is."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "merge", N_("merge"), id="difference.merge",
                tooltip=N_("Keep what was edited by hand and what is new; the edited file is kept beside it.")),
        Binding("o", "overwrite", N_("write over"), id="difference.overwrite",
                tooltip=N_("Write the file anew; what was edited by hand is lost.")),
        Binding("escape", "leave", N_("keep it"), id="difference.leave",
                tooltip=N_("Leave the file as it is.")),
    ]  # fmt: skip

    def __init__(self, message: str, difference: str, *, merges: bool = False) -> None:
        """Show a difference, line by line, and offer to merge where the file is one that can be merged."""
        super().__init__()
        self._message, self._difference, self._merges = message, difference, merges

    def compose(self) -> ComposeResult:
        """Yield the lines that go and those that come, by sign and colour."""
        lines = [Content.styled(line, secret(STYLES.get(line[:1], ""))) for line in self._difference.splitlines()]
        with VerticalScroll(classes="dialog -wide-text") as box:
            box.border_title = Content(self._message)
            yield Static(Content("\n").join(lines))
            if not self._merges:
                yield Static(Content(f"\n{not_merged()}"), classes="fact", id="instead")
            with Vertical(id="below"), Horizontal(id="buttons"):
                yield Button(Content(_("Keep the file")), variant="primary", id="leave", compact=True)
                if self._merges:
                    yield Button(Content(_("Merge")), id="merge", compact=True)
                yield Button(Content(_("Write over it")), id="overwrite", compact=True)
        yield ScreenKeys()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to merge only where that is possible."""
        return self._merges if action == "merge" else super().check_action(action, parameters)

    @on(Button.Pressed, "#merge")
    def action_merge(self) -> None:
        """Keep both."""
        self.dismiss("merge")

    @on(Button.Pressed, "#overwrite")
    def action_overwrite(self) -> None:
        """Write the file anew."""
        self.dismiss("overwrite")
