"""The sample meeting for every test of a dialog."""

import pytest

from tests.builders import Table
from tests.drivers.dialog_chair import sample_table


@pytest.fixture
def sample() -> Table:
    """The sample meeting, opened, with the running placements."""
    return sample_table()
