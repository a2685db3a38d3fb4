"""Who is meant to sit in a meeting: the leaders of its cases, by district."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kpcommittee.domain.committee import Config
from kpcommittee.domain.law import Law
from kpcommittee.domain.meeting.attendance import AttendanceStatus, Presence
from kpcommittee.domain.meeting.intentions import Attend
from kpcommittee.domain.meeting.meeting import Meeting

STATUSES: tuple[AttendanceStatus, ...] = ("present", "excused", "absent", "left")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One leader, or a substitute who came, as the meeting knows them."""

    name: str
    role: str
    district: str | None
    """Of the children in whose cases the leader sits; nothing when it is more than one."""
    cases: int
    """In how many cases."""
    said: Presence
    """What was said last of them; present when nothing was."""

    def now(self, **changes: object) -> "Person":
        """The same person with something else said of them."""
        return replace(self, said=replace(self.said, **changes))  # type: ignore[arg-type]

    def attend(self) -> Attend:
        """What is said of them, as an intention."""
        substitute = None if self.said.status == "present" else self.said.substitute
        return Attend(person=self.name, status=self.said.status, substitute=substitute, case=self.said.case)


def people_of_meeting(meeting: Meeting, config: Config, law: Law) -> tuple[Person, ...]:
    """Those who sit in every district first, then district by district; substitutes after the leaders."""
    found: dict[str, Person] = {}
    for item in meeting.items:
        district = item.case.child.district
        for seat in meeting.bench(item, config, law).seats:
            if seat.leader is not None:
                _count(found, seat.leader, seat.role, district, meeting.presences)
    for said in meeting.presences:
        if said.substitute and said.substitute not in found:
            stands_in = found.get(said.person)
            role, own = (stands_in.role, stands_in.district) if stands_in else ("", None)
            _count(found, said.substitute, role, own, meeting.presences)
    order = [None, *(district.id for district in config.districts)]
    return tuple(sorted(found.values(), key=lambda one: order.index(one.district)))


def _count(found: dict[str, Person], name: str, role: str, district: str | None, presences: Iterable[Presence]) -> None:
    known = found.get(name)
    if known is None:
        said = next((p for p in reversed(tuple(presences)) if p.person == name), None)
        present = said or Presence(person=name, status="present")
        found[name] = Person(name=name, role=role, district=district, cases=1, said=present)
    else:
        same = known.district == district
        found[name] = replace(known, cases=known.cases + 1, district=district if same else None)
