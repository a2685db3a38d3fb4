"""What every test starts from: the same language, the same terminal and a quick disk, wherever the tests run."""

import gc
import io
import os
import pickle
import signal
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from importlib import import_module
from pathlib import Path
from shutil import disk_usage
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import settings
from pypdf.generic import ContentStream
from sqlalchemy import Connection, Engine, event
from sqlalchemy.dialects.sqlite.base import SQLiteDialect
from typer import main

from kpcommittee import locale
from kpcommittee.cli import RARE_COLLECTIONS
from kpcommittee.cli.deferred import Deferred
from kpcommittee.convert.codec import read_partial
from kpcommittee.domain.committee import Config
from kpcommittee.domain.law import Law
from kpcommittee.store import schema
from kpcommittee.store.key_file import Cost
from kpcommittee.workspace.toml_keys import line_of_long_key
from tests import counting
from tests.counting import TALLY, Tally
from tests.drivers import nursery, once
from tests.rounds import begin, in_rounds, skip_if_late
from tests.seeds import is_soak, leave_out_the_soak

counts = counting.counts

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

# While tests are collected a million objects are made, and none goes.
gc.disable()

LONG = 100_000
"""Letters of a file that is parsed again each time: the sample's agenda has a fifth, a bomb more."""

BOMB = 2**20
"""Bytes of a document that is not remembered; the minutes of a meeting have a twentieth of it."""

PICTURES = "TEXTUAL_SNAPSHOT_TEMPDIR"
"""Set by the plugin that compares pictures; its workers inherit it."""


def _keep_the_pictures_folder() -> None:
    """Let the screens take the framework's switches away before the plugin sets its own, and not from a worker."""
    folder = os.environ.get(PICTURES)
    import_module("kpcommittee.tui")
    if folder is not None:
        os.environ[PICTURES] = folder


def pytest_configure(config: pytest.Config) -> None:
    """Put temporary files into memory where there is room, unless TMPDIR says where.

    Each recorded event waits for the disk: on a real one the tests do little else than wait.
    """
    begin(config)
    config.stash[TALLY] = tally = Tally()
    config.pluginmanager.register(tally)
    leave_out_the_soak(config.option.markexpr)
    # A run finds the same each time, and a busy machine finds nothing more; the soak searches again.
    settings.register_profile("suite", deadline=None, derandomize=not is_soak(), print_blob=True)
    settings.load_profile("suite")
    _keep_the_pictures_folder()
    if "TMPDIR" in os.environ or not os.access(MEMORY, os.W_OK) or disk_usage(MEMORY).free < ENOUGH:
        return
    os.environ["TMPDIR"] = str(MEMORY)
    tempfile.tempdir = None


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a soak be given its time, what it begins with, and where it writes what came of it."""
    parser.addoption("--minutes", type=float, default=0, help="skip what is left after so many minutes; 0 is no bound")
    parser.addoption("--rotation", type=int, default=0, help="which draws of each test come first")
    parser.addoption("--tally", type=Path, help="where to write how much was tried")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let a run that may end early take something of every test first."""
    if config.getoption("--minutes"):
        items[:] = in_rounds(items, config.getoption("--rotation"))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Begin nothing any more when the time is over."""
    skip_if_late(item)


def pytest_sessionstart(session: pytest.Session) -> None:
    """Keep a clean process to fork commands from, before anything is opened or starts a thread."""
    if hasattr(session.config, "workerinput") or not session.config.getoption("numprocesses", None):
        # Under `nohup` the program would inherit that a hang-up is ignored, and go on where it has to end.
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
        nursery.open_nursery()


def pytest_sessionfinish(session: pytest.Session) -> None:
    nursery.close_nursery()
    file: Path | None = session.config.getoption("--tally")
    if file is not None and not hasattr(session.config, "workerinput"):
        session.config.stash[TALLY].write(file)


def pytest_collection_finish() -> None:
    """Look for garbage among what the tests make, and not among a million objects that stay."""
    gc.freeze()
    gc.enable()
    gc.set_threshold(*RARE_COLLECTIONS)


@lru_cache(100)
def _pickled(text: str, keys: tuple[tuple[str, Any], ...]) -> bytes:
    return pickle.dumps(tomllib.loads(text, **dict(keys)))


class Parsed(dict[str, Any]):
    """What a text says, and the text."""

    text = ""


def _loads(text: str, **keys: Any) -> Any:
    """What `tomllib.loads` gives, a copy of its own each time."""
    if len(text) > LONG:
        return tomllib.loads(text, **keys)
    parsed = Parsed(pickle.loads(_pickled(text, tuple(keys.items()))))
    parsed.text = text
    return parsed


@pytest.fixture(autouse=True, scope="session")
def _files_parsed_once() -> Iterator[None]:
    """A worker parses the sample's config and agenda once: they take a third of a short command.

    A config or law without an error, which nobody can change, is read once too.
    """
    read: dict[tuple[type, str], Any] = {}

    def read_once(data: Any, cls: type, place: str = "") -> Any:
        key = cls, data.text if isinstance(data, Parsed) else ""
        if key in read:
            return read[key], ()
        value, issues = read_partial(data, cls, place)
        if key[1] and cls in (Config, Law) and not issues:
            read[key] = value
        return value, issues

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kpcommittee.workspace.toml_reading.line_of_long_key", lru_cache(100)(line_of_long_key))
        known = SimpleNamespace(loads=_loads, TOMLDecodeError=tomllib.TOMLDecodeError)
        patch.setattr("kpcommittee.workspace.toml_reading.tomllib", known)
        patch.setattr("kpcommittee.workspace.reading.read_partial", read_once)
        yield


@pytest.fixture(autouse=True, scope="session")
def _same_answers_reused() -> Iterator[None]:
    """A worker computes once what the commands of a test compute again and again of the same."""
    with pytest.MonkeyPatch.context() as patch:
        for place, function in once.REUSED.items():
            patch.setattr(f"kpcommittee.{place}", function)
        yield


@lru_cache(20)
def _read(read: Callable[[bytes], Iterator[str]], content: bytes) -> tuple[str, ...]:
    return tuple(read(content))


def _reader(module: str) -> SimpleNamespace:
    """What reads finished documents of a format; a file that is a bomb is read again."""
    read = import_module(module).read
    return SimpleNamespace(read=lambda content: _read(read, content) if len(content) < BOMB else read(content))


_parse_page = ContentStream._parse_content_stream


@lru_cache(200)
def _drawn(content: bytes) -> tuple[Any, ...]:
    page = ContentStream(None, None)
    _parse_page(page, io.BytesIO(content))
    return tuple(page._operations)


def _parse_page_once(page: ContentStream, stream: io.BytesIO) -> None:
    """What is drawn on a page, which is parsed for its words and for its tags."""
    content = stream.getvalue()
    if page.forced_encoding is not None or len(content) > BOMB:
        _parse_page(page, stream)
    else:
        page._operations += _drawn(content)


@pytest.fixture(autouse=True, scope="session")
def _documents_read_once() -> Iterator[None]:
    """A worker reads the same file once: the program reads what it writes, and then the test does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kpcommittee.documents.reading.import_module", _reader)
        patch.setattr(ContentStream, "_parse_content_stream", _parse_page_once)
        yield


def _speech(dialect: object) -> object:
    """What a dialect makes of a statement, and whom it tells."""
    return type(dialect), getattr(dialect, "dbapi", None)


@pytest.fixture(autouse=True, scope="session")
def _statements_compiled_once() -> Iterator[None]:
    """A worker compiles each statement once, and not for each database that a command opens."""
    known: dict[object, Any] = {}
    create = Engine.__init__

    def create_with_what_is_known(self: Engine, *given: Any, **keys: Any) -> None:
        create(self, *given, **keys)
        self._compiled_cache = known.setdefault(_speech(self.dialect), self._compiled_cache)

    with pytest.MonkeyPatch.context() as patch:
        # A key of the cache holds the dialect: two are alike that speak to the same library.
        patch.setattr(SQLiteDialect, "__hash__", lambda self: hash(_speech(self)))
        patch.setattr(SQLiteDialect, "__eq__", lambda self, other: _speech(self) == _speech(other))
        patch.setattr(Engine, "__init__", create_with_what_is_known)
        yield


@cache
def _statements_of(create: Callable[[Connection], None], _dialect: str) -> list[tuple[str, Any]]:
    """Return the list that the statements which make a new database are kept in, once they were told."""
    return []


@pytest.fixture(autouse=True, scope="session")
def _tables_described_once() -> Iterator[None]:
    """A worker words the statements of a new database once: to word them takes longer than to run them."""
    create = schema.create

    def create_as_before(connection: Connection) -> None:
        known = _statements_of(create, connection.dialect.name)
        if known:
            cursor = connection.connection.cursor()
            for statement, values in known:
                cursor.execute(statement, values)
            return

        def keep(_connection: object, _cursor: object, statement: str, values: Any, *_more: object) -> None:
            if not statement.startswith("PRAGMA"):
                known.append((statement, values))

        event.listen(connection, "before_cursor_execute", keep)
        try:
            create(connection)
        except BaseException:
            known.clear()
            raise
        finally:
            event.remove(connection, "before_cursor_execute", keep)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schema, "create", create_as_before)
        yield


@cache
def _command_of(make: Callable[[Any], Any], declared: Any, _language: str) -> Any:
    return make(declared)


@pytest.fixture(autouse=True, scope="session")
def _commands_made_once() -> Iterator[None]:
    """A worker makes a command of its declaration once in each language: that takes a tenth of a short one."""
    make, load = main.get_command, Deferred.loaded
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(main, "get_command", lambda declared: _command_of(make, declared, locale.current()))
        patch.setattr(Deferred, "loaded", lambda deferred: _command_of(load, deferred, locale.current()))
        yield


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


@pytest.fixture
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Derive keys cheaply: deriving one takes most of a second, and what it costs is tested in `tests/store`."""
    monkeypatch.setattr(Cost, "__new__", lambda cls, *cost: tuple.__new__(cls, cost or (64, 1, 1)))
