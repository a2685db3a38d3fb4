"""Exchange XML, read by the paths that two public importers name in their own configuration."""

import re
from datetime import date, time
from xml.etree.ElementTree import Element, fromstring

import pytest

from kpcommittee.documents.blocks import words_of
from kpcommittee.documents.exchange import EXCHANGES, Exchange
from kpcommittee.documents.formats import FORMATS, write
from kpcommittee.documents.reading import Unreadable, lines_of
from kpcommittee.documents.seals import has_seal
from tests.documents.conftest import approved, decided
from tests.documents.test_formats import FORMULAS, document, hostile_paper, words
from tests.documents.test_hostile import HOSTILE

MONTHS = ("januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november")
DAGSORDEN = {
    "agenda_id": "@DagsordenID", "agenda_access": "@Åben", "agenda_type": "@Dagsordentype",
    "meeting_id": "Møde/@MødeID", "title": "Møde/@Udvalg", "committee_id": "Møde/@UdvalgID",
    "meeting_start_date": "Møde/@Mødedato", "meeting_start_time": "Møde/@Mødetid",
    "meeting_end_date": "Møde/@Mødeslutdato", "meeting_end_time": "Møde/@Mødesluttid",
    "location_name": "Møde/@Mødested",
}  # fmt: skip
"""What the importer of SBSYS exports looks up, and where."""
PUBLICATION = {
    "agenda_id": "Agendas/Agenda/@ID", "agenda_type": "PublicationTypeAsValue",
    "meeting_id": "Agendas/Agenda/Meeting/@ID",
    "title": "Agendas/Agenda/Committee/Name", "meeting_start_date": "Agendas/Agenda/Meeting/When",
    "meeting_end_date": "Agendas/Agenda/Meeting/Until", "committee_id": "Agendas/Agenda/Committee/@ID",
    "location_name": "Agendas/Agenda/Meeting/Where",
}  # fmt: skip
"""The same of the importer of agenda managers' exports."""


def shaped(exchange: Exchange, draft: bool = False) -> Element:
    return fromstring(write(document(decided() if draft else approved()), FORMATS["xml"], exchange))


def looked_up(root: Element, path: str) -> str:
    """What an importer gets for a path; empty where there is nothing."""
    place, _, attribute = path.rpartition("@")
    if attribute and path.startswith(("@", place)) and "@" in path:
        element = root.find(place.rstrip("/")) if place else root
        return "" if element is None else element.get(attribute, "")
    return root.findtext(path) or ""


def moment(text: str) -> tuple[date, time]:
    """A date as the importers read it: `27. august 2018 16:00`."""
    day, month, year, at = text.replace(".", "").split()
    number = ([*MONTHS, "december"]).index(month) + 1
    return date(int(year), number, int(day)), time.fromisoformat(at)


START = date(2026, 12, 2), time(9)


def test_the_paths_of_the_first_importer() -> None:
    root = shaped("dagsorden")
    read = {name: looked_up(root, path) for name, path in DAGSORDEN.items()}
    assert root.tag == "Dagsorden"
    assert read["agenda_access"] == "False"
    assert (read["agenda_type"], read["meeting_id"], read["title"]) == ("referat", "2026-12-02", "Fordelingsudvalget")
    assert all(read.values())
    start, end = (moment(f"{read[f'meeting_{part}_date']} {read[f'meeting_{part}_time']}") for part in ("start", "end"))
    assert start == START
    assert end >= start
    points = root.findall("Dagsordenpunkter/Dagsordenpunkt")
    assert {point.get("Åbent") for point in points} == {"False"}
    assert len({point.get("DagsordenpunktID") for point in points}) == len(points)
    assert [point.get("Nummer") for point in points if "sag 2026-" in (point.findtext("Overskrift") or "")] == [
        str(number) for number in range(1, 15)
    ]
    for point in points:
        inside = point.find("Indhold")
        assert inside is not None
        tags = [child.tag for child in inside]
        assert tags
        assert len(set(tags)) == len(tags), "the importer keeps one of each name"
        assert not any(list(child) for child in inside), "the importer takes elements inside for no text"
        assert point.find("Bilagsliste") is not None


def test_the_paths_of_the_second_importer() -> None:
    root = shaped("publication")
    read = {name: looked_up(root, path) for name, path in PUBLICATION.items()}
    assert root.tag == "Publication"
    assert read["agenda_type"] == "2"
    assert all(read.values())
    assert moment(read["meeting_start_date"]) == START
    items = root.findall("Agendas/Agenda/Items/Item")
    assert len(root.findall("Agendas/Agenda/Items")) == 1
    assert {item.findtext("IsPublic") for item in items} == {"False"}
    for item in items:
        assert item.get("ID")
        assert item.findtext("Caption")
        fields = item.findall("Fields/ItemField")
        assert len(fields) >= 2, "the importer goes through the parts of a single one"
        for field in fields:
            assert field.get("ID")
            assert field.findtext("HasContent") == str(bool(field.findtext("Content")))
    cases = [item for item in items if item.find("Case/Number") is not None]
    assert cases[0].findtext("Case/Number") == "2026-0412"
    assert len(cases) == 14


def test_participation_is_told_for_the_meeting_and_for_each_item() -> None:
    root = shaped("publication")
    members = {
        member.findtext("Name"): member for member in root.findall("Agendas/Agenda/Meeting/Members/MeetingMember")
    }
    assert members["Inger Thorsen"].findtext("ParticipationStatusAsValue") == "1"
    assert members["Merete Skov"].findtext("ParticipationStatusAsText") == "afbud"
    assert members["Merete Skov"].findtext("ParticipationStatusAsValue") == "2"
    assert members["Peter Dahl"].findtext("ParticipationStatusAsValue") == "3"
    assert "punkt 2, 3" in (members["Ulrik Steen"].findtext("ParticipationNote") or "")
    items = {item.findtext("Case/Number"): item for item in root.findall("Agendas/Agenda/Items/Item")}
    seats = {
        seat.findtext("Name"): seat.findtext("ParticipationNote") for seat in items["2026-0377"].iter("ItemMember")
    }
    assert seats["Ulrik Steen"] == "skoleleder, stedfortræder for Merete Skov"


def test_a_draft_is_no_final_record() -> None:
    assert shaped("dagsorden", draft=True).get("Dagsordentype") == "dagsorden"
    assert shaped("publication", draft=True).findtext("PublicationTypeAsValue") == "0"


@pytest.mark.parametrize("exchange", EXCHANGES)
def test_no_word_of_the_minutes_is_lost(exchange: Exchange) -> None:
    paper = document(approved())
    content = write(paper, FORMATS["xml"], exchange)
    assert has_seal(content)
    assert b"xmlns" not in content
    read = " ".join(words(lines_of(content, "xml")))
    elements = content.decode()
    for line in words_of(paper.blocks):
        text = " ".join(line.split())
        # A line that begins with the heading of a part becomes that part.
        spoken = text.partition(": ")[2] if text.startswith(("Stillingtagen: ", "Til stede: ", "Mangler: ")) else text
        # What heads a part is the name of an element, or a caption; the cases need no heading over them.
        assert spoken in read or re.sub(r"[^\w.-]+", "_", text) in elements or text == "Sager", text


@pytest.mark.parametrize("exchange", EXCHANGES)
@pytest.mark.parametrize("text", [*HOSTILE, *FORMULAS])
def test_hostile_text_stays_text(exchange: Exchange, text: str) -> None:
    plain = fromstring(write(hostile_paper("harmless"), FORMATS["xml"], exchange))
    root = fromstring(write(hostile_paper(text), FORMATS["xml"], exchange))
    assert [element.tag for element in root.iter()] == [element.tag for element in plain.iter()]
    bodies = [*root.iter("Content"), *(child for part in root.iter("Indhold") for child in part)]
    assert bodies
    assert not any("<script" in (body.text or "") for body in bodies), "they are marked up: what is typed is escaped"


def test_a_file_that_declares_entities_is_not_read_back() -> None:
    with pytest.raises(Unreadable):
        lines_of(b'<!DOCTYPE x [<!ENTITY a "aaaa">]><Dagsorden>&a;</Dagsorden>', "xml")
