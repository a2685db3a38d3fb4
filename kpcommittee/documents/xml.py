"""Writes a meeting as exchange XML, without a namespace, with the paths that two public importers read.

`dagsorden` is the shape of SBSYS (`Dagsorden/Dagsordenpunkter/Dagsordenpunkt`), `publication` that of agenda managers
(`Publication/Agendas/Agenda/Items/Item`), which also has participation for each point. `Åben`, `Åbent` and `IsPublic`
are `True` or `False`, and always `False` here.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, time
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from kpcommittee.documents.blocks import Document
from kpcommittee.documents.exchange import Exchange, Field, Member, Participation, Point, Published
from kpcommittee.documents.html import body
from kpcommittee.documents.seals import PLACE

_MONTHS = (
    "januar", "februar", "marts", "april", "maj", "juni",
    "juli", "august", "september", "oktober", "november", "december",
)  # fmt: skip
"""The importers read no other language."""
_STATUS: dict[Participation, str] = {"present": "1", "excused": "2", "absent": "3"}
"""`ParticipationStatusAsValue`; 1 is read as taking part, and 0 would be undecided."""
_NOT_IN_NAMES = re.compile(r"[^\w.-]+")
CLOSED = "False"


def xml(document: Document, exchange: Exchange = "dagsorden") -> bytes:
    """Return the meeting in one of the two shapes.

    Raises:
        ValueError: the document is not about a meeting.
    """
    meeting = document.published
    if meeting is None:
        raise ValueError("no meeting")
    root = _dagsorden(meeting) if exchange == "dagsorden" else _publication(meeting)
    indent(root, " ")
    text: str = tostring(root, "unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n<!-- {PLACE} -->\n'.encode()


# Dagsorden


def _dagsorden(meeting: Published) -> Element:
    kind = "referat" if meeting.final else "dagsorden"
    root = Element("Dagsorden", {"DagsordenID": meeting.id, "Åben": CLOSED, "Dagsordentype": kind})
    attributes = {
        "MødeID": meeting.id,
        "Udvalg": meeting.committee,
        "UdvalgID": meeting.committee_id,
        "Mødedato": _day(meeting.day),
        "Mødetid": f"{meeting.start:%H:%M}",
        "Mødeslutdato": _day(meeting.end_day),
        "Mødesluttid": f"{meeting.end:%H:%M}",
        "Mødested": meeting.place,
    }
    SubElement(root, "Møde", attributes)
    points = SubElement(root, "Dagsordenpunkter")
    for point in meeting.points:
        code = f"{meeting.id}-{point.number}"
        item = SubElement(points, "Dagsordenpunkt", {"DagsordenpunktID": code, "Nummer": point.number, "Åbent": CLOSED})
        SubElement(item, "Overskrift").text = point.title
        inside = SubElement(item, "Indhold")
        for name, field in _name_fields(point.fields):
            SubElement(inside, name).text = body(field.blocks)
        SubElement(item, "Bilagsliste")
    return root


def _name_fields(fields: Sequence[Field]) -> Iterator[tuple[str, Field]]:
    """Name each field as an element, once: the importer shows the name as its title."""
    used: Counter[str] = Counter()
    for field in fields:
        name = _NOT_IN_NAMES.sub("_", field.caption).strip("_.-")
        name = name if name[:1].isalpha() else f"Felt_{name}"
        used[name] += 1
        yield (name if used[name] == 1 else f"{name}_{used[name]}"), field


# Publication


def _publication(meeting: Published) -> Element:
    root = Element("Publication", {"ID": meeting.id})
    SubElement(root, "PublicationTypeAsValue").text = "2" if meeting.final else "0"
    agenda = SubElement(SubElement(root, "Agendas"), "Agenda", {"ID": meeting.id})
    committee = SubElement(agenda, "Committee", {"ID": meeting.committee_id})
    SubElement(committee, "Name").text = meeting.committee
    element = SubElement(agenda, "Meeting", {"ID": meeting.id})
    SubElement(element, "When").text = _moment(meeting.day, meeting.start)
    SubElement(element, "Until").text = _moment(meeting.end_day, meeting.end)
    SubElement(element, "Where").text = meeting.place
    _members(element, "MeetingMember", meeting.members)
    points = SubElement(agenda, "Items")
    for point in meeting.points:
        _item(points, f"{meeting.id}-{point.number}", point)
    return root


def _item(points: Element, code: str, point: Point) -> None:
    item = SubElement(points, "Item", {"ID": code, "Nummer": point.number})
    SubElement(item, "Caption").text = point.title
    SubElement(item, "Number").text = point.number
    SubElement(item, "IsPublic").text = CLOSED
    if point.case_number:
        SubElement(SubElement(item, "Case"), "Number").text = point.case_number
    fields = SubElement(item, "Fields")
    for place, field in enumerate(point.fields, start=1):
        _field(fields, f"{code}-{place}", field.caption, body(field.blocks))
    if len(point.fields) == 1:
        # The importer takes a single field for its parts.
        _field(fields, f"{code}-2", point.title, "")
    _members(item, "ItemMember", point.members)


def _field(fields: Element, code: str, caption: str, content: str) -> None:
    field = SubElement(fields, "ItemField", {"ID": code})
    SubElement(field, "Caption").text = caption
    SubElement(field, "HasContent").text = str(bool(content))
    SubElement(field, "Content").text = content


def _members(parent: Element, tag: str, members: Sequence[Member]) -> None:
    inside = SubElement(parent, "Members")
    for member in members:
        entry = SubElement(inside, tag)
        SubElement(entry, "Name").text = member.name
        SubElement(entry, "ParticipationStatusAsValue").text = _STATUS[member.participation]
        SubElement(entry, "ParticipationStatusAsText").text = member.status
        SubElement(entry, "ParticipationNote").text = member.note


def _day(day: date) -> str:
    return f"{day.day}. {_MONTHS[day.month - 1]} {day.year}"


def _moment(day: date, at: time) -> str:
    return f"{_day(day)} {at:%H:%M}"
