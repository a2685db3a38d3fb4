"""The lock of an encrypted workspace. It shows nothing about a case; before the key, nothing is behind it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input, Static

from kpcommittee.errors import KpError
from kpcommittee.locale import N_, _
from kpcommittee.services.lock import refuse_short
from kpcommittee.tui.base import LocalizedScreen
from kpcommittee.tui.widgets.editors import Line
from kpcommittee.tui.widgets.key_bar import ScreenKeys

if TYPE_CHECKING:
    from kpcommittee.services.lock import Lock


class LockScreen(LocalizedScreen, Screen[None]):
    """Asks for the passphrase; twice for a new workspace."""

    CSS_PATH = "lock.tcss"
    is_lock = True
    """The program checks it without importing this screen."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "unlock", N_("unlock"), id="lock.unlock",
                tooltip=N_("Open the database with the passphrase.")),
        Binding("escape", "quit_program", N_("quit"), key_display="esc", id="lock.quit",
                tooltip=N_("Leave the program.")),
        Binding("f2", "nothing", show=False, system=True),
    ]  # fmt: skip

    class Unlocked(Message):
        """The database is open."""

    @dataclass
    class Failed(Message):
        """The program cannot continue."""

        error: KpError

    def __init__(self, lock: "Lock", name: str, *, again: bool = False) -> None:
        """Take the lock and the name of the workspace.

        Args:
            lock: what is unlocked.
            name: the committee's name.
            again: whether the meeting is open behind it.
        """
        super().__init__()
        self._keys, self._called, self._again = lock, name, again
        self._is_new = not again and lock.is_new
        self._busy = False

    def compose(self) -> ComposeResult:
        """Yield the fields."""
        with Vertical(classes="box") as box:
            box.border_title = Content(self._called)
            yield Static(Content(self._heading()))
            yield _secret(_("New passphrase") if self._is_new else _("Passphrase"))
            if self._is_new:
                yield _secret(_("Once more"))
            yield Static(id="problem")
        yield ScreenKeys()

    def _heading(self) -> str:
        if self._is_new:
            return _(
                "This workspace will be encrypted. Choose a passphrase of at least 12 characters, such as four words."
            )
        if self._again:
            return _("Locked. What is typed is kept.")
        return _("The database is encrypted.")

    def on_mount(self) -> None:
        """Focus the passphrase, unless an option of the command line or the keyring gives it."""
        self.query(Line).first().focus()
        passphrases = self._keys.passphrases
        if not self._again and (self._keys.asks_keyring or (passphrases is not None and passphrases.is_silent)):
            self._try(None)

    @on(Input.Submitted)
    def action_unlock(self) -> None:
        """Open the database with the typed passphrase."""
        first, *others = self.query(Line)
        if self._busy or not first.value:
            return
        if others and self.focused is first:
            self._repeat(first.value, others[0])
        elif others and others[0].value != first.value:
            self._say(_("The two passphrases differ."))
            others[0].value = ""
        else:
            self._try(first.value)

    def _repeat(self, passphrase: str, second: Line) -> None:
        """Ask for a new passphrase a second time, unless the first is refused anyway."""
        try:
            refuse_short(passphrase)
        except KpError as error:
            self._say(error.line)
        else:
            self._say("")
            second.focus()

    def action_quit_program(self) -> None:
        """Leave the program: nothing has been opened yet."""
        self.app.exit()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Allow leaving by escape only while nothing is open behind."""
        if action == "quit_program" and self._again:
            return False
        return super().check_action(action, parameters)

    def action_nothing(self) -> None:
        """Do nothing: there is nothing to hide."""

    def _try(self, passphrase: str | None) -> None:
        self._busy = True
        self._say(_("One moment …"))
        self._unlock(passphrase)

    @work(thread=True)
    def _unlock(self, passphrase: str | None) -> None:
        try:
            if passphrase is None and self._keys.asks_keyring:
                if not self._by_keyring():
                    return
            elif passphrase is None:
                self._keys.ask()
            elif not self._keys.unlock(passphrase):
                why = _("The key does not open the database. Spaces and capital letters count.")
                self.app.call_from_thread(self._refused, why)
                return
        except KpError as error:
            if passphrase is None:
                self.post_message(self.Failed(error))
            else:
                self.app.call_from_thread(self._refused, error.line)
        else:
            self.app.call_from_thread(self._wipe)
            self.post_message(self.Unlocked())

    def _by_keyring(self) -> bool:
        """Open the database with the keyring; if that fails, say why, and ask for the passphrase."""
        why = _("The system's keyring does not open the database.")
        try:
            if self._keys.open_by_keyring():
                return True
        except KpError as error:
            why = error.message
        self.app.call_from_thread(self._refused, why)
        return False

    def _wipe(self) -> None:
        """Forget what was typed."""
        for line in self.query(Line):
            line.value = ""

    def _refused(self, why: str) -> None:
        self._busy = False
        self._wipe()
        self.query(Line).first().focus()
        self._say(why)

    def _say(self, text: str) -> None:
        self.query_one("#problem", Static).update(Content(text))


def _secret(label: str) -> Line:
    line = Line(label)
    line.password = True
    return line
