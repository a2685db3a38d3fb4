"""`minutes --for`: each recipient's file, in every format, and nothing at all where it would tell of somebody else."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from kpcommittee.documents.reading import lines_of
from tests.drivers.office import Office
from tests.sample import DAY

CASE = "2026-0412"
SAID = (Path(__file__).parents[1] / "stories" / "meetings" / "fjorten_sager.jsonl").read_text(encoding="utf-8")
LEAK = {"do": "note", "case": CASE, "text": "Går i klub med Mathildes bror", "said_by": "Lone Bech"}
DOUBT = {"do": "note", "case": CASE, "text": "Bor ved Strand", "said_by": "Lone Bech"}
OWN = {"do": "note", "case": CASE, "text": "Spørg Bente igen", "private": True}


def held(office: Office, *more: Mapping[str, object]) -> Office:
    """The sample's whole meeting, with further notes while it is open."""
    opened, *others = SAID.splitlines()
    lines = [opened, *(json.dumps(intention, ensure_ascii=False) for intention in more), *others]
    assert office.run("record", DAY, stdin="\n".join(lines)).code == 0
    return office


def files(office: Office) -> set[str]:
    return {path.name for path in (office.folder / "minutes").glob("*")}


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("full", f"{DAY}.md"),
        (f"case:{CASE}", f"{DAY}-item-1.md"),
        ("provider:klub-oest", f"{DAY}-provider-klub-oest.md"),
        ("leader:internal", f"{DAY}-leader-internal.md"),
        (f"child:{CASE}", f"{DAY}-item-1-child.md"),
        (f"family:{CASE}", f"{DAY}-item-1-family.md"),
        ("statistics", f"{DAY}-statistics.md"),
        ("script", f"{DAY}-run-sheet.md"),
    ],
)
def test_each_is_written_to_a_file_whose_name_tells_nobody(office: Office, asked: str, name: str) -> None:
    held(office)
    path = Path(office.good("minutes", DAY, "--for", asked).out.strip())
    assert path.name == name
    assert path.stat().st_mode & 0o777 == 0o600
    assert office.good("minutes", DAY, "--for", asked, "-o", "-").out == path.read_text(encoding="utf-8")


def test_no_id_of_a_provider_leads_to_another_folder_or_drive(office: Office) -> None:
    """`--for provider:../klub` wrote `klub.md` into a folder of its own, and more dots led further."""
    for path in (office.folder / "config.toml", office.folder / "agenda" / f"{DAY}.toml"):
        path.write_text(path.read_text("utf-8").replace('"klub-oest"', '"../c:klub"'), "utf-8")
    assert office.run("record", DAY, stdin=SAID.replace('"klub-oest"', '"../c:klub"')).code == 0
    office.good("minutes", DAY, "--for", "provider:../c:klub")
    assert files(office) == {f"{DAY}-provider-..-c-klub.md"}


def test_providers_whose_ids_differ_in_signs_of_a_path_have_files_of_their_own(office: Office) -> None:
    """The extract of the second was written over that of the first, without a word."""
    ids = {"klub-oest": "klub/1", "klub-vest": "klub:1", "familiehuset": "klub-1"}
    said = SAID
    for before, after in ids.items():
        for path in (office.folder / "config.toml", office.folder / "agenda" / f"{DAY}.toml"):
            path.write_text(path.read_text("utf-8").replace(f'"{before}"', f'"{after}"'), "utf-8")
        said = said.replace(f'"{before}"', f'"{after}"')
    assert office.run("record", DAY, stdin=said).code == 0
    for provider in ids.values():
        office.good("minutes", DAY, "--for", f"provider:{provider}")
    names = files(office)
    assert f"{DAY}-provider-klub-1.md" in names
    assert len(names) == 3


@pytest.mark.parametrize("form", ["md", "docx", "pdf", "html", "json"])
def test_a_leak_is_refused_in_every_format_and_leaves_nothing(office: Office, form: str) -> None:
    held(office, LEAK)
    before = files(office)
    for options in (("-o", "-"), ()):
        refused = office.run("minutes", DAY, "--for", f"case:{CASE}", "--format", form, *options)
        assert refused.code == 1
        assert refused.out == ""
        assert "en del af et andet barns navn (M•••)" in refused.err
        assert "Mathilde" not in refused.err
    assert files(office) == before
    assert office.run("minutes", DAY, "--for", "case:2026-0409", "-o", "-").code == 0
    office.good("minutes", DAY)


@pytest.mark.parametrize("form", ["docx", "pdf", "html", "json"])
def test_every_format_of_an_extract_says_the_same_and_passes(office: Office, form: str) -> None:
    held(office)
    path = Path(office.good("minutes", DAY, "--for", f"case:{CASE}", "--format", form).out.strip())
    printed = " ".join("\n".join(lines_of(path.read_bytes(), form)).split())
    assert "Udskriften indeholder kun denne sag." in printed
    assert CASE in printed
    assert "2026-0409" not in printed


def test_a_word_that_is_also_a_name_is_shown_and_written(office: Office) -> None:
    path = office.folder / "agenda" / f"{DAY}.toml"
    agenda = path.read_text(encoding="utf-8")
    assert "Mathilde Frostholm" in agenda
    path.write_text(agenda.replace("Mathilde Frostholm", "Mathilde Strand"), encoding="utf-8")
    held(office, DOUBT)
    written = office.run("minutes", DAY, "--for", f"case:{CASE}", "-o", "-")
    assert written.code == 0
    assert "Bor ved Strand" in written.out
    assert "(S•••)" in written.err
    assert "almindeligt ord" in written.err


def renamed(office: Office) -> Office:
    """Another child of the sample is called like a word in the head of every document."""
    path = office.folder / "agenda" / f"{DAY}.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("Mathilde Frostholm", "Møde Frostholm"), encoding="utf-8")
    return office


def test_a_child_called_like_a_word_of_our_own_prevents_no_document(office: Office) -> None:
    held(renamed(office))
    for asked in (f"case:{CASE}", f"child:{CASE}", f"family:{CASE}", "provider:klub-oest", "statistics"):
        for form in ("md", "docx", "pdf", "html", "json"):
            written = office.good("minutes", DAY, "--for", asked, "--format", form).out.strip()
            assert (office.folder / written).stat().st_size > 0, (asked, form)


@pytest.mark.parametrize("form", ["md", "docx", "pdf", "html", "json"])
def test_such_a_child_is_found_in_a_note(office: Office, form: str) -> None:
    held(renamed(office), {**LEAK, "text": "Går i klub med Mødes bror"})
    refused = office.run("minutes", DAY, "--for", f"case:{CASE}", "--format", form)
    assert (refused.code, refused.out) == (1, "")
    assert "en del af et andet barns navn (M•••)" in refused.err


def test_the_run_sheet_has_the_bench_what_is_missing_what_is_tight_and_private_notes(office: Office) -> None:
    office.does(DAY, OWN)
    sheet = office.good("minutes", DAY, "--for", "script", "-o", "-").out
    for part in ("Kun til mødelederen", "Skoleleder: Lone Bech", "Mangler:", "Stramt eller fuldt", "Spørg Bente igen",
                 "indstillet: Klub Øst"):  # fmt: skip
        assert part in sheet, part
    held(office)
    assert "Spørg Bente igen" in office.good("minutes", DAY, "--for", "script", "-o", "-").out
    for asked in ("full", f"case:{CASE}", "leader:school", "provider:klub-oest", f"child:{CASE}", "statistics"):
        assert "Bente" not in office.good("minutes", DAY, "--for", asked, "-o", "-").out


@pytest.mark.parametrize(
    ("asked", "code", "sentence"),
    [
        ("alle", 2, "der er ingen modtager alle"),
        ("provider:klub-moon", 2, "konfigurationen har ingen udfører klub-moon"),
        ("case:2099-1", 2, "2099-1 er ikke på dagsordenen"),
        ("leader:formand", 2, "ingen af de fire pladser"),
        ("child:2026-0422", 1, "ingen placering"),
        ("family:2026-0415", 1, "må ikke kontaktes"),
        ("family:2026-0377", 1, "adressen i sag 2026-0377 er beskyttet"),
    ],
)
def test_who_gets_none_is_told_why(office: Office, asked: str, code: int, sentence: str) -> None:
    held(office)
    refused = office.run("minutes", DAY, "--for", asked, "-o", "-")
    assert (refused.code, refused.out) == (code, "")
    assert sentence in refused.err


def test_a_workbook_is_only_of_the_whole_meeting(office: Office) -> None:
    held(office)
    assert office.run("minutes", DAY, "--for", "statistics", "--format", "xlsx").code == 2


def test_a_version_of_an_extract_is_that_of_the_minutes(office: Office) -> None:
    held(office)
    correct = {
        "do": "correct",
        "case": CASE,
        "place": {"start": "2026-12-16"},
        "why": "Tastefejl",
        "by": "Inger Thorsen",
    }
    office.does(DAY, correct)
    first = office.good("minutes", DAY, "--for", f"case:{CASE}", "--version", "1", "-o", "-").out
    newest = office.good("minutes", DAY, "--for", f"case:{CASE}", "-o", "-").out
    assert "Rettet:" in newest
    assert "Rettet:" not in first
