"""A long export on the screen: what is being done, and a key that stops it."""

from collections.abc import Callable, Mapping
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.reactive import var
from textual.screen import ModalScreen
from textual.widgets import Static
from textual.worker import get_current_worker

from kpcommittee.locale import N_, _
from kpcommittee.services.steps import Step, StoppedError, Watch
from kpcommittee.tui.base import LocalizedScreen
from kpcommittee.tui.widgets.key_bar import ScreenKeys

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
