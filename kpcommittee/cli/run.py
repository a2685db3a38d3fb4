"""How a command runs: the desk it works at, what it prints when it cannot go on, and how it ends."""

import os
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import typer

from kpcommittee.domain.text import MAX_LENGTH, clean
from kpcommittee.errors import ExitCode, KpError
from kpcommittee.locale import _, use

if TYPE_CHECKING:
    from kpcommittee.services.session import Session


@dataclass(frozen=True, slots=True)
class Settings:
    """The options of the program itself, which stand before the command."""

    workspace: Path | None = None
    language: str | None = None


def settings_of(context: typer.Context) -> Settings:
    """The options of the program itself."""
    found = context.find_root().obj
    return found if isinstance(found, Settings) else Settings()


def session_of(context: typer.Context) -> "Session":
    """The desk of the workspace the program was called for; from now on the program speaks its language."""
    from kpcommittee.services.session import Session  # noqa: PLC0415

    settings = settings_of(context)
    session = Session.find(settings.workspace, language=settings.language)
    use(session.language)
    return session


def say(text: str = "") -> None:
    """One line on standard output."""
    sys.stdout.write(text + "\n")


def say_json(answer: Any) -> None:
    """An answer as JSON on standard output."""
    import json  # noqa: PLC0415

    say(json.dumps(answer, ensure_ascii=False, indent=1))


def complain(message: str, remedy: str = "") -> None:
    """An error on standard error: what happened and where, then what to do."""
    sys.stderr.write(f"error: {_line(message)}\n" + (f"  {_line(remedy)}\n" if remedy else ""))


def _line(text: str) -> str:
    """One line that a terminal only shows: what was typed or lies in a file may be part of it."""
    return clean(text[:MAX_LENGTH])


def date_given(text: str, option: str = "--date") -> date:
    """A day that was written as an option, in a year that a file may name too."""
    from kpcommittee.convert.scalars import YEARS  # noqa: PLC0415

    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.max
    if day.year not in YEARS:
        raise typer.BadParameter(_("a date such as 2026-12-02"), param_hint=option)
    return day


def leave(code: ExitCode) -> NoReturn:
    """End the command."""
    raise typer.Exit(int(code))


def run_guarded(command: Callable[[], Any]) -> int:
    """Run the program; whatever goes wrong becomes a sentence and an exit code, never a traceback.

    Returns:
        The exit code.
    """
    open_std_streams()
    try:
        return _ended(command)
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
        complain(
            f"{error.filename or ''}: {error.strerror or type(error).__name__}".strip(": "),
            _("Look at the disk and the folder's rights, then try again."),
        )
        return int(ExitCode.BROKEN)
    except Exception as error:  # noqa: BLE001 (the last line of defence; a message could hold data of a child)
        where = traceback.extract_tb(error.__traceback__)[-1]
        complain(
            _("the program broke: {kind} in {file}, line {line}").format(
                kind=type(error).__name__, file=Path(where.filename).name, line=where.lineno
            ),
            _("What was recorded is safe. Report this line to whoever looks after the program."),
        )
        return int(ExitCode.BROKEN)


def open_std_streams() -> None:
    """A stream that was closed before the program began says nothing and swallows everything."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode, encoding="utf-8"))


def _ended(command: Callable[[], Any]) -> int:
    """The exit code; what is still on its way out may meet a full disk or a closed pipe."""
    code = int(command() or 0)
    sys.stdout.flush()
    return code


def discard_stdout() -> None:
    """What can still be written is; when nobody takes it any more, nothing is, not even at exit."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
