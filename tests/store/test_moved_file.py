"""S1, S2: what is acknowledged is in the file that the path names, after a pause in no other."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kpcommittee.domain.capacity.placement import Placement
from kpcommittee.domain.meeting.caseload_events import Imported
from kpcommittee.domain.meeting.events import CASELOAD
from kpcommittee.errors import BrokenError
from kpcommittee.store.store import Store

AT = datetime(2026, 12, 2, 9, 0, tzinfo=UTC)


def imported(case: str) -> Imported:
    return Imported(source="placements.csv", read=1, new=(Placement(case_number=case, provider="klub-oest"),))


@pytest.mark.parametrize("away", ["moved", "removed", "replaced"])
def test_nothing_is_acknowledged_into_a_file_that_is_gone(store: Store, tmp_path: Path, away: str) -> None:
    store.append_caseload(imported("2026-0001"), AT, "secretary")
    kept = tmp_path / "elsewhere.db"
    if away == "removed":
        store.path.unlink()
    else:
        store.path.rename(kept)
    if away == "replaced":
        store.path.write_bytes(b"")
    with pytest.raises(BrokenError, match="flyttet eller erstattet"):
        store.append_caseload(imported("2026-0002"), AT, "secretary")
    if away == "moved":
        kept.rename(store.path)
        store.append_caseload(imported("2026-0002"), AT, "secretary")
        assert [recorded.number for recorded in store.read(CASELOAD)] == [1, 2]


def test_after_a_pause_the_database_file_alone_holds_everything(store: Store, tmp_path: Path) -> None:
    store.append_caseload(imported("2026-0001"), AT, "secretary")
    store.checkpoint()
    copied = tmp_path / "copy"
    copied.mkdir()
    shutil.copy(store.path, copied / store.path.name)
    other = Store.open(copied / f"{store.path.name}")
    assert len(other.read(CASELOAD)) == 1
    other.close()
