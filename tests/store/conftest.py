"""A real database in a folder of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kpcommittee.store.store import Store
from tests.drivers.store_harness import DATABASE


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(tmp_path / DATABASE)
    yield store
    store.close()
