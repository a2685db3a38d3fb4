"""A meeting's agenda as its file states it: input, until `open` makes it the meeting's snapshot."""

from collections.abc import Collection, Iterable
from datetime import date, time

from kpcommittee.domain.case import Case
from kpcommittee.domain.immutable import immutable


@immutable
class MeetingHead:
    """When and where the committee meets."""

    id: str
    """The file's stem when the file does not say; stays when the meeting is rescheduled."""
    date: date
    """Day of the meeting; ages are counted on it."""
    start: time | None = None
    """Time of day; the clock in the header plans from it."""
    place: str | None = None
    """Room or address."""


@immutable
class LeftOutCase:
    """A case of the agenda file that cannot be read, and is therefore not on the agenda."""

    index: int
    """Its place among the cases of the file, from 0."""
    case_number: str | None
    """None if the file gives none."""
    message: str
    """What is wrong, in words."""
    child: str | None = None
    """The child's name, if the file gives one."""
    text: str = ""
    """The case in TOML as written in the file, so that the next agenda can carry it."""
    since: date | None = None
    """The day of the earlier meeting that set it aside, if the file of this one does not contain it."""

    @property
    def place(self) -> str:
        """Its place as files name it, such as `cases[3]`."""
        return f"cases[{self.index}]"

    @property
    def key(self) -> str:
        """Its name in intentions: the case number, or the place if there is none."""
        return self.case_number or self.place

    def find_among(self, others: "Iterable[LeftOutCase]") -> "LeftOutCase | None":
        """Return this case in another list, such as a later reading of the file; None if it is not there.

        It is recognised by its number; without one by the child, or by its place if a name is missing.
        """
        alike = [other for other in others if self._is_like(other)]
        return next((other for other in alike if other.index == self.index), alike[0] if alike else None)

    def _is_like(self, other: "LeftOutCase") -> bool:
        if self.case_number or other.case_number:
            return self.case_number == other.case_number
        if self.child and other.child:
            return self.child.casefold() == other.child.casefold()
        return self.index == other.index

    def is_about(self, case: Case) -> bool:
        """Whether the case has its number or its child."""
        return case.case_number == self.case_number or case.child.name.casefold() == (self.child or "").casefold()


@immutable
class Agenda:
    """The meeting's head and its cases, in the order of the file."""

    meeting: MeetingHead
    """The meeting's head."""
    cases: tuple[Case, ...] = ()
    """One `[[cases]]` per case, in the order they are dealt with."""

    def case(self, case_number: str) -> Case | None:
        """Return the case with that number; None if it is not on this agenda."""
        return next((case for case in self.cases if case.case_number == case_number), None)

    def index_in_file(self, case_number: str, unread: Collection[int]) -> int | None:
        """Return the place of the case in the file, from 0; None if it is not on this agenda.

        Args:
            case_number: its number.
            unread: the places of the cases of the same file that cannot be read.
        """
        places = (index for index in range(len(self.cases) + len(unread)) if index not in unread)
        return next((at for at, case in zip(places, self.cases, strict=False) if case.case_number == case_number), None)
