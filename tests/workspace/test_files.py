"""Files that cannot be read or written: one clear error each, and nothing half-written."""

import errno
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kpcommittee.errors import BrokenError, ExitCode
from kpcommittee.workspace import files
from kpcommittee.workspace.files import Unread, make_folder, read_text, sweep, write


def refused(path: Path) -> str:
    """Why the file cannot be read."""
    with pytest.raises(Unread) as caught:
        read_text(path, "config.toml")
    assert caught.value.issue.file == "config.toml"
    return caught.value.issue.code


def test_what_cannot_be_read_has_its_own_error(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.toml") == "file_missing"
    assert refused(tmp_path) == "file_is_folder"
    (tmp_path / "empty").write_text(" \n")
    assert refused(tmp_path / "empty") == "file_empty"
    assert refused(tmp_path / "empty" / "below") == "file_missing"
    (tmp_path / "latin").write_bytes("a = 1\nname = 'Østerskolen'".encode("cp1252"))
    assert refused(tmp_path / "latin") == "not_utf8"
    (tmp_path / "big").write_bytes(b"#" * (files.LARGEST + 1))
    assert refused(tmp_path / "big") == "file_too_big"


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert refused(tmp_path / "pipe") == "file_special"


def test_a_link_to_itself_is_no_matter_of_rights(tmp_path: Path) -> None:
    """The chair was told to give herself the right to read it."""
    (tmp_path / "loop").symlink_to("loop")
    assert refused(tmp_path / "loop") == "file_special"


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "secret"
    path.write_text("x")
    path.chmod(0)
    if os.access(path, os.R_OK):
        # The administrator may read everything: let the system refuse as it does for others.
        monkeypatch.setattr(Path, "read_bytes", _refuses(errno.EACCES))
    assert refused(path) == "file_unreadable"


def test_what_is_written_is_there_whole_and_for_oneself_only(tmp_path: Path) -> None:
    path = tmp_path / "minutes" / "2026" / "referat.md"
    write(path, "Referat æøå\n")
    assert path.read_text("utf-8") == "Referat æøå\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.parent.parent.stat().st_mode) == 0o700
    write(path, b"ny")
    assert path.read_bytes() == b"ny"
    assert [file.name for file in path.parent.iterdir()] == ["referat.md"]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EDQUOT, errno.EIO])
def test_a_disk_that_refuses_leaves_the_old_file(number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "referat.md"
    write(path, "gammel")
    monkeypatch.setattr(os, "fsync", _refuses(number))
    with pytest.raises(BrokenError) as caught:
        write(path, "ny")
    monkeypatch.undo()
    assert caught.value.message
    assert caught.value.remedy
    assert caught.value.exit_code is ExitCode.BROKEN
    assert path.read_text() == "gammel"
    assert [file.name for file in tmp_path.iterdir()] == ["referat.md"]


def test_a_disk_that_is_really_full() -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    with pytest.raises(OSError, match="space") as caught, full.open("wb", buffering=0) as file:
        file.write(b"x")
    assert "disk" in files.disk_error(caught.value, full).message


def test_a_file_where_a_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "minutes").write_text("x")
    with pytest.raises(BrokenError):
        write(tmp_path / "minutes" / "a.md", "x")
    (tmp_path / "folder").mkdir()
    with pytest.raises(BrokenError):
        write(tmp_path / "folder", "x")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["folder", "minutes"]


def test_a_link_to_nowhere_is_not_followed_for_ever(tmp_path: Path) -> None:
    (tmp_path / "minutes").symlink_to(tmp_path / "gone")
    with pytest.raises(BrokenError):
        write(tmp_path / "minutes" / "a.md", "x")


def test_a_folder_that_exists_stays_as_it_is(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    make_folder(tmp_path)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


WRITER = """
import sys
from pathlib import Path
from kpcommittee.workspace.files import write
path = Path(sys.argv[1])
for number in range(100_000):
    write(path, str(number % 10) * 50_000)
    print(number, flush=True)
"""


def test_a_writer_that_is_killed_leaves_no_half(tmp_path: Path) -> None:
    path = tmp_path / "referat.md"
    for delay in (0.0, 0.003, 0.007):
        with subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == b"0\n"
            time.sleep(delay)
            writer.send_signal(signal.SIGKILL)
        content = path.read_text()
        assert len(content) == 50_000
        assert len(set(content)) == 1
    sweep(tmp_path, time.time() + 3600)
    assert [file.name for file in tmp_path.iterdir()] == ["referat.md"]


def test_writing_removes_what_a_killed_program_left_beside(tmp_path: Path) -> None:
    old, young = tmp_path / ".kpcommittee-old.tmp", tmp_path / ".kpcommittee-young.tmp"
    for file in (old, young):
        file.write_text("Amina")
    os.utime(old, (time.time() - 3600,) * 2)
    write(tmp_path / "referat.md", "x")
    assert sorted(file.name for file in tmp_path.iterdir()) == [young.name, "referat.md"]


def test_sweeping_takes_only_what_was_left_behind(tmp_path: Path) -> None:
    (tmp_path / ".kpcommittee-abc.tmp").write_text("x")
    (tmp_path / ".anden.tmp").write_text("x")
    assert sweep(tmp_path, time.time()) == 0
    assert sweep(tmp_path, time.time() + 3600) == 1
    assert [file.name for file in tmp_path.iterdir()] == [".anden.tmp"]


def _refuses(number: int):  # type: ignore[no-untyped-def]  # noqa: ANN202
    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    return refuse


@pytest.mark.parametrize("refused_call", ["open", "fsync"])
def test_a_folder_that_cannot_be_synced_makes_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refused_call: str
) -> None:
    """F9: Windows opens no folder; the file is written all the same."""
    real = getattr(os, refused_call)

    # Python 3.13 removes the folder while this is still in place, with `dir_fd`.
    def call(target: int | Path, *arguments: int, **keywords: int) -> int:
        folder = target == tmp_path if refused_call == "open" else stat.S_ISDIR(os.fstat(int(str(target))).st_mode)
        if folder:
            raise PermissionError(errno.EACCES, "no folder")
        result: int = real(target, *arguments, **keywords)
        return result

    monkeypatch.setattr(os, refused_call, call)
    write(tmp_path / "referat.md", "x")
    assert (tmp_path / "referat.md").read_text() == "x"


def test_a_file_that_word_has_open_is_named_as_such(tmp_path: Path) -> None:
    """F9: what Windows calls a sharing violation is a file that is open elsewhere."""
    error = PermissionError(errno.EACCES, "in use")
    error.winerror = 32  # type: ignore[attr-defined, unused-ignore]
    in_use, not_allowed = (files.disk_error(why, tmp_path) for why in (error, PermissionError(errno.EACCES, "no")))
    assert "Word" in in_use.remedy
    assert "Word" not in not_allowed.remedy


def test_a_file_that_refuses_is_blamed_and_not_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody looked at the rights of a folder in which every other file could be written."""
    file, refused_by_system = tmp_path / "f.ics", PermissionError(errno.EACCES, "no")
    assert "i mappen" in files.disk_error(refused_by_system, file).message, "there is none yet"
    file.touch()
    assert "den fil, der ligger der" in files.disk_error(refused_by_system, file).message
    monkeypatch.setattr(os, "access", lambda *_asked: False)
    assert "i mappen" in files.disk_error(refused_by_system, file).message


def test_a_folder_is_replaced_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where names can be swapped nothing is renamed away first, so that a kill finds the one or the other."""
    folder = tmp_path / "case"
    files.write_folder(folder, {"a.xml": b"old", "b.xml": b"old"})
    with monkeypatch.context() as patch:
        if sys.platform in ("linux", "darwin"):
            patch.setattr(Path, "rename", lambda *_given: pytest.fail("there was a moment without the folder"))
        files.write_folder(folder, {"a.xml": b"new"})
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {"a.xml": b"new"}
    assert [path.name for path in tmp_path.iterdir()] == ["case"]


@pytest.mark.parametrize("second", ["rename", "swap"])
def test_a_folder_is_as_before_where_another_cannot_take_its_place(
    second: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, renamed = tmp_path / "case", list[Path]()
    files.write_folder(folder, {"a.xml": b"old"})
    rename = Path.rename

    def refuse(path: Path, target: Path) -> Path:
        renamed.append(path)
        if second == "rename" and len(renamed) == 2:
            raise OSError(errno.EIO, "broken")
        return rename(path, target)

    monkeypatch.setattr(files, "swap_names", lambda *_names: False)
    monkeypatch.setattr(Path, "rename", refuse)
    if second == "rename":
        with pytest.raises(BrokenError):
            files.write_folder(folder, {"a.xml": b"new"})
    else:
        files.write_folder(folder, {"a.xml": b"new"})
    assert (folder / "a.xml").read_bytes() == (b"old" if second == "rename" else b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["case"]
