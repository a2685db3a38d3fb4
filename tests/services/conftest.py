"""Closes the sessions that the tests of this floor open."""

from collections.abc import Iterator
from typing import Any

import pytest

from kpcommittee.services.session import Session


@pytest.fixture(autouse=True)
def _sessions_are_closed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Close what a test opens, however it ends: Python 3.13 blames the next test for an open database."""
    opened: list[Session] = []
    begin = Session.__init__

    def begins(session: Session, *given: Any, **named: Any) -> None:
        begin(session, *given, **named)
        opened.append(session)

    monkeypatch.setattr(Session, "__init__", begins)
    yield
    for session in opened:
        session.close()
