"""F9: a database is never opened on a network drive, where SQLite's log is not safe."""

from pathlib import Path

import pytest

from kpcommittee.errors import BrokenError
from kpcommittee.locale import speaking
from kpcommittee.store import network
from kpcommittee.store.network import is_network_folder
from kpcommittee.store.store import Store
from tests.drivers.store_harness import DATABASE

MOUNTS = """\
/dev/vda / ext4 rw 0 0
//server/share {share} cifs rw 0 0
server:/export {export} nfs4 rw 0 0
/dev/vdb {export}/local ext4 rw 0 0
chair@server: {blank} fuse.sshfs rw 0 0
"""


@pytest.fixture
def mounts(tmp_path: Path) -> Path:
    """What a machine with three network drives says of itself."""
    path = tmp_path / "mounts"
    folders = {"share": tmp_path / "share", "export": tmp_path / "export", "blank": f"{tmp_path}/my\\040drive"}
    path.write_text(MOUNTS.format(**folders))
    return path


@pytest.mark.parametrize(
    ("folder", "network"),
    [
        (".", False),
        ("share", True),
        ("share/deep/in/it", True),
        ("shared", False),
        ("export", True),
        ("export/local/committee", False),
        ("my drive", True),
    ],
)
def test_the_innermost_mount_decides(tmp_path: Path, mounts: Path, folder: str, network: bool) -> None:
    assert is_network_folder(tmp_path / folder, mounts) is network


def test_a_link_to_a_network_drive_is_one(tmp_path: Path, mounts: Path) -> None:
    (tmp_path / "share").mkdir()
    (tmp_path / "here").symlink_to(tmp_path / "share")
    assert is_network_folder(tmp_path / "here", mounts)


def test_a_system_that_does_not_tell_is_trusted(tmp_path: Path) -> None:
    assert not is_network_folder(tmp_path, tmp_path / "none")


def test_no_database_is_made_on_a_network_drive(tmp_path: Path, mounts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network.is_network_folder, "__defaults__", (mounts,))
    (tmp_path / "share").mkdir()
    with speaking("en"), pytest.raises(BrokenError, match="network drive"):
        Store.open(tmp_path / "share" / DATABASE)
    assert [*(tmp_path / "share").iterdir()] == []
    Store.open(tmp_path / DATABASE).close()
