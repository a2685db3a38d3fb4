"""The program's entry: a bare call opens the meeting at once, everything else goes to the command line."""

import gc
import sys


def main() -> None:
    """Open the meeting, or run a command."""
    if len(sys.argv) > 1:
        from kpcommittee.cli import run  # noqa: PLC0415 (the command line is not needed to open the meeting)

        sys.exit(run())
    # Until the journal is read next to nothing becomes garbage; collecting would only delay the first picture.
    gc.disable()
    from kpcommittee.tui.opening import open_meeting  # noqa: PLC0415

    open_meeting()


if __name__ == "__main__":
    main()
