"""Backups: whole copies of a database in use, and what keeps one from being made or brought back."""

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from kpcommittee import locale
from kpcommittee.domain.meeting import intentions as want
from kpcommittee.domain.meeting.caseload_events import Restored
from kpcommittee.errors import BrokenError, KpError
from kpcommittee.store import backups
from kpcommittee.store.memory import Memory
from kpcommittee.store.store import Store
from tests.builders import NOW, case
from tests.drivers.journal_surgery import cut, without_triggers
from tests.drivers.store_harness import DATABASE, StoredTable, placed, projections
from tests.sample import CHECKOUT
from tests.store.test_full_disk import SIZE, can_make_a_disk

MEETING = "2026-12-02"
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def table(store: Store) -> StoredTable:
    locale.use("en")
    table = StoredTable(store, case("A-1"))
    table.does(want.Open(), want.Note(case="A-1", text="Sagt"))
    return table


@pytest.fixture
def backup(table: StoredTable, tmp_path: Path) -> Path:
    """A backup, after which two more notes were recorded."""
    made = tmp_path / "elsewhere" / "backup.db"
    made.parent.mkdir()
    backups.back_up(table.store.path, made)
    table.does(want.Note(case="A-1", text="Siden"), want.Note(case="A-1", text="Sidst"))
    return made


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_a_backup_is_made_while_the_database_is_in_use_and_holds_what_its_log_holds(backup: Path, store: Store) -> None:
    assert [path.name for path in backup.parent.iterdir()] == ["backup.db"]
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    described = backups.describe(backup, test=True)
    assert (described.events, described.heads[MEETING].number) == (2, 2)
    assert [path.name for path in backup.parent.iterdir()] == ["backup.db"], "reading it writes nothing beside it"
    copy = backup.parent / "kept.db"
    shutil.copy(backup, copy)
    opened = Store.open(copy.parent / DATABASE)
    assert [each.kind for each in opened.read(MEETING)] == ["opened", "noted"]
    assert opened.verify() is None
    opened.close()
    assert len(store.read(MEETING)) == 4


def test_pages_are_told_while_it_is_copied(table: StoredTable, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    backups.back_up(table.store.path, tmp_path / "b.db", lambda done, total: told.append((done, total)))
    assert told
    assert told[-1][0] == told[-1][1] > 0


def test_nobody_waits_for_a_backup(table: StoredTable, tmp_path: Path) -> None:
    """What is recorded while it is copied is not in it, and is recorded at once."""
    table.does(*(want.Note(case="A-1", text="x" * 9000) for _ in range(30)))

    def record(_done: int, _total: int) -> None:
        table.does(want.Note(case="A-1", text="Imens"))

    described = backups.back_up(table.store.path, tmp_path / "b.db", record)
    assert described.events == 32
    assert len(table.store.read(MEETING)) > 32
    assert backups.describe(tmp_path / "b.db", test=True) == described


def test_restoring_says_first_what_is_lost_and_changes_nothing(backup: Path, store: Store) -> None:
    store.close()
    before = files(store.path.parent)
    weighed = backups.preview_restore(store.path, backup)
    assert (weighed.lost, weighed.backup.events, weighed.present and weighed.present.events) == (2, 2, 4)
    assert weighed.lost_from is not None
    assert weighed.backup.newest is not None
    assert weighed.lost_from > weighed.backup.newest
    assert files(store.path.parent) == before


def test_a_restored_database_tells_of_it_and_the_computer_remembers_it(backup: Path, store: Store) -> None:
    heads = store.heads()
    store.close()
    bytes_of_backup = backup.read_bytes()
    done = backups.restore(store.path, backup, LATER, "Inger")
    assert done.put_aside is not None
    assert backups.describe(Path(done.put_aside), test=True) == done.present, "what was there is kept as it was"
    assert backup.read_bytes() == bytes_of_backup
    assert {path.name for path in store.path.parent.iterdir() if path.is_file()} == {"kept.db", done.put_aside.name}
    assert stat.S_IMODE(store.path.stat().st_mode) == 0o600
    opened = Store.open(store.path.parent / DATABASE)
    (recorded,) = opened.read("caseload")
    event = recorded.event
    assert isinstance(event, Restored)
    assert (event.lost, recorded.by, recorded.at) == (2, "Inger", LATER)
    assert event.replaced == {stream: (head.number, head.hash) for stream, head in heads.items()}
    assert opened.verification().is_sound
    assert opened.verification().behind == 0
    tables = projections(opened)
    opened.rebuild()
    assert projections(opened) == tables
    opened.close()


def test_a_restore_that_was_cut_short_and_is_repeated_keeps_what_was_there_once(
    backup: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of them had given the same database another name before it was cut short."""
    store.close()

    replace = Path.replace

    def cut_short(candidate: Path, target: Path) -> Path:
        if target == store.path:
            raise KeyboardInterrupt
        return replace(candidate, target)  # what the computer remembers is written before

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", cut_short)
        for minutes in range(3):
            with pytest.raises(KeyboardInterrupt):
                backups.restore(store.path, backup, LATER + timedelta(minutes=minutes), "Inger")
    done = backups.restore(store.path, backup, LATER + timedelta(hours=1), "Inger")
    assert done.put_aside is not None
    assert {path.name for path in store.path.parent.iterdir() if path.is_file()} == {"kept.db", done.put_aside.name}
    assert backups.describe(Path(done.put_aside), test=True) == done.present
    again = backups.restore(store.path, backup, LATER + timedelta(hours=2), "Inger")
    assert again.put_aside != done.put_aside, "what came since is another database"


def test_the_replaced_database_can_be_brought_back_too(backup: Path, store: Store) -> None:
    store.close()
    aside = backups.restore(store.path, backup, LATER, "Inger").put_aside
    assert aside is not None
    again = backups.restore(store.path, Path(aside), LATER, "Inger")
    assert again.lost == 1, "the event that the backup was brought back"
    opened = Store.open(store.path.parent / DATABASE)
    assert len(opened.read(MEETING)) == 4
    opened.close()


@pytest.mark.parametrize("beside", [False, True])
def test_a_program_that_has_it_open_is_noticed_even_if_it_does_nothing(
    backup: Path, store: Store, *, beside: bool
) -> None:
    if beside:
        store.close()
        open_elsewhere = closing(sqlite3.connect(store.path))
    else:
        open_elsewhere = closing(sqlite3.connect(store.path.with_name("none.db")))
    with open_elsewhere as other:
        other.execute("SELECT count(*) FROM sqlite_master").fetchone()
        with pytest.raises(BrokenError, match=r"Another program has kept\.db open"):
            backups.restore(store.path, backup, LATER, "Inger")
    opened = Store.open(store.path.parent / DATABASE)
    assert len(opened.read(MEETING)) == 4
    assert opened.verify() is None
    opened.close()


@pytest.mark.parametrize("damage", ["byte", "cut", "event", "other", "text", "empty", "missing", "folder"])
def test_a_backup_that_is_none_is_refused_and_nothing_is_lost(backup: Path, store: Store, damage: str) -> None:
    store.close()
    content = bytearray(backup.read_bytes())
    if damage == "byte":
        at = content.index(b"Sagt")
        content[at] ^= 1
        backup.write_bytes(content)
    elif damage == "cut":
        backup.write_bytes(content[: len(content) // 2])
    elif damage == "event":
        with without_triggers(backup) as connection:
            connection.execute("DELETE FROM event WHERE number = 1")
    elif damage == "other":
        with closing(sqlite3.connect(backup)) as connection:
            connection.execute("DROP TABLE alembic_version")
    elif damage in ("text", "empty"):
        backup.write_bytes(b"no database" * 99 if damage == "text" else b"")
    else:
        backup.unlink()
        if damage == "folder":
            backup.mkdir()
    before = files(store.path.parent)
    with pytest.raises(KpError) as refused:
        backups.restore(store.path, backup, LATER, "Inger")
    expected = {
        "other": "not a backup of kpcommittee",
        "empty": "not a backup of",
        "missing": "no backup",
        "folder": "no backup",
    }
    assert expected.get(damage, "is damaged") in refused.value.message
    assert "Nothing was changed" in refused.value.remedy
    assert files(store.path.parent) == before


def test_a_backup_of_a_newer_version_is_left_to_that_version(backup: Path, store: Store) -> None:
    with closing(sqlite3.connect(backup)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    store.close()
    with pytest.raises(KpError, match="newer version"):
        backups.restore(store.path, backup, LATER, "Inger")


def test_a_backup_of_another_workspace_is_refused(backup: Path, store: Store, tmp_path: Path) -> None:
    store.close()
    (tmp_path / "other").mkdir()
    other = Store.open(tmp_path / "other" / DATABASE)
    StoredTable(other, case("B-1"), meeting="2027-01-06").does(want.Open())
    other.close()
    before = files(other.path.parent)
    with pytest.raises(KpError, match="another workspace"):
        backups.restore(other.path, backup, LATER, "Inger")
    assert files(other.path.parent) == before


@pytest.mark.parametrize("lost", ["gone", "text", "half"])
def test_a_database_that_cannot_be_read_is_put_aside(backup: Path, store: Store, lost: str) -> None:
    store.close()
    if lost == "gone":
        store.path.unlink()
    else:
        whole = store.path.read_bytes()
        store.path.write_bytes(b"rubbish" * 999 if lost == "text" else whole[: len(whole) // 4096 // 2 * 4096])
    left = store.path.read_bytes() if lost != "gone" else None
    done = backups.restore(store.path, backup, LATER, "Inger")
    assert done.lost == 2, "this computer remembers how far the journal had come"
    assert (done.put_aside is None) == (lost == "gone")
    assert done.put_aside is None or Path(done.put_aside).read_bytes() == left
    opened = Store.open(store.path.parent / DATABASE)
    assert opened.verification().is_sound
    opened.close()


def test_without_a_memory_nobody_knows_what_a_lost_database_held(backup: Path, store: Store) -> None:
    store.close()
    store.path.unlink()
    Memory.of(store.path)._file.unlink()
    assert backups.preview_restore(store.path, backup).lost is None


def test_a_journal_that_does_not_fit_is_copied_and_told_and_never_brought_back(
    table: StoredTable, tmp_path: Path
) -> None:
    """Nobody is left without backups because of it; what was there before it broke is in the earlier ones."""
    with without_triggers(table.store.path) as connection:
        connection.execute("UPDATE event SET payload = '{}' WHERE number = 2")
    described = backups.back_up(table.store.path, tmp_path / "b.db")
    assert described.fault is not None
    assert (described.fault.stream, described.fault.number) == (MEETING, 2)
    table.store.close()
    with pytest.raises(KpError, match="is damaged"):
        backups.restore(table.store.path, tmp_path / "b.db", LATER, "Inger")


def test_a_damaged_database_gets_no_backup(table: StoredTable, tmp_path: Path) -> None:
    table.store.close()
    content = table.store.path.read_bytes()
    table.store.path.write_bytes(content[: len(content) // 2])
    made = tmp_path / "made"
    made.mkdir()
    with pytest.raises(KpError, match=r"b\.db was not made"):
        backups.back_up(table.store.path, made / "b.db")
    assert [*made.iterdir()] == []


def test_a_journal_that_was_cut_is_copied_as_it_is(table: StoredTable, tmp_path: Path) -> None:
    with without_triggers(table.store.path) as connection:
        cut(connection, MEETING, 1)
    assert backups.back_up(table.store.path, tmp_path / "b.db").events == 1


def test_nothing_is_overwritten(table: StoredTable, tmp_path: Path) -> None:
    for name in ("file", "link"):
        path = tmp_path / name
        path.write_text("kept") if name == "file" else path.symlink_to(tmp_path / "nowhere")
        with pytest.raises(KpError, match="exists already"):
            backups.back_up(table.store.path, path)
    assert (tmp_path / "file").read_text() == "kept"
    assert not (tmp_path / "nowhere").exists()


def test_a_file_that_another_program_writes_meanwhile_is_left_as_it_is(table: StoredTable, tmp_path: Path) -> None:
    target = tmp_path / "b.db"

    def write(_done: int, _total: int) -> None:
        target.write_text("theirs")

    with pytest.raises(KpError, match="exists already"):
        backups.back_up(table.store.path, target, write)
    assert target.read_text() == "theirs"


def test_without_a_folder_or_a_database_there_is_a_sentence(store: Store, tmp_path: Path) -> None:
    locale.use("en")
    with pytest.raises(KpError, match="there is no folder"):
        backups.back_up(store.path, tmp_path / "nowhere" / "b.db")
    with pytest.raises(KpError, match="nothing has been recorded"):
        backups.back_up(tmp_path / "none.db", tmp_path / "b.db")


def test_a_database_that_a_program_locks_says_so(
    table: StoredTable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table.store.close()
    monkeypatch.setattr("kpcommittee.store.engine.WAIT_MS", 40)
    with closing(sqlite3.connect(table.store.path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(BrokenError, match="another program holds the database"):
            backups.back_up(table.store.path, tmp_path / "b.db")
    assert not (tmp_path / "b.db").exists()


PROGRAM = """
import sys
sys.path.insert(0, "{checkout}")
from pathlib import Path
from kpcommittee import locale
from kpcommittee.errors import BrokenError
from kpcommittee.store import backups
from tests.builders import NOW
locale.use("en")
try:
    {work}
except BrokenError as error:
    print(error.message)
print(sorted(path.name for path in Path("{disk}").iterdir()))
"""
ON_DISK = """
set -e
mount -t tmpfs -o size={size} tmpfs {disk}
cp {database} {disk}/kept.db
{then}
exec {python} -c '{program}'
"""
FILL = "cat /dev/zero > {disk}/fill 2>/dev/null || true"
READ_ONLY = "mount -o remount,ro {disk}"


@pytest.mark.skipif(not can_make_a_disk(), reason="nothing can be mounted here")
@pytest.mark.parametrize(
    ("work", "then", "message", "left"),
    [
        (
            "backups.back_up(Path('{database}'), Path('{disk}/b.db'))",
            FILL,
            "The backup b.db was not made: the disk of",
            2,
        ),
        ("backups.back_up(Path('{database}'), Path('{disk}/b.db'))", READ_ONLY, "The backup b.db was not made: ", 1),
        (
            "backups.restore(Path('{disk}/kept.db'), Path('{backup}'), NOW, 'me')",
            FILL,
            "The backup was not brought back",
            2,
        ),
        (
            "backups.restore(Path('{disk}/kept.db'), Path('{backup}'), NOW, 'me')",
            READ_ONLY,
            "The backup was not brought",
            1,
        ),
    ],
)
def test_a_disk_that_is_full_or_read_only_is_named_and_nothing_is_left(
    backup: Path, store: Store, tmp_path: Path, work: str, then: str, message: str, left: int
) -> None:
    store.close()
    disk = tmp_path / "disk"
    disk.mkdir()
    where = {"disk": disk, "database": store.path, "backup": backup}
    program = PROGRAM.format(checkout=CHECKOUT, work=work.format(**where), **where).replace("'", '"')
    script = ON_DISK.format(size=SIZE, python=sys.executable, program=program, then=then.format(**where), **where)
    done = subprocess.run(["unshare", "-Urm", "sh", "-c", script], check=False, capture_output=True, text=True)
    first, *_between, last = done.stdout.splitlines()
    assert first.startswith(message), (done.stdout, done.stderr)
    assert last == str(["fill", "kept.db"][2 - left :]), done.stdout


def test_a_copy_that_a_killed_program_left_is_swept_away(table: StoredTable, tmp_path: Path) -> None:
    made = tmp_path / "made"
    made.mkdir()
    for name, age in ((".kpcommittee-old.copy", 9999), (".kpcommittee-new.copy", 0)):
        (made / name).write_bytes(b"half")
        then = (made / name).stat().st_mtime - age
        os.utime(made / name, (then, then))
    backups.back_up(table.store.path, made / "b.db")
    assert sorted(path.name for path in made.iterdir()) == [".kpcommittee-new.copy", "b.db"]


def test_an_imported_caseload_comes_back_with_the_backup(store: Store, tmp_path: Path) -> None:
    from kpcommittee.domain.meeting.caseload_events import Imported  # noqa: PLC0415

    store.append_caseload(Imported(source="p.csv", read=1, new=(placed("P-1"),)), NOW, "Inger")
    backups.back_up(store.path, tmp_path / "b.db")
    store.append_caseload(Imported(source="q.csv", read=1, new=(placed("P-2"),)), NOW, "Inger")
    store.close()
    backups.restore(store.path, tmp_path / "b.db", LATER, "Inger")
    opened = Store.open(store.path.parent / DATABASE)
    assert [placement.case_number for placement in opened.placements()] == ["P-1"]
    assert [each.kind for each in opened.read("caseload")] == ["imported", "restored"]
    opened.close()
