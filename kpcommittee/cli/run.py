"""Runs a command: opens its session, prints its output and errors, and ends with its exit code."""

import errno
import json
import os
import re
import sys
import traceback
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import typer

from kpcommittee.cli.passphrases import PassphraseOptions
from kpcommittee.domain.cpr import without_numbers
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.text import MAX_LENGTH, clean
from kpcommittee.errors import BrokenError, ExitCode, KpError
from kpcommittee.locale import _, use
from kpcommittee.wording.disk import why_refused

if TYPE_CHECKING:
    from kpcommittee.convert.issues import Issue
    from kpcommittee.services.session import Session


UNREADABLE = (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError)
"""Errors caused by a row with another type of value than was written."""


@immutable(kw_only=False)
class Settings:
    """The options of the program itself, given before the command."""

    workspace: Path | None = None
    language: str | None = None
    passphrases: PassphraseOptions = field(default_factory=PassphraseOptions)


def settings_of(context: typer.Context) -> Settings:
    """Return the options of the program itself."""
    settings = context.find_root().obj
    return settings if isinstance(settings, Settings) else Settings()


def session_of(context: typer.Context) -> "Session":
    """Open the session of the chosen workspace, and switch the program to its language."""
    # `--help` needs no session.
    from kpcommittee.hardening import keep_out_of_dumps  # noqa: PLC0415
    from kpcommittee.services.session import Session  # noqa: PLC0415

    keep_out_of_dumps()
    settings = settings_of(context)
    session = Session.find(settings.workspace, language=settings.language, passphrases=settings.passphrases)
    session.lock.tell = lambda error: warn(error.message, error.remedy)
    use(session.language)
    context.call_on_close(lambda: _close(session))
    return session


def _close(session: "Session") -> None:
    """Close the database. Everything recorded is on the disk already, so an error of the disk is ignored."""
    try:
        _report_fault(session)
    finally:
        with suppress(KpError):
            session.close()


def _report_fault(session: "Session") -> None:
    """Say what did not fit in the database at opening, unless the command has already said so.

    Raises:
        BrokenError: the command could not continue with what it read.
    """
    if (fault := session.unreported_fault()) is None:
        return
    if isinstance(sys.exc_info()[1], UNREADABLE):
        raise BrokenError(*fault)
    warn(*fault)


def open_screen(settings: Settings, agenda: str | None = None) -> None:
    """Open the screen on a meeting, and leave with its exit code."""
    from kpcommittee.tui.run import open_meeting  # noqa: PLC0415 (most commands need no screen)

    open_meeting(agenda, settings.workspace, settings.language, settings.passphrases)


def say(text: str = "") -> None:
    """Print one line on standard output."""
    sys.stdout.write(text + "\n")


def say_file(content: bytes) -> None:
    """Print a file as it is on standard output."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def say_json(answer: Any) -> None:
    """Print an answer as JSON on standard output."""
    say(json.dumps(answer, ensure_ascii=False, indent=1))


def tell(text: str) -> None:
    """Print what was done on standard error, since scripts read standard output."""
    sys.stderr.write(f"{text}\n")


def complain(message: str, remedy: str = "") -> None:
    """Print an error on standard error: what happened and where, then what to do."""
    sys.stderr.write(f"error: {_one_line(message)}\n" + (f"  {_one_line(remedy)}\n" if remedy else ""))


def warn(message: str, remedy: str = "") -> None:
    """Print a warning on standard error: what looks wrong and where, then what to do."""
    sys.stderr.write(f"warning: {_one_line(message)}\n" + (f"  {_one_line(remedy)}\n" if remedy else ""))


def _one_line(text: str) -> str:
    """Return one line without control characters and personal numbers: it may quote a user or a file."""
    return without_numbers(clean(text[:MAX_LENGTH]))


def parse_day(text: str, option: str = "--date") -> date:
    """Parse the day of an option in ISO or Danish form, within the years that files allow."""
    from kpcommittee.convert.scalars import YEARS, iso_day  # noqa: PLC0415 (`--help` reads no day)

    iso_text = iso_day(text) or text
    try:
        # Python also reads 20261202 and 2026-W49-3, which files do not.
        day = date.fromisoformat(iso_text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", iso_text, re.ASCII) else date.max
    except ValueError:
        day = date.max
    if day.year not in YEARS:
        raise typer.BadParameter(_("a date such as 2026-12-02 or 02-12-2026"), param_hint=option)
    return day


def parse_optional_day(text: str | None, option: str = "--date") -> date | None:
    """Parse the day of an option that may be left out. An empty text, such as from an unset variable, is not a day."""
    return None if text is None else parse_day(text, option)


def as_stored(text: str | None) -> str | None:
    """Return a pasted case number as agendas have it: no spaces around it, and å as one character."""
    return text if text is None or len(text) > MAX_LENGTH else clean(text)


def all_as_stored(texts: "Iterable[str] | None") -> tuple[str, ...]:
    """Return several pasted case numbers as agendas have them."""
    return tuple(as_stored(text) or "" for text in texts or ())


def leave(code: ExitCode) -> NoReturn:
    """End the command."""
    raise typer.Exit(int(code))


def leave_because_of(issues: "Iterable[Issue]") -> NoReturn:
    """End the command after the issues of a named file: with 2 if it does not exist, else with 1."""
    leave(ExitCode.WRONG_USE if any(issue.is_wrong_use for issue in issues) else ExitCode.NO)


def run_guarded(command: Callable[[], Any]) -> int:
    """Run the program, and turn every failure into a sentence and an exit code, never a traceback.

    Returns:
        The exit code.
    """
    program = command if sys.stdout is not None else _refuse_closed_stdout
    open_std_streams()
    try:
        return _run_to_the_end(program)
    except KpError as error:
        complain(error.message, error.remedy)
        return int(error.exit_code)
    except KeyboardInterrupt:
        complain(_("interrupted"), _("What was answered is recorded."))
        return int(ExitCode.NO)
    except BrokenPipeError:
        discard_stdout()
        return int(ExitCode.DONE)
    except OSError as error:
        discard_stdout()
        problem = f"{error.filename or ''}: {why_refused(error)}".strip(": ")
        if error.errno == errno.ENAMETOOLONG:
            complain(problem, _("Choose another name; nothing was changed."))
            return int(ExitCode.WRONG_USE)
        complain(problem, _("Look at the disk and the folder's rights, then try again."))
        return int(ExitCode.BROKEN)
    except Exception as error:  # noqa: BLE001 (the last line of defence; a message could contain data of a child)
        frame = traceback.extract_tb(error.__traceback__)[-1]
        complain(
            _("the program crashed: {kind} in {file}, line {line}").format(
                kind=type(error).__name__, file=Path(frame.filename).name, line=frame.lineno
            ),
            _("What was recorded is safe. Report this line to whoever looks after the program."),
        )
        return int(ExitCode.BROKEN)


def _refuse_closed_stdout() -> NoReturn:
    raise BrokenError(_("standard output is closed"), _("Nothing was done. Open it, or write into a file."))


def open_std_streams() -> None:
    """Replace standard streams that were closed before the program started with the null device."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode, encoding="utf-8"))
    for stream in (sys.stdout, sys.stderr):
        _encode_every_letter(stream)


def _encode_every_letter(stream: Any) -> None:
    """Write UTF-8 into files and pipes; on a terminal, escape the letters that it cannot draw."""
    if stream.isatty():
        stream.reconfigure(errors="backslashreplace")
    elif stream.encoding.lower() != "utf-8":
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _run_to_the_end(command: Callable[[], Any]) -> int:
    """Run the command and return its exit code, once its output has reached the disk or pipe."""
    code = int(command() or 0)
    sys.stdout.flush()
    return code


def discard_stdout() -> None:
    """Flush standard output; if that fails, redirect it to the null device so that exiting does not fail too."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
