"""`rectify`: wrong personal data is put right everywhere, and what it was is shown only to who asks for it."""

import json
from datetime import date
from pathlib import Path

import pytest

from tests.agenda_files import agenda, case
from tests.cli.test_purge import CASE, FILED, hold, name_of, program_files
from tests.drivers.journal import rows
from tests.drivers.locked import run, traces
from tests.drivers.office import APPROVE, CLOSE, OPEN, Office, item_of, place
from tests.sample import DAY

NOW, WHY = "Lone Skytte", "Stavet forkert i bevillingen"


def rectified(office: Office, *options: str) -> str:
    ran = office.run("rectify", CASE, "--why", WHY, *options)
    assert (ran.code, ran.err) == (0, ""), ran
    return ran.out


def test_the_name_is_right_everywhere_and_the_old_one_is_in_no_document(office: Office) -> None:
    hold(office)
    before = name_of(office, CASE)
    assert office.history(f"barn:{before.split()[0]}")
    out = rectified(office, "--name", NOW)
    assert "1 møde har en ny version af sit referat." in out
    item = item_of(office.minutes(DAY), CASE)
    assert "L.S." in item.splitlines()[0]
    assert "Rettet: barnets navn er rettet. Årsag: Stavet forkert i bevillingen" in item
    assert before not in office.minutes(DAY)
    assert "om L.S.s skole" in item, "the text that names the child calls it by its initials, as before"
    assert office.show(DAY)["meeting"]["version"] == 2
    assert not office.history(f"barn:{before.split()[0]}")
    assert [row["case_number"] for row in office.history("barn:Lone")] == [CASE]
    answer = office.good("verify", "--json").json
    assert answer["whole"]
    office.good("rebuild")
    assert office.good("verify", "--json").json == answer


def test_a_document_of_an_earlier_version_has_the_name_as_it_was_put_right(office: Office) -> None:
    """The provider's extract and the letters of version 1 told the name that had been put right."""
    (office.folder / "agenda" / f"{DAY}.toml").write_text(agenda(DAY, case(CASE, child=CHILD)), "utf-8")
    office.does(DAY, OPEN, place(CASE, "klub-nord", reason={"code": "other", "text": "Aftalt"}), CLOSE, APPROVE)
    first = office.good("minutes", DAY, "-o", "-").out
    rectified(office, "--name", NOW)
    for recipient in ("provider:klub-nord", f"child:{CASE}", f"family:{CASE}", f"case:{CASE}", "leader:club"):
        document = office.good("minutes", DAY, "--version", "1", "--for", recipient, "-o", "-").out
        assert "Ib" not in document.split()
        assert "Holm" not in document.split()
        assert "I.H." not in document
    assert NOW in office.good("minutes", DAY, "--version", "1", "--for", "provider:klub-nord", "-o", "-").out
    assert office.good("minutes", DAY, "--version", "1", "-o", "-").out == first, "the minutes have initials"


@pytest.mark.usefixtures("cheap_keys")
def test_what_it_was_is_shown_only_to_who_asks(office: Office) -> None:
    hold(office)
    assert run(office, "encrypt").code == 0
    before = name_of(office, CASE)
    assert run(office, "rectify", CASE, "--name", NOW, "--why", WHY).code == 0
    assert run(office, "rectify", CASE, "--show").code == 2, "it asks for the reason"
    shown = run(office, "rectify", CASE, "--show", "--why", "Klage").out
    assert f"barnets navn: {before} → {NOW}" in shown
    looks = [(look["what"], look["why"]) for look in run(office, "access", "--case", CASE, "--json").json]
    assert looks[-2:] == [("revealed", WHY), ("revealed", "Klage")]
    (office.folder / "agenda" / f"{DAY}.toml").unlink()
    kept = run(office, "export", "--case", CASE, "-o", "-").out
    assert before not in kept
    assert NOW in kept


def test_birth_date_and_number_go_together(office: Office) -> None:
    hold(office)
    wrong = office.run("rectify", CASE, "--why", WHY, "--cpr", "610317-4001")
    assert (wrong.code, wrong.out) == (2, "")
    assert "en anden fødselsdato" in wrong.err
    assert "610317" not in wrong.err
    rectified(office, "--birth-date", "2016-03-29", "--cpr", "890316-9130")
    item = item_of(office.minutes(DAY), CASE)
    assert "10 år" in item.splitlines()[0]
    assert "Rettet: barnets fødselsdato er rettet; barnets personnummer er rettet." in item
    assert "890316" not in item


def test_the_holder_of_custody_gets_another_name(office: Office) -> None:
    hold(office)
    text = (office.folder / "agenda" / f"{DAY}.toml").read_text("utf-8").split(f'"{CASE}"')[1].split("[[cases]]")[0]
    name = text.split("inform")[1].split('name = "')[1].split('"')[0]
    rectified(office, "--inform", f"{name}=Eva Lind")
    assert "Rettet: navnet på den, der underrettes, er rettet." in item_of(office.minutes(DAY), CASE)


def test_before_the_approval_the_agenda_is_corrected(office: Office) -> None:
    office.does(DAY, OPEN)
    ran = office.run("rectify", CASE, "--name", NOW, "--why", WHY)
    assert (ran.code, ran.out) == (1, "")
    assert "er ikke godkendt" in ran.err


def test_what_changes_nothing_is_wrong_use(office: Office) -> None:
    hold(office)
    for options in (
        (),
        ("--name", name_of(office, CASE)),
        ("--inform", "Ingen=Nogen"),
        ("--inform", "x"),
        ("--name", " "),
    ):
        assert office.run("rectify", CASE, "--why", WHY, *options).code == 2, options
    assert office.run("rectify", "9999", "--name", "X", "--why", WHY).code == 2


def test_an_imported_placement_is_put_right_too(office: Office) -> None:
    table = "case_number;child;birth_date;provider;start\nP-77;Ib Holm;01-02-2012;klub-oest;01-01-2026\n"
    (office.folder / "own.csv").write_text(table, "utf-8")
    office.good("placements", "import", "own.csv")
    assert office.run("rectify", "P-77", "--name", "Ib Holme", "--why", WHY).code == 0
    story = json.dumps(office.good("child", "P-77", "--json").json, ensure_ascii=False)
    assert "Ib Holm" not in story.replace("Ib Holme", "")
    assert "barnets navn: Ib Holm → Ib Holme" in office.good("rectify", "P-77", "--show", "--why", "Klage").out
    answer = office.good("verify", "--json").json
    assert answer["whole"]


def test_a_purge_takes_the_earlier_name_too(office: Office) -> None:
    hold(office)
    before = name_of(office, CASE)
    rectified(office, "--name", NOW)
    office.does(DAY, FILED)
    version = office.show(DAY)["meeting"]["version"]
    assert office.run("purge", "--case", CASE, "--yes").code == 0
    assert not traces(program_files(office), [CASE, before, NOW, WHY])
    assert office.show(DAY)["meeting"]["version"] == version
    assert office.good("verify", "--json").json["whole"]
    assert Path(office.folder / "kpcommittee.db").exists()


def test_the_childs_other_cases_are_named_as_they_are_not_put_right(office: Office) -> None:
    agenda = office.folder / "agenda" / f"{DAY}.toml"
    head, *cases = agenda.read_text("utf-8").split("[[cases]]")
    of_child = next(case for case in cases if f'"{CASE}"' in case)
    agenda.write_text("[[cases]]".join((head, of_child, of_child.replace(CASE, "2026-9999"))), "utf-8")
    returned = ({"do": "return", "case": case, "missing": "Formålet"} for case in (CASE, "2026-9999"))
    office.does(DAY, {"do": "open"}, *returned, {"do": "close"}, {"do": "approve", "by": "Inger Thorsen"})
    told = rectified(office, "--name", NOW).splitlines()[-1]
    assert told == "Barnets andre sager berigtiges hver for sig: 2026-9999."
    assert [row["case_number"] for row in office.history("barn:Lone")] == [CASE]


CHILD = {"name": "Ib Holm", "birth_date": date(2013, 5, 4)}


def _two_cases_of_one_child(office: Office) -> None:
    """Place a child under one number until March, and under another one elsewhere from April on."""
    cases = (case(number, child=CHILD) for number in ("A-1", "A-2"))
    (office.folder / "agenda" / f"{DAY}.toml").write_text(agenda(DAY, *cases), "utf-8")
    reason = {"code": "other", "text": "Aftalt"}
    until_march = place("A-1", "klub-oest", end="2027-03-31", reason=reason)
    office.does(DAY, OPEN, until_march, place("A-2", "klub-nord", start="2027-04-01", reason=reason), CLOSE, APPROVE)


def _ended(office: Office) -> list[str | None]:
    question = "SELECT ended FROM decision ORDER BY case_number"
    return [ended for (ended,) in rows(office.folder / "kpcommittee.db", question)]


def test_a_case_that_is_no_longer_of_the_same_child_is_judged_without_it(office: Office) -> None:
    """What it had moved to stayed in the table, and `verify` found another one than the journal makes."""
    _two_cases_of_one_child(office)
    assert _ended(office) == ["moved", "planned"]
    assert office.run("rectify", "A-2", "--name", "Ib Holme", "--why", WHY).code == 0
    assert _ended(office) == ["planned", "planned"]
    office.good("verify")
    assert office.run("rectify", "A-1", "--name", "Ib Holme", "--why", WHY).code == 0
    assert _ended(office) == ["moved", "planned"]
    office.good("verify")


def test_so_it_is_where_a_table_tells_another_name_and_where_that_is_taken_back(office: Office) -> None:
    """The placement of A-2 goes on in a row of a table, as long as both are of one child."""
    _two_cases_of_one_child(office)
    row = "case_number;child;birth_date;provider;start;end\nP-1;{name};04-05-2013;fokus;01-10-2027;31-12-2027\n"
    for name, how in (("Ib Holm", "moved"), ("Ib Holme", "planned")):
        (office.folder / "own.csv").write_text(row.format(name=name), "utf-8")
        office.good("placements", "import", "own.csv")
        assert _ended(office) == ["moved", how]
        office.good("verify")
    office.good("placements", "undo")
    assert _ended(office) == ["moved", "moved"]
    office.good("verify")
