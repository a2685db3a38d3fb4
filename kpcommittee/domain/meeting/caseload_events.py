"""The events of the stream `caseload`, which belong to no meeting."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from kpcommittee.domain.capacity.placement import Placement
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.meeting.event_base import EventBase
from kpcommittee.domain.text import Prose


@immutable
class Imported(EventBase):
    """In the stream `caseload`: placements that were new or changed in an import."""

    kind = "imported"
    witness = True

    source: str
    """The file's name, without its folder."""
    read: int
    new: tuple[Placement, ...] = ()
    changed: tuple[Placement, ...] = ()


@immutable
class ImportUndone(EventBase):
    """In the stream `caseload`: the newest import was taken back, except what was ended or changed since."""

    kind = "import_undone"
    witness = True

    number: int
    """The import's."""
    source: str
    """The name of its file."""
    removed: tuple[Placement, ...] = ()
    """As the import left them; also those that are restored."""
    restored: tuple[Placement, ...] = ()

    @property
    def gone(self) -> tuple[Placement, ...]:
        """The placements of which nothing is restored: the import brought them."""
        return tuple(
            placement
            for placement in self.removed
            if not any(
                (placement.case_number, placement.provider) == (before.case_number, before.provider)
                and placement.overlaps(before)
                for before in self.restored
            )
        )


@immutable
class PlacementChanged(EventBase):
    """In the stream `caseload`: the end, person or hours of a placement were changed."""

    kind = "placement_changed"

    before: Placement
    after: Placement
    why: Prose = ""

    @property
    def about(self) -> str:
        """The number of the case it is about."""
        return self.after.case_number


@immutable
class Restored(EventBase):
    """In the stream `caseload`: a backup took the database's place."""

    kind = "restored"
    witness = True

    made_at: datetime | None
    """When the newest event that the backup contains was recorded; None if it contains none."""
    lost: int | None
    """The number of events that the backup lacks; None if unknown."""
    replaced: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    """The state of the database: stream → number and hash of its newest event."""


@immutable
class Exported(EventBase):
    """In the stream `caseload`: a document was written in the municipality's own look."""

    kind = "exported"

    meeting: str
    """The meeting's id."""
    format: str
    """Such as `docx`."""
    document: str
    """SHA-256 of the written file."""
    templates: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of each part of the look: `logo`, `word`, `text`."""
