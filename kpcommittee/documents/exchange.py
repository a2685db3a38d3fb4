"""The minutes as Danish agenda systems export them: a small tree of points, all of them closed.

Two public importers read such files: OS2web's modules for SBSYS and for the agenda manager. `xml.py` writes what each
expects. Every point is closed: nothing in a child's case is for a public page.
"""

from collections.abc import Iterator, Sequence
from datetime import date, time
from typing import Literal, get_args

from kpcommittee.documents.blocks import Block, Heading, Paragraph, plain_text
from kpcommittee.documents.model import Minutes, MinutesItem, SeatRow
from kpcommittee.domain.immutable import immutable
from kpcommittee.locale import _
from kpcommittee.views.escaping import remove_controls
from kpcommittee.wording import leaders

Exchange = Literal["dagsorden", "publication"]
EXCHANGES: tuple[Exchange, ...] = get_args(Exchange)
Participation = Literal["present", "excused", "absent"]


@immutable(kw_only=False)
class Member:
    """A member of the committee, and whether they took part."""

    name: str
    participation: Participation
    status: str
    """Their participation in words."""
    note: str = ""


@immutable(kw_only=False)
class Field:
    """A part of a point with its own heading."""

    caption: str
    blocks: tuple[Block, ...]


@immutable(kw_only=False)
class Point:
    """One point of the agenda."""

    number: str
    """A case has its number from the minutes.

    Points before the cases are `0.1`, `0.2` …; those after them continue the numbers.
    """
    title: str
    fields: tuple[Field, ...]
    case_number: str | None = None
    members: tuple[Member, ...] = ()


@immutable(kw_only=False)
class Published:
    """A meeting as other systems import it."""

    id: str
    committee: str
    committee_id: str
    day: date
    start: time
    end_day: date
    end: time
    place: str
    final: bool
    """Whether the minutes are approved."""
    members: tuple[Member, ...]
    points: tuple[Point, ...]


def published_meeting(minutes: Minutes, blocks: Sequence[Block]) -> Published:
    """Return the meeting with every word of its minutes, in the current language.

    Args:
        minutes: as they may be written.
        blocks: their text.
    """
    head, closed = minutes.head, minutes.closed_at
    start = head.start or time()
    return Published(
        id=minutes.id,
        committee=remove_controls(minutes.committee.name),
        committee_id=_slug(minutes.committee.name),
        day=head.date,
        start=start,
        # An importer takes a missing end as the present time.
        end_day=head.date,
        end=closed.time().replace(second=0, microsecond=0) if closed and closed.date() == head.date else start,
        place=remove_controls(head.place or ""),
        final=not minutes.draft,
        members=tuple(_members(minutes)),
        points=tuple(_points(minutes, blocks)),
    )


def _slug(name: str) -> str:
    return "-".join("".join(mark if mark.isalnum() else " " for mark in remove_controls(name).lower()).split())


# The members


def _members(minutes: Minutes) -> Iterator[Member]:
    for person in minutes.attendees:
        details = [leaders.role(person.role) if person.role else "", person.house or "", _items(person.places)]
        if person.substitute_for:
            details.append(_("substitute for {name}").format(name=person.substitute_for))
        note = ", ".join(part for part in details if part)
        yield Member(remove_controls(person.name), "present", _("took part"), remove_controls(note))
    for away in minutes.away:
        status: Participation = "excused" if away.status == "excused" else "absent"
        note = ", ".join(part for part in (leaders.role(away.role) if away.role else "", _items(away.places)) if part)
        yield Member(remove_controls(away.name), status, leaders.attendance(away.status), remove_controls(note))


def _items(places: Sequence[int]) -> str:
    return _("item {items}").format(items=", ".join(map(str, places)))


def _seat(row: SeatRow) -> Member | None:
    seat = row.seat
    if seat.person:
        note = leaders.role(seat.role)
        if seat.substitute_for:
            note += ", " + _("substitute for {name}").format(name=seat.substitute_for)
        return Member(remove_controls(seat.person), "present", _("took part"), remove_controls(note))
    if seat.leader is None:
        return None
    status: Participation = "excused" if seat.status == "excused" else "absent"
    return Member(remove_controls(seat.leader), status, leaders.seat_status(seat.status), leaders.role(seat.role))


# The points


def _points(minutes: Minutes, blocks: Sequence[Block]) -> Iterator[Point]:
    cases = list(minutes.items)
    before, after = 0, len(cases)
    for level, title, inner in _sections(blocks):
        if level == 3 and cases:
            yield _case(cases.pop(0), title, inner)
        elif not inner:
            continue  # the heading of the cases, which are points of their own
        elif len(cases) == len(minutes.items):
            before += 1
            yield Point(f"0.{before}", title, tuple(_fields(title, inner)))
        else:
            after += 1
            yield Point(str(after), title, tuple(_fields(title, inner)))


def _case(item: MinutesItem, title: str, blocks: Sequence[Block]) -> Point:
    members = tuple(member for row in item.seats if (member := _seat(row)))
    fields = tuple(_fields(_("About the item"), blocks))
    return Point(str(item.place), title, fields, remove_controls(item.case.case_number), members)


def _sections(blocks: Sequence[Block]) -> Iterator[tuple[int, str, list[Block]]]:
    """Yield each section with the level of its heading; a strong line belongs to its section."""
    level, title, inner = 1, "", list[Block]()
    for block in blocks:
        if isinstance(block, Heading) and not block.minor:
            if title:
                yield level, title, inner
            level, title, inner = block.level, plain_text(block.inlines), []
        else:
            inner.append(block)
    yield level, title, inner


def _fields(first: str, blocks: Sequence[Block]) -> Iterator[Field]:
    """Yield the parts of a point; each begins with a deeper heading, or with a line that begins with one."""
    caption, inner = first, list[Block]()
    for block in blocks:
        if isinstance(block, Heading):
            begins, following = plain_text(block.inlines), tuple[Block, ...]()
        elif isinstance(block, Paragraph) and block.inlines[0].strong and block.inlines[0].text.endswith(":"):
            begins, following = block.inlines[0].text[:-1], (Paragraph(block.inlines[1:]),)
        else:
            inner.append(block)
            continue
        if inner:
            yield Field(caption, tuple(inner))
        caption, inner = begins, [*following]
    if inner:
        yield Field(caption, tuple(inner))
