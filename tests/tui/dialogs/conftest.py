"""The sample meeting for every test of a dialog."""

import pytest

from kpcommittee.domain.meeting.intentions import Open
from tests.builders import Table
from tests.sample import sample_table


@pytest.fixture
def sample() -> Table:
    """The sample meeting, opened, with the running placements."""
    return sample_table().does(Open())
