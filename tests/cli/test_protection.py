"""Protected files: age files for those the config names, and no child's name in the clear outside the workspace."""

import json
from pathlib import Path

import pytest

from tests.drivers.office import Office
from tests.sample import DAY

pyrage = pytest.importorskip("pyrage")

CASE = "2026-0412"
SAID = (Path(__file__).parents[1] / "stories" / "meetings" / "fjorten_sager.jsonl").read_text(encoding="utf-8")
PROVIDER = "provider:klub-oest"


@pytest.fixture
def held(office: Office) -> Office:
    """The sample's whole meeting, approved."""
    assert office.run("record", DAY, stdin=SAID).code == 0
    return office


def names(office: Office, **keys: str) -> None:
    """Name those who may open files in the config."""
    tables = "".join(
        f"\n[[recipients]]\nname = {json.dumps(name)}\nkey = {json.dumps(key)}\n" for name, key in keys.items()
    )
    path = office.folder / "config.toml"
    path.write_text(path.read_text(encoding="utf-8") + tables, encoding="utf-8")


def test_only_those_who_are_named_can_open_a_protected_file(held: Office, tmp_path: Path) -> None:
    archive, club, other = (pyrage.x25519.Identity.generate() for _ in range(3))
    names(held, arkiv=str(archive.to_public()), klub=str(club.to_public()))
    clear = held.good("minutes", DAY, "--for", PROVIDER, "-o", "-").out.encode()
    path = Path(held.good("minutes", DAY, "--for", PROVIDER, "--encrypt", "arkiv", "--encrypt", "klub").out.strip())
    assert path.name == f"{DAY}-provider-klub-oest.md.age"
    assert path.stat().st_mode & 0o777 == 0o600
    assert b"Amina" not in path.read_bytes()
    for key in (archive, club):
        assert pyrage.decrypt(path.read_bytes(), [key]) == clear
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(path.read_bytes(), [other])
    again = held.good("minutes", DAY, "--for", PROVIDER, "--encrypt", "klub", "-o", str(tmp_path / "brev.html"))
    outside = Path(again.out.strip())
    assert outside.name == "brev.html.age"
    assert b"<html" in pyrage.decrypt(outside.read_bytes(), [club])
    held.good("minutes", DAY, "--for", PROVIDER, "--encrypt", "klub", "-o", str(outside))


def test_outside_the_workspace_a_name_needs_a_word(held: Office, tmp_path: Path) -> None:
    there = tmp_path / "ud" / "brev.md"
    refused = held.run("minutes", DAY, "--for", PROVIDER, "-o", str(there))
    assert (refused.code, refused.out) == (2, "")
    assert "uden for arbejdsmappen" in refused.err
    assert not there.exists()
    held.good("minutes", DAY, "--for", PROVIDER, "-o", str(there), "--plain")
    assert "Amina Karlsen" in there.read_text(encoding="utf-8")
    assert held.run("minutes", DAY, "--for", PROVIDER, "-o", "../brev.md").code == 2
    assert not (held.folder.parent / "brev.md").exists()
    held.good("minutes", DAY, "--for", "statistics", "-o", str(tmp_path / "tal.md"))
    held.good("minutes", DAY, "-o", str(tmp_path / "referat.md"))
    held.good("minutes", DAY, "--for", PROVIDER, "-o", "minutes/brev.md")


def test_who_is_not_in_the_config_and_what_is_no_key_is_refused(held: Office) -> None:
    names(held, arkiv="age1noget")
    unknown = held.run("minutes", DAY, "--encrypt", "arkvi", "-o", "-")
    assert (unknown.code, unknown.out) == (2, "")
    assert "arkiv" in unknown.err
    wrong = held.run("minutes", DAY, "--encrypt", "arkiv")
    assert (wrong.code, wrong.out) == (1, "")
    assert "[[recipients]]" in wrong.err
    assert not (held.folder / "minutes" / f"{DAY}.md.age").exists()


def test_a_leak_is_found_before_it_is_protected(office: Office) -> None:
    key = pyrage.x25519.Identity.generate()
    names(office, arkiv=str(key.to_public()))
    opened, *others = SAID.splitlines()
    leak = json.dumps({"do": "note", "case": CASE, "text": "Som Mathilde", "said_by": "Lone Bech"})
    assert office.run("record", DAY, stdin="\n".join([opened, leak, *others])).code == 0
    assert office.run("minutes", DAY, "--for", f"case:{CASE}", "--encrypt", "arkiv").code == 1
    assert not [*(office.folder / "minutes").glob("*.age")]


def test_one_table_is_enough_for_one_key(held: Office) -> None:
    key = pyrage.x25519.Identity.generate()
    path = held.folder / "config.toml"
    table = f'\n[recipients]\nname = "arkiv"\nkey = "{key.to_public()}"\n'
    path.write_text(path.read_text(encoding="utf-8") + table, encoding="utf-8")
    held.good("check")
    held.good("minutes", DAY, "--encrypt", "arkiv")
