"""The terminal: its input is read tolerantly, pastes press no key, and it is restored however the program ends."""

import codecs
import os
import signal
import sys
from collections.abc import Callable
from threading import Timer
from typing import TYPE_CHECKING, Any

from kpcommittee.tui.pastes import Pastes

if sys.platform != "win32":
    from textual.drivers import linux_driver

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

ENDING = () if sys.platform == "win32" else (signal.SIGTERM, signal.SIGHUP)
"""The signals that ask the program to end: a shutdown, and a closed terminal."""

PATIENCE = 3.0
"""Seconds that leaving the screen may take after such a signal; a closed terminal can block it for ever."""

SIGNALLED = 128
"""What a shell adds to a signal's number for the exit code."""

_HANDLER = "kpcommittee.pass_over"


if sys.platform == "win32":
    TolerantDriver = None  # there the framework reads keys, not bytes
else:

    class TolerantDriver(linux_driver.LinuxDriver):
        """Reads a terminal that may send anything: bytes that are not UTF-8 are skipped, and reported once."""

        def run_input_thread(self) -> None:
            """Read until the program ends."""
            codecs.register_error(_HANDLER, _passing_over(self._tell))
            vars(linux_driver)["getincrementaldecoder"] = self._decoder_of  # the framework's decoder is strict
            super().run_input_thread()

        def _decoder_of(self, encoding: str) -> codecs.IncrementalDecoder:
            return _Decoder(codecs.getincrementaldecoder(encoding)(_HANDLER), self._hang_up)

        def _hang_up(self) -> None:
            """End as a closed terminal ends a program, even if the signal is ignored, as under `nohup`."""
            ignored = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
            os.kill(os.getpid(), signal.SIGTERM if ignored else signal.SIGHUP)
            # Such a terminal is always ready to read: the framework would read nothing, again and again.
            self.exit_event.wait()

        def _tell(self) -> None:
            self._app.call_later(self._app.tell_of_encoding)  # type: ignore[attr-defined]  # our own app


class _Decoder(codecs.IncrementalDecoder):
    """Decodes what a terminal sends, and calls `gone` when the terminal was closed."""

    def __init__(self, decoder: codecs.IncrementalDecoder, gone: Callable[[], None]) -> None:
        super().__init__()
        self._decoder = decoder
        self._gone = gone
        self._pastes = Pastes()

    def __call__(self) -> "_Decoder":
        """Return itself: the framework calls the factory it is given."""
        return self

    def decode(self, data: bytes, final: bool = False) -> str:  # type: ignore[override]
        """Decode some bytes; a closed terminal sends none."""
        if not data and not final:
            self._gone()
        return self._pastes.clean(self._decoder.decode(data, final))


def _passing_over(tell: Callable[[], None]) -> Callable[[UnicodeError], tuple[str, int]]:
    """Return an error handler that drops undecodable bytes, and reports the first."""
    warned = False

    def leave_out(error: UnicodeError) -> tuple[str, int]:
        nonlocal warned
        if not warned:
            warned = True
            tell()
        assert isinstance(error, UnicodeDecodeError), "only decoding asks"
        return "", error.end

    return leave_out


def on_ending(loop: "AbstractEventLoop", end: Callable[[int], Any]) -> None:
    """Call `end` with the number of a signal that asks the program to end; it ends anyway soon after."""

    def obey(number: int) -> None:
        deadline = Timer(PATIENCE, os._exit, [SIGNALLED + number])
        deadline.daemon = True
        deadline.start()
        end(number)

    for number in ENDING:
        if signal.getsignal(number) is not signal.SIG_IGN:
            loop.add_signal_handler(number, obey, number)


def die_of(number: int) -> None:
    """End by the signal itself, so that its sender sees that it was obeyed; the screen was left before."""
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
