"""A database that is encrypted: the same store, nothing to be read without the key, and changing the key."""

import os
import shutil
import sqlite3
import subprocess
import sys
import unicodedata
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from functools import partial
from itertools import count
from pathlib import Path
from random import Random
from typing import NoReturn

import pytest

from kpcommittee.domain.meeting import intentions as want
from kpcommittee.errors import BrokenError, KpError
from kpcommittee.store import backups, encrypted, key_file
from kpcommittee.store.copying import DamagedError
from kpcommittee.store.encrypted import DataKey, new_data_key
from kpcommittee.store.key_file import Cost, DamagedKeysError, KeyFile
from kpcommittee.store.locked import is_encrypted, key_file_of
from kpcommittee.store.recoding import recode
from kpcommittee.store.store import Store
from tests.builders import NOW, case
from tests.drivers.killing import killed
from tests.drivers.locked import bytes_of, traces
from tests.drivers.store_harness import DATABASE, StoredTable, projections
from tests.sample import CHECKOUT
from tests.seeds import seeds

KEY = DataKey(bytes(range(32)))
KILLS = 12
"""For each seed, and until both were seen; thirty seeds make 360."""
MEETING = "2026-12-02"
CASE = "2026-0777"
SECRETS = ("Sagt i fortrolighed", "Halvt skrevet", CASE)
CHEAP = KeyFile(salt=b"0" * 16, cost=Cost(64, 1, 1))


def noted(folder: Path, key: DataKey | None) -> Store:
    """A store with a note and a draft, which are in its log."""
    store = Store.open(folder / DATABASE, key=key)
    StoredTable(store, case(CASE)).does(want.Open(), want.Note(case=CASE, text=SECRETS[0]))
    store.save_draft(MEETING, CASE, "note.text", "Inger", SECRETS[1], NOW)
    return store


def test_an_encrypted_store_is_the_same_store(tmp_path: Path) -> None:
    for name in ("plain", "locked"):
        (tmp_path / name).mkdir()
    plain, locked = noted(tmp_path / "plain", None), noted(tmp_path / "locked", KEY)
    assert locked.read(MEETING) == plain.read(MEETING)
    assert locked.drafts(MEETING) == plain.drafts(MEETING)
    assert locked.verification().is_sound
    locked.rebuild()
    assert not traces(bytes_of(tmp_path / "locked"), SECRETS)
    assert {word for _file, word in traces(bytes_of(tmp_path / "plain"), SECRETS)} == {*SECRETS}
    plain.close()
    locked.close()
    assert not traces(bytes_of(tmp_path / "locked"), SECRETS)


@pytest.mark.parametrize("key", [None, DataKey(bytes(32))])
def test_another_key_or_none_opens_nothing(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], key: DataKey | None
) -> None:
    noted(tmp_path, KEY).close()
    before = (tmp_path / "kept.db").read_bytes()
    with pytest.raises(BrokenError):
        Store.open(tmp_path / DATABASE, key=key)
    assert (tmp_path / "kept.db").read_bytes() == before
    assert capfd.readouterr() == ("", ""), "SQLCipher writes nothing over the screen"


def test_a_locked_database_says_so(tmp_path: Path) -> None:
    store = Store.open(tmp_path / DATABASE, key=KEY)
    with closing(sqlite3.connect(tmp_path / "kept.db")) as other, pytest.raises(sqlite3.DatabaseError):
        other.execute("SELECT * FROM event")
    assert is_encrypted(store.path)
    store.close()


# The key file


def test_each_person_opens_the_same_key_and_nobody_else_does() -> None:
    keys = CHEAP.with_slot("chair", "a passphrase", (KEY,), date(2026, 12, 2))
    keys = keys.with_slot("deputy", "æøå er også ord", (KEY,), date(2026, 12, 2))
    assert keys.unlock("a passphrase") == ("chair", (KEY,))
    assert keys.unlock("æøå er også ord") == ("deputy", (KEY,))
    composed_otherwise = unicodedata.normalize("NFD", "æøå er også ord")
    assert keys.unlock(composed_otherwise) == ("deputy", (KEY,))
    assert keys.unlock("A passphrase") is None
    assert keys.without_slot("chair").unlock("a passphrase") is None
    assert keys.with_slot("chair", "another one", (KEY,), date(2026, 12, 3)).unlock("a passphrase") is None


def test_a_key_file_comes_back_as_it_was_and_tells_nothing(tmp_path: Path) -> None:
    path = tmp_path / "kept.db.keys"
    keys = CHEAP.with_slot("chair", "a passphrase", (KEY,), date(2026, 12, 2))
    keys.write(path)
    assert KeyFile.read(path) == keys
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["kept.db.keys"]
    assert KEY.hex() not in path.read_text()
    assert 'passphrase"' in path.read_text()


def test_a_slot_opens_under_no_other_name_and_in_no_other_file(tmp_path: Path) -> None:
    path = tmp_path / "kept.db.keys"
    keys = CHEAP.with_slot("chair", "a passphrase", (KEY,), date(2026, 12, 2))
    keys.write(path)
    written = path.read_text()
    other_salt = b64encode(b"1" * 16).decode()
    for before, after in (
        ('"chair"', '"deputy"'),
        ('"kind": "passphrase"', '"kind": "recovery"'),
        (b64encode(keys.salt).decode(), other_salt),
    ):
        assert before in written
        path.write_text(written.replace(before, after))
        assert KeyFile.read(path).unlock("a passphrase") is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name here")
def test_a_pipe_in_the_place_of_a_key_file_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "kept.db.keys"
    os.mkfifo(path)
    code = (
        f"from pathlib import Path; from kpcommittee.store.key_file import KeyFile; KeyFile.read(Path({str(path)!r}))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=20, check=False)
    assert b"DamagedKeysError" in ran.stderr


def test_what_is_sorted_aside_stays_in_memory(tmp_path: Path) -> None:
    """SQLCipher encrypts no temporary file."""
    with encrypted.opening(tmp_path / "new.db", KEY) as connection:
        assert connection.execute("PRAGMA temp_store").fetchone() == (2,)


@pytest.mark.parametrize(
    "content",
    ["", "{}", "[]", "[" * 9000, '{"format": "kpcommittee-keys", "version": 2}', "null", '{"kdf": 3}', "\x00"],
)
def test_a_file_that_is_no_key_file_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "kept.db.keys"
    path.write_text(content)
    with pytest.raises(DamagedKeysError):
        KeyFile.read(path)


@pytest.mark.parametrize("cost", [Cost(2**24, 3, 4), Cost(65536, 10**6, 4), Cost(65536, 3, 10**6), Cost(0, 0, 0)])
def test_a_key_file_cannot_stop_the_computer(tmp_path: Path, cost: Cost) -> None:
    path = tmp_path / "kept.db.keys"
    KeyFile(salt=b"0" * 16, cost=cost).write(path)
    with pytest.raises(DamagedKeysError):
        KeyFile.read(path)


def test_a_wrong_passphrase_takes_as_long_as_the_right_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one thing that takes long is done once, whatever is given and however many slots there are."""
    keys = CHEAP
    for name in ("chair", "deputy", "recovery"):
        keys = keys.with_slot(name, f"passphrase of {name}", (KEY,), date(2026, 12, 2))
    derived: list[str] = []
    derive = KeyFile._derive

    def noted_down(self: KeyFile, text: str) -> bytes:
        derived.append(text)
        return derive(self, text)

    monkeypatch.setattr(KeyFile, "_derive", noted_down)
    for given_one in ("passphrase of chair", "passphrase of recovery", "nothing", ""):
        keys.unlock(given_one)
    assert derived == ["passphrase of chair", "passphrase of recovery", "nothing", ""]


# Changing the key


@pytest.mark.parametrize(("before", "after"), [(None, KEY), (KEY, None), (KEY, DataKey(bytes(32))), (None, None)])
def test_a_database_gets_another_key_and_is_the_same(
    tmp_path: Path, before: DataKey | None, after: DataKey | None
) -> None:
    store = noted(tmp_path, before)
    events, tables = store.read(MEETING), projections(store) if before is None else None
    store.close()
    assert recode(store.path, before, after).events == 2
    assert [path.name for path in tmp_path.iterdir()] == ["kept.db"]
    assert store.path.stat().st_mode & 0o777 == 0o600
    opened = Store.open(tmp_path / DATABASE, key=after)
    assert opened.read(MEETING) == events
    assert opened.drafts(MEETING)[0].text == SECRETS[1]
    assert opened.verification().is_sound, "tables, triggers and search are as they should be"
    assert after is not None or tables is None or projections(opened) == tables
    opened.close()
    assert is_encrypted(store.path) == (after is not None)


def test_nothing_in_the_clear_stays_on_the_disk(tmp_path: Path) -> None:
    """Also not in the old blocks of file and log, read through a handle that is still open."""
    store = noted(tmp_path, None)
    log = tmp_path / "kept.db-wal"
    kept_log = log.read_bytes()
    shutil.copy(store.path, tmp_path / "copy")
    store.close()
    shutil.copy(tmp_path / "copy", store.path)
    log.write_bytes(kept_log)  # as after a crash
    (tmp_path / "copy").unlink()
    with store.path.open("rb") as old, log.open("rb") as old_log:
        assert recode(store.path, None, KEY).events == 2
        left = {"old": old.read(), "log": old_log.read()}
    assert not traces(left | bytes_of(tmp_path), SECRETS)
    assert left["old"].strip(b"\0") == b""


@pytest.mark.parametrize("key", [None, KEY])
def test_a_database_that_another_program_has_open_is_left_as_it_is(tmp_path: Path, key: DataKey | None) -> None:
    store = noted(tmp_path, key)
    store.close()
    with another_program(store.path, key), pytest.raises(KpError, match=r"kept\.db"):
        recode(store.path, key, DataKey(bytes(32)))
    opened = Store.open(tmp_path / DATABASE, key=key)
    assert opened.verify() is None
    opened.close()
    assert [path.name for path in tmp_path.iterdir()] == ["kept.db"]


@contextmanager
def another_program(database: Path, key: DataKey | None) -> Iterator[None]:
    """A program that has the database open and does nothing."""
    code = f"""
from kpcommittee.store import engine
from pathlib import Path
connection = engine.connect(Path({str(database)!r}), key={key!r})
print("open", flush=True)
input()
"""
    program = [sys.executable, "-c", code]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(program, cwd=CHECKOUT, text=True, **pipes) as process:  # type: ignore[call-overload]
        assert process.stdout.readline() == "open\n"
        yield
        process.communicate("\n")


def test_a_damaged_database_is_left_as_it_is(tmp_path: Path) -> None:
    store = noted(tmp_path, None)
    store.close()
    content = store.path.read_bytes()
    store.path.write_bytes(content[: len(content) // 2])
    with pytest.raises(DamagedError):
        recode(store.path, None, KEY)
    assert store.path.read_bytes()[100:] == content[100 : len(content) // 2], "all but the header, which names the log"


def test_a_journal_that_does_not_fit_is_encrypted_as_it_is(tmp_path: Path) -> None:
    store = noted(tmp_path, None)
    store.close()
    content = bytearray(store.path.read_bytes())
    content[content.index(SECRETS[0].encode())] ^= 1
    store.path.write_bytes(content)
    assert recode(store.path, None, KEY).fault is not None
    assert is_encrypted(store.path)


@pytest.mark.slow
@pytest.mark.parametrize("seed", seeds(1, 30))
def test_killed_in_the_middle_either_the_one_or_the_other_is_whole(seed: int, tmp_path: Path) -> None:
    noted(tmp_path, None).close()
    moments = Random(12 + seed)
    seen, kills = set[bool](), count(1)
    while next(kills) <= KILLS or len(seen) < 2:
        killed(partial(_encrypt_once, tmp_path), moments, most=2)
        locked = is_encrypted(tmp_path / "kept.db")
        seen.add(locked)
        store = Store.open(tmp_path / DATABASE, key=KEY if locked else None)
        assert store.verification().is_sound
        assert len(store.read(MEETING)) == 2
        store.close()


def _encrypt_once(folder: Path, pipe: int) -> NoReturn:
    """Go on from what was left."""
    key = KEY if is_encrypted(folder / "kept.db") else None
    while True:
        other = None if key is not None else KEY
        recode(folder / "kept.db", key, other)
        key = other
        os.write(pipe, b"x\n")


# Backups


def test_a_backup_of_an_encrypted_database_is_encrypted_and_comes_back(tmp_path: Path) -> None:
    store = noted(tmp_path, KEY)
    CHEAP.with_slot("chair", "a passphrase", (KEY,), date(2026, 12, 2)).write(key_file_of(store.path))
    made = tmp_path / "made"
    made.mkdir()
    assert backups.back_up(store.path, made / "b.db", key=KEY).events == 2
    assert sorted(path.name for path in made.iterdir()) == ["b.db", "b.db.keys"]
    assert not traces(bytes_of(made), SECRETS)
    assert backups.describe(made / "b.db", test=True, keys=(KEY,)).events == 2
    with pytest.raises(KpError):
        backups.describe(made / "b.db", test=True, keys=(DataKey(bytes(32)),))
    store.close()
    done = backups.restore(store.path, made / "b.db", NOW, "Inger", backups.Keys(KEY))
    assert done.lost == 0
    opened = Store.open(tmp_path / DATABASE, key=KEY)
    assert opened.verification().is_sound
    opened.close()


@pytest.mark.parametrize(("of_backup", "present"), [(None, KEY), (KEY, None), (DataKey(bytes(32)), KEY)])
def test_a_backup_comes_back_under_the_key_that_the_database_has_now(
    tmp_path: Path, of_backup: DataKey | None, present: DataKey | None
) -> None:
    store = noted(tmp_path, of_backup)
    if of_backup is not None:
        CHEAP.write(key_file_of(store.path))
    made = tmp_path / "made"
    made.mkdir()
    backups.back_up(store.path, made / "b.db", key=of_backup)
    store.close()
    recode(store.path, of_backup, present)
    keys = backups.Keys(present, (of_backup,) if of_backup else ())
    assert backups.preview_restore(store.path, made / "b.db", keys).lost == 0
    backups.restore(store.path, made / "b.db", NOW, "Inger", keys)
    assert is_encrypted(store.path) == (present is not None)
    opened = Store.open(tmp_path / DATABASE, key=present)
    assert opened.verification().is_sound
    opened.close()


def test_random_keys_differ() -> None:
    assert len({new_data_key() for _ in range(100)}) == 100
    assert len(new_data_key()) == 32


def test_errors_of_an_encrypted_database_are_those_of_one_in_the_clear(tmp_path: Path) -> None:
    (tmp_path / "no.db").write_bytes(b"x" * 5000)
    with pytest.raises(sqlite3.DatabaseError) as raised, encrypted.raise_as_sqlite():
        encrypted.open_raw(str(tmp_path / "no.db"), KEY)
    assert raised.value.sqlite_errorname == "SQLITE_NOTADB"


def test_the_cost_of_a_new_key_file_is_what_the_page_says() -> None:
    assert KeyFile.new().cost == (65536, 3, 4)
    assert len(KeyFile.new().salt) == 16
    assert key_file.VERSION == 1
