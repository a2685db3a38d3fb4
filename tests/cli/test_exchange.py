"""`minutes --exchange` and `agenda import` of exchange XML, by command."""

import stat
from collections.abc import Callable
from xml.etree.ElementTree import Element, SubElement, tostring

import pytest

from tests.drivers.office import Office
from tests.sample import DAY

FIELDS = {
    "name": "Signe Ravn", "birth_date": "14-05-2012", "district": "Øst", "decided_on": "01-12-2026",
    "basis": "bl-32-1-3", "purpose": "Fast voksen i fritiden", "hours_per_week": "3", "expected_months": "6",
    "problems": "school",
}  # fmt: skip


@pytest.mark.parametrize(
    ("shape", "names"),
    [("dagsorden", {"dagsorden.xml", "dagsorden.html"}), ("publication", {"publication.xml", f"Publication{DAY}.pdf"})],
)
def test_the_folder_holds_what_the_importer_looks_for(opened: Office, shape: str, names: set[str]) -> None:
    ran = opened.run("minutes", DAY, "--exchange", shape)
    assert (ran.code, ran.err) == (0, "")
    folder = opened.folder / "minutes" / f"{DAY}-{shape}"
    assert ran.out == f"{folder}\n"
    assert {path.name for path in folder.iterdir()} == names
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert [path.name for path in folder.parent.iterdir()] == [folder.name], "nothing is left beside it"
    opened.does(DAY, {"do": "note", "case": "2026-0412", "text": "Kom for sent", "said_by": "Per Sand"})
    assert opened.run("minutes", DAY, "--exchange", shape).code == 0


def test_what_others_put_into_the_folder_is_not_lost(opened: Office) -> None:
    assert opened.run("minutes", DAY, "--format", "xml", "-o", "ud").code == 0
    added = opened.folder / "ud" / "bilag.pdf"
    added.write_bytes(b"%PDF")
    ran = opened.run("minutes", DAY, "--format", "xml", "-o", "ud")
    assert ran.code == 1
    assert "bilag.pdf" in ran.err
    assert added.exists()
    assert opened.run("minutes", DAY, "--format", "xml", "-o", "ud", "--overwrite").code == 0
    assert not added.exists()


def test_one_file_by_its_name_or_printed(opened: Office) -> None:
    assert opened.run("minutes", DAY, "-o", "ud.xml").code == 0
    assert opened.run("minutes", DAY, "--exchange", "dagsorden", "-o", "-").out == (opened.folder / "ud.xml").read_text(
        encoding="utf-8"
    )
    assert "<Publication " in opened.run("minutes", DAY, "--exchange", "publication", "-o", "-").out


def test_what_does_not_fit_together_is_refused(opened: Office) -> None:
    for options, told in (
        (["--exchange", "sbsys"], "publication"),
        (["--exchange", "dagsorden", "--format", "pdf"], "--exchange"),
    ):
        ran = opened.run("minutes", DAY, *options)
        assert (ran.code, ran.out) == (2, "")
        assert told in ran.err


def dagsorden(number: str, fields: dict[str, str]) -> bytes:
    root = Element("Dagsorden", {"DagsordenID": "1", "Åben": "False"})
    points = SubElement(root, "Dagsordenpunkter")
    SubElement(SubElement(points, "Dagsordenpunkt"), "Overskrift").text = "Godkendelse af dagsorden"
    point = SubElement(points, "Dagsordenpunkt", {"Nummer": "1", "Åbent": "False"})
    SubElement(point, "Overskrift").text = f"Punkt 1 · sag {number} · S.R."
    inside = SubElement(point, "Indhold")
    for name, value in fields.items():
        SubElement(inside, name).text = f"<p>{value}</p>"
    return tostring(root, "unicode").encode()


def publication(number: str, fields: dict[str, str]) -> bytes:
    root = Element("Publication")
    items = SubElement(SubElement(SubElement(root, "Agendas"), "Agenda"), "Items")
    SubElement(SubElement(items, "Item"), "Caption").text = "Eventuelt"
    item = SubElement(items, "Item")
    SubElement(SubElement(item, "Case"), "Number").text = number
    inside = SubElement(item, "Fields")
    for name, value in fields.items():
        field = SubElement(inside, "ItemField")
        SubElement(field, "Caption").text = name
        SubElement(field, "Content").text = value
    return tostring(root, "unicode").encode()


@pytest.mark.parametrize("shape", [dagsorden, publication])
def test_an_agenda_is_read_from_either_shape(office: Office, shape: Callable[[str, dict[str, str]], bytes]) -> None:
    (office.folder / "ind.xml").write_bytes(shape("2026-0900", FIELDS))
    ran = office.run("agenda", "import", "ind.xml", "--date", "2027-01-06")
    assert ran.code == 0, ran.err
    written = (office.folder / "agenda" / "2027-01-06.toml").read_text(encoding="utf-8")
    for text in ('"2026-0900"', "Signe Ravn", "Fast voksen i fritiden"):
        assert text in written


def test_what_a_point_lacks_is_said_with_its_row(office: Office) -> None:
    (office.folder / "ind.xml").write_bytes(publication("2026-0900", {**FIELDS, "birth_date": ""}))
    ran = office.run("agenda", "import", "ind.xml", "--date", "2027-01-06")
    assert ran.code == 1
    assert "birth_date" in ran.err
    assert not (office.folder / "agenda" / "2027-01-06.toml").exists()


@pytest.mark.parametrize("content", [b"", b"<Dagsorden/>", b"<Publication/>"])
def test_a_file_without_cases_is_not_told_which_columns_it_lacks(office: Office, content: bytes) -> None:
    (office.folder / "ind.xml").write_bytes(content)
    ran = office.run("agenda", "import", "ind.xml", "--date", "2027-01-06")
    assert ran.code == 1
    assert ran.err.startswith("error: ind.xml: intet punkt på dens dagsorden har et sagsnummer")


@pytest.mark.parametrize(
    "content",
    [b"<Andet/>", b"<Dagsorden>", b"\x00\xff", b'<!DOCTYPE x [<!ENTITY a "a">]><Dagsorden>&a;</Dagsorden>'],
)
def test_what_is_no_exchange_file_is_refused(office: Office, content: bytes) -> None:
    (office.folder / "ind.xml").write_bytes(content)
    ran = office.run("agenda", "import", "ind.xml", "--date", "2027-01-06")
    assert ran.code == 1
    assert "Dagsorden" in ran.err
