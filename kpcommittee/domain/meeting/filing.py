"""Which cases of a meeting are still to be filed in the records system; computed only here."""

from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.meeting.item import Item
from kpcommittee.domain.meeting.meeting import Meeting
from kpcommittee.domain.meeting.told import Filing


@immutable
class ToFile:
    """A case that the meeting has dealt with, and where it was filed."""

    place: int
    """The place on the agenda, from 1."""
    item: Item
    earlier: Filing | None = None
    """The newest filing; None if the case was never filed."""

    @property
    def current_filing(self) -> Filing | None:
        """The filing of the case as it is now; None while it is still to be filed.

        A case that was corrected since it was filed must be filed again.
        """
        return None if self.earlier is None or corrected_since(self.item, self.earlier) else self.earlier


def corrected_since(item: Item, filing: Filing) -> bool:
    """Whether a case was corrected after it was filed, by the order of the events."""
    return len(item.corrections) > filing.corrections


def cases_to_file(meeting: Meeting) -> tuple[ToFile, ...]:
    """List every case that the meeting has dealt with, in the order of the agenda; none before the opening."""
    if meeting.state == "preparing":
        return ()
    return tuple(
        ToFile(place=place, item=item, earlier=meeting.newest_filing(item.number))
        for place, item in enumerate(meeting.items, 1)
        if item.state != "open"
    )
