"""What is read where there is no database is what a new database would answer."""

import inspect
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kpcommittee.domain.review.query import Query
from kpcommittee.store.empty import EmptyStore
from kpcommittee.store.store import Store

READ: dict[str, tuple[Any, ...]] = {
    "read": ("2026-12-02",),
    "read_tested": ("2026-12-02",),
    "meeting": ("2026-12-02",),
    "verify": (),
    "newest_row_elsewhere": ("2026-12-02",),
    "accessed": (),
    "rebuild": (),
    "meetings": (),
    "last_before": (date(2026, 12, 2),),
    "placements": (),
    "rulings": (),
    "particulars": (("2026-0412",),),
    "waiting": (),
    "set_aside": (),
    "open_agendas_with": (("2026-0412",),),
    "search": (Query(),),
    "counts": (Query(),),
    "case_counts": (),
    "outcomes": (Query(),),
    "names": (),
    "people": (),
    "former_providers": (("klub-oest",),),
    "held_follow_ups": (),
    "of_children": (("2026-0412",), ()),
    "drafts": ("2026-12-02",),
    "purges": (),
    "story": ("2026-0412",),
    "mentioning": (("2026-0412",),),
}


@pytest.mark.parametrize("name", READ)
def test_no_database_answers_as_a_new_one_does(name: str, tmp_path: Path) -> None:
    store = Store.open(tmp_path / "new.db")
    assert getattr(EmptyStore(), name)(*READ[name]) == getattr(store, name)(*READ[name])
    store.close()


def test_no_database_is_asked_as_any_other_is() -> None:
    asked = {name: value for name, value in vars(EmptyStore).items() if not name.startswith("_")}
    assert asked.keys() == {*READ, "data_versions"}
    for name, method in asked.items():
        assert inspect.signature(method).parameters == inspect.signature(getattr(Store, name)).parameters


def test_a_database_that_is_made_later_is_noticed(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "new.db")
    assert store.data_versions() != EmptyStore().data_versions()
    store.close()
