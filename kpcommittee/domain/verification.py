"""What a test of the journal found."""

from dataclasses import replace
from typing import Literal, NamedTuple

from kpcommittee.domain.immutable import immutable

Why = Literal[
    "gap", "hash", "kind", "payload", "order", "head", "cut", "behind", "rewritten", "receipt",
    "trigger", "schema", "tables", "changed",
]  # fmt: skip
"""What does not fit:

`gap` an event is missing · `hash` it was changed · `kind` its kind is unknown · `payload` its payload is not an event ·
`head` another stream has frozen another event in its place · `cut` another stream has frozen an event that is missing ·
`behind` this computer remembers an event that is missing · `rewritten` it remembers another event in its place ·
`receipt` a receipt names an event that is missing or another · `order` an event of its kind cannot come there ·
`trigger` what protects the journal from changes is missing or changed · `schema` so is a table or an index ·
`tables` a table is not what the journal makes · `changed` the file has other bytes than it was closed with, though
nobody has written it.
"""

_OF_MEMORY = ("behind", "rewritten")
"""The kinds of faults that only this computer's memory reveals."""


class Head(NamedTuple):
    """The newest event of a stream."""

    number: int
    hash: str


@immutable
class JournalFault:
    """What does not fit in the journal, and where."""

    stream: str | None
    """None if unknown: of a missing stream only a digest is remembered."""
    number: int | None
    why: Why
    name: str | None = None
    """The table, index or trigger; None if an event does not fit."""


@immutable
class Verification:
    """What a test of the journal covered, and what it found."""

    events: int
    streams: int
    receipts: int
    behind: int | None
    """How many of the events that this computer remembers are missing; None if it remembers nothing."""
    faults: tuple[JournalFault, ...]
    """What does not fit: at most one fault of a kind in each stream."""
    purged: int = 0
    """Events that a purge has emptied, fully or in part."""
    accepted: tuple[JournalFault, ...] = ()
    """The faults that were accepted by making this computer remember the journal as it is."""
    joined: tuple[str, ...] = ()
    """The files with receipts of several meetings, of which only the last one was tested."""

    @property
    def is_sound(self) -> bool:
        """Whether everything fits."""
        return not self.faults

    def accept_memory_faults(self) -> "Verification":
        """Return the result once this computer accepts the journal as it is and remembers it so."""
        accepted = tuple(fault for fault in self.faults if fault.why in _OF_MEMORY)
        return replace(
            self, behind=0, accepted=accepted, faults=tuple(fault for fault in self.faults if fault not in accepted)
        )

    @property
    def first_fault(self) -> JournalFault | None:
        """The first fault; None if everything fits."""
        return next(iter(self.faults), None)
