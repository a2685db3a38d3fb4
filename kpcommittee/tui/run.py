"""Opens the meeting on the screen, and exits quickly."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kpcommittee.errors import ExitCode, KpError, UsageError
from kpcommittee.hardening import keep_out_of_dumps
from kpcommittee.locale import _
from kpcommittee.services.session import Session
from kpcommittee.tui.app import KpApp
from kpcommittee.tui.terminal import die_of

if TYPE_CHECKING:
    from kpcommittee.services.lock import PassphraseSource


def open_meeting(
    agenda: str | None = None,
    workspace: Path | None = None,
    language: str | None = None,
    passphrases: "PassphraseSource | None" = None,
) -> None:
    """Show a meeting until the chair leaves; does not return.

    Args:
        agenda: the agenda; if left out, that of the running meeting, else of the next one.
        workspace: the folder with the config; if left out, this one or one above it.
        language: `da` or `en`; if left out, the config's.
        passphrases: the source of the passphrase; if left out, the first screen asks for it.
    """
    try:
        _require_terminal()
        keep_out_of_dumps()
        session = Session.find(workspace, language=language, passphrases=passphrases)
        app = KpApp(session, agenda)
        app.run()
        session.access.flush()
        session.close()
        if app.ended_by is not None:
            die_of(app.ended_by)
        error, code = app.failure, app.return_code or ExitCode.DONE
    except KpError as caught:
        error, code = caught, caught.exit_code
    if error is not None:
        sys.stderr.write(f"error: {error.message}\n")
        sys.stderr.write(f"  {error.remedy}\n" if error.remedy else "")
    _leave(int(code))


def _require_terminal() -> None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            _("the meeting needs a terminal to be shown on"),
            _("Use kpcommittee show for the meeting as text, or kpcommittee record to record from a script."),
        )


def _leave(code: int) -> None:
    """Exit without the interpreter's teardown, which takes longer than starting the program."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
