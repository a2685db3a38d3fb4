"""The program's entry: a bare call opens the meeting at once, everything else goes to the command line."""

import gc
import os
import sys


def main() -> None:
    """Open the meeting, or run a command."""
    # Importing makes hardly any garbage: collecting it would only delay the first picture or the first line.
    gc.disable()
    # A shell that completes a word calls the program without any.
    if len(sys.argv) == 1 and "_KPCOMMITTEE_COMPLETE" not in os.environ:
        from kpcommittee.tui.run import open_meeting  # noqa: PLC0415 (a command needs no screen)

        open_meeting()
    try:
        from kpcommittee.cli import run_command_line  # noqa: PLC0415 (not needed to open the meeting)

        code = run_command_line()
    except KeyboardInterrupt:  # No command has begun, and no language is set yet.
        code = 1
    _leave(code)


def _leave(code: int) -> None:
    """End the process. Without a database, skip the interpreter's teardown, which takes a fifth of `--help`."""
    if "sqlite3" in sys.modules:
        sys.exit(code)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
