"""A language for a while: minutes are written in the committee's, whatever the screen speaks."""

from collections.abc import Iterator
from contextlib import contextmanager

from kpcommittee import locale


@contextmanager
def speaking(language: str) -> Iterator[str]:
    """Speak a language inside the block, and the earlier one again after it."""
    before = locale.current()
    try:
        yield locale.use(language)
    finally:
        locale.use(before)
