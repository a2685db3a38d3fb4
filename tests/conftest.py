"""What every test starts from: the same language, the same terminal and a quick disk, wherever the tests run."""

import os
import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from shutil import disk_usage

import pytest

from kpcommittee import locale
from tests.rounds import in_rounds, skip_if_late

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

MEMORY = Path("/dev/shm")
ENOUGH = 2**30
"""Bytes that the workspaces of a whole run may take; a container often has only 64 MB there."""


PICTURES = "TEXTUAL_SNAPSHOT_TEMPDIR"
"""Set by the plugin that compares pictures; its workers inherit it."""


def _keep_the_pictures_folder() -> None:
    """Let the screens take the framework's switches away before the plugin sets its own, and not from a worker."""
    folder = os.environ.get(PICTURES)
    import_module("kpcommittee.tui")
    if folder is not None:
        os.environ[PICTURES] = folder


def pytest_configure() -> None:
    """Put temporary files into memory where there is room, unless TMPDIR says where.

    Each recorded event waits for the disk: on a real one the tests do little else than wait.
    """
    _keep_the_pictures_folder()
    if "TMPDIR" in os.environ or not os.access(MEMORY, os.W_OK) or disk_usage(MEMORY).free < ENOUGH:
        return
    os.environ["TMPDIR"] = str(MEMORY)
    tempfile.tempdir = None


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a soak be given its time."""
    parser.addoption("--minutes", type=float, default=0, help="skip what is left after so many minutes; 0 is no bound")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let a run that may end early take something of every test first."""
    if config.getoption("--minutes"):
        items[:] = in_rounds(items)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Begin nothing any more when the time is over."""
    skip_if_late(item, item.config.getoption("--minutes"))


@pytest.fixture(autouse=True, scope="session")
def _own_memory(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What the program remembers outside the workspaces of the tests goes with them."""
    os.environ["XDG_STATE_HOME"] = str(tmp_path_factory.mktemp("state"))


@pytest.fixture(autouse=True)
def _plain_surroundings(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each test starts in Danish and outside any workspace, and leaves no language behind."""
    for name in SWAYING:
        monkeypatch.delenv(name, raising=False)
    locale.use(locale.DEFAULT_LANGUAGE)
    yield
    locale.use(locale.DEFAULT_LANGUAGE)
