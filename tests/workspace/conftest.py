"""The sample's config and law table, which the files of the workspace tests are read against."""

import pytest

from kpcommittee.domain.committee import Config
from kpcommittee.domain.law import Law
from tests.sample import sample_config, sample_law


@pytest.fixture(scope="session")
def config() -> Config:
    return sample_config()


@pytest.fixture(scope="session")
def law() -> Law:
    return sample_law()
