"""Lays out who can open an encrypted database, as text and as JSON."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Protocol

from kpcommittee.locale import N_, _
from kpcommittee.views.cells import pad
from kpcommittee.views.json_values import Json
from kpcommittee.wording import figures

_NAME, _KIND = 24, 20
KINDS: Mapping[str, str] = {"passphrase": N_("passphrase"), "recovery": N_("recovery key on paper")}
"""Kind of a key → its name."""


class Slot(Protocol):
    """A person's key."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def kind(self) -> str: ...  # noqa: D102
    @property
    def added_on(self) -> date: ...  # noqa: D102


def slots_text(slots: Iterable[Slot]) -> str:
    """Lay out the keys, one a line."""
    return "\n".join(
        f"{pad(slot.name, _NAME)}{_(KINDS[slot.kind]):<{_KIND}}  {figures.date_numeric(slot.added_on)}"
        for slot in slots
    )


def slots_answer(slots: Iterable[Slot]) -> list[Json]:
    """Answer `key list --json`."""
    return [{"name": slot.name, "kind": slot.kind, "added_on": slot.added_on.isoformat()} for slot in slots]
