"""What the journal knows about providers and people that are no longer in the config."""

import json
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, literal_column, select

from kpcommittee.domain.meeting.events import Opened
from kpcommittee.domain.provider import Provider, Staff
from kpcommittee.store.journal import EVENT

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from sqlalchemy import Connection

_SNAPSHOTS = (
    select(func.json_extract(EVENT.c.payload, "$.config.providers"))
    .where(EVENT.c.kind.startswith(Opened.kind))
    .order_by(literal_column("rowid").desc())
)
"""The providers in the config of each opened meeting, the newest first."""


class FormerReading:
    """The part of the store that remembers who was in the config."""

    if TYPE_CHECKING:

        def _reading(self) -> AbstractContextManager[Connection]:
            """Begin to read."""

    def former_providers(self, ids: Collection[str]) -> tuple[Provider, ...]:
        """Return the providers with these ids, or with people of these ids, from the newest meeting that knew them.

        Of each, only id, kind and name are returned, and only the requested people.
        """
        missing_ids, providers = set(ids), list[Provider]()
        with self._reading() as connection:
            snapshots = iter(connection.execute(_SNAPSHOTS).scalars())
            while missing_ids and (snapshot := next(snapshots, None)) is not None:
                for provider in _named_in(json.loads(snapshot), missing_ids):
                    missing_ids -= {provider.id, *(member.id for member in provider.staff)}
                    providers.append(provider)
        return tuple(providers)


def _named_in(snapshot: list[dict[str, Any]], ids: Collection[str]) -> Iterator[Provider]:
    """Yield the providers of a config with one of the ids, or with such a person."""
    for entry in snapshot:
        people = [member for member in entry.get("staff") or () if member["id"] in ids]
        if entry["id"] in ids or people:
            staff = tuple(Staff(id=member["id"], name=member["name"]) for member in people)
            yield Provider(id=entry["id"], kind=entry["kind"], name=entry["name"], staff=staff)
