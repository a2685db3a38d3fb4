"""The sources of passphrases: a descriptor, a file or a prompt; never the command line or the environment."""

import getpass
import os
import stat
import sys
from dataclasses import dataclass, field
from pathlib import Path

from kpcommittee.errors import KpError, UsageError
from kpcommittee.locale import _
from kpcommittee.wording.disk import why_refused

LONGEST = 4096
"""The most bytes of a passphrase."""


@dataclass(slots=True)
class PassphraseOptions:
    """The options that give a passphrase; without them, the terminal asks for it."""

    descriptor: int | None = None
    """Its first line is the passphrase, the following ones answer further questions."""
    key_file: Path | None = None
    """The passphrase file of `--key-file`: its first line is the passphrase."""
    _first: str | None = field(default=None, init=False)
    """The passphrase of the options; None until it is read."""

    @property
    def is_silent(self) -> bool:
        """Whether an option gives the passphrase, so that nobody is asked."""
        return self.descriptor is not None or self.key_file is not None

    def passphrase(self, file: str) -> str:
        """Return the passphrase for a file; it is read once.

        Raises:
            KpError: there is none.
        """
        if self._first is None:
            if self.descriptor is not None:
                self._first = _read_line(self.descriptor)
            elif self.key_file is not None:
                self._first = _read_key_file(self.key_file)
            else:
                return _prompt(_("Passphrase for {file}: ").format(file=file), file)
        return self._first

    def new_passphrase(self, whose: str) -> str:
        """Return a new passphrase: that of the options if nothing was read yet, else the next line or a prompt.

        Raises:
            KpError: there is none, or it was repeated differently.
        """
        if self._first is None and self.is_silent:
            return self.passphrase("")
        if self.descriptor is not None:
            return _read_line(self.descriptor)
        if not _has_terminal():
            raise KpError(
                _("A new passphrase for {name} is needed, and nobody can be asked.").format(name=whose),
                _("Give it with --passphrase-fd, as the line after the one that opens, or run it on a terminal."),
            )
        first = getpass.getpass(_("New passphrase for {name}: ").format(name=whose))
        if getpass.getpass(_("Once more: ")) != first:
            raise KpError(_("The two passphrases differ."), _("Nothing was changed; try again."))
        return first

    def further_passphrase(self) -> str | None:
        """Return the next line of the descriptor, for another file; None if there is none."""
        try:
            return None if self.descriptor is None else _read_line(self.descriptor)
        except UsageError:  # there is only one line, and it opens the workspace alone
            return None

    def refuse_unasked(self) -> None:
        """Refuse at once if nobody can be asked.

        Raises:
            KpError: there is no descriptor, and no terminal.
        """
        if self.descriptor is None and not _has_terminal():
            raise _no_terminal_error()

    def answer_after_key(self, file: str, question: str) -> str:
        """Return the answer to a question after the passphrase; on a descriptor, it is the next line.

        Raises:
            KpError: nobody can be asked.
        """
        if self.descriptor is not None:
            self.passphrase(file)
        return self.answer(question)

    def answer(self, question: str) -> str:
        """Return the answer to a question, from the descriptor or the terminal.

        Raises:
            KpError: nobody can be asked.
        """
        if self.descriptor is not None:
            sys.stderr.write(f"{question}\n")
            return _read_line(self.descriptor)
        return _ask_on_terminal(question)


def _ask_on_terminal(question: str) -> str:
    """Ask on the terminal itself, whatever is piped in, and return the line that is typed.

    Raises:
        KpError: there is none.
    """
    if os.name != "posix":
        if not sys.stdin.isatty():
            raise _no_terminal_error()
        sys.stderr.write(f"{question} ")
        sys.stderr.flush()
        return sys.stdin.readline().strip()
    terminal = Path("/dev/tty")
    try:
        # A terminal cannot be opened for reading and writing as one text stream, since it cannot seek.
        with (
            terminal.open("w", encoding="utf-8") as output,
            terminal.open(encoding="utf-8", errors="replace") as keyboard,
        ):
            output.write(f"{question} ")
            output.flush()
            return keyboard.readline().strip()
    except OSError as error:
        raise _no_terminal_error() from error


def _no_terminal_error() -> KpError:
    return KpError(_("There is no terminal to ask on."), _("Run it on a terminal, or answer with --passphrase-fd."))


def _prompt(prompt: str, file: str) -> str:
    if not _has_terminal():
        from kpcommittee.services.lock import locked_error  # noqa: PLC0415 (`--help` needs no key)

        raise locked_error(Path(file))
    return getpass.getpass(prompt)


def _has_terminal() -> bool:
    """Whether somebody can be asked; without a terminal, `getpass` would read piped input."""
    if os.name != "posix":
        return sys.stdin.isatty()
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return False
    return True


def _read_line(descriptor: int) -> str:
    """Read one line and nothing after it.

    Raises:
        UsageError: the descriptor is not open, or has no more lines.
    """
    line = bytearray()
    try:
        while len(line) <= LONGEST and (byte := os.read(descriptor, 1)) not in (b"", b"\n"):
            line += byte
    except OSError as error:
        raise UsageError(
            _("Descriptor {n} cannot be read: {why}.").format(n=descriptor, why=why_refused(error)),
            _("Open it for the program, such as: kpcommittee --passphrase-fd 3 show 3< FILE"),
        ) from error
    if not line:
        raise UsageError(
            _("Descriptor {n} has no line with a passphrase.").format(n=descriptor),
            _("Its first line is the passphrase; a new passphrase is the next one."),
        )
    return _decode_line(bytes(line), f"--passphrase-fd {descriptor}")


def _read_key_file(path: Path) -> str:
    """Read the first line of a passphrase file that nobody but its owner can read.

    Raises:
        UsageError: it cannot be read, or others could read it too.
    """
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as file:
            _refuse_exposed(path, os.fstat(handle))
            content = file.read(LONGEST + 1)
    except OSError as error:
        raise UsageError(
            _("The passphrase file {file} cannot be read: {why}.").format(file=path, why=why_refused(error)),
            _("Name an ordinary file of your own, no link."),
        ) from error
    line, _newline, _rest = content.partition(b"\n")
    if not line.strip():
        raise UsageError(
            _("The passphrase file {file} is empty.").format(file=path), _("Its first line is the passphrase.")
        )
    return _decode_line(line, str(path))


def _refuse_exposed(path: Path, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise UsageError(
            _("The passphrase file {file} is not an ordinary file.").format(file=path),
            _("Its first line is the passphrase."),
        )
    if os.name == "posix" and (stat.S_IMODE(status.st_mode) & 0o077 or status.st_uid != os.geteuid()):
        raise UsageError(
            _("The passphrase file {file} can be read by others, or is not yours.").format(file=path),
            _("Keep it to yourself: chmod 600 {file}").format(file=path),
        )


def _decode_line(line: bytes, where: str) -> str:
    if len(line) > LONGEST:
        raise UsageError(_("The passphrase of {where} is too long.").format(where=where))
    try:
        return line.rstrip(b"\r").decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(_("The passphrase of {where} is not UTF-8.").format(where=where)) from error
