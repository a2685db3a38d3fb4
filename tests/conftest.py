"""What every test stands on: the same language and the same terminal, wherever the tests run."""

from collections.abc import Iterator

import pytest

from kpcommittee import locale

SWAYING = (
    "COLORTERM",
    "KPCOMMITTEE_WORKSPACE",
    "LANG",
    "LC_ALL",
    "NO_COLOR",
    "TERM_PROGRAM",
    "TEXTUAL",
    "TEXTUAL_THEME",
)
"""Variables of the surroundings that change what a screen looks like or which workspace is meant."""


@pytest.fixture(autouse=True)
def _plain_surroundings(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each test starts in Danish and outside any workspace, and leaves no language behind."""
    for name in SWAYING:
        monkeypatch.delenv(name, raising=False)
    locale.use(locale.DEFAULT_LANGUAGE)
    yield
    locale.use(locale.DEFAULT_LANGUAGE)
