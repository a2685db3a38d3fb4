"""Minutes edited by hand are merged with what is new: both are kept, and conflicts are shown in words."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.drivers.office import TOLD_PROVIDER, Office
from tests.sample import DAY, WHOLE_MEETING

CASE = "2026-0412"
NOTED = next(json.loads(line) for line in WHOLE_MEETING.splitlines() if json.loads(line)["do"] == "note")
PLACED = "case_number;provider;hours_per_week\n2026-0800;klub-oest;9\n"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The sample's whole meeting, closed; its minutes are written."""
    office = Office.sample(tmp_path_factory.mktemp("written") / "udvalg", placements=False)
    kept = [line for line in WHOLE_MEETING.splitlines() if json.loads(line)["do"] not in ("approve", "correct")]
    office.has_recorded("\n".join(kept))
    office.good("minutes", DAY)
    return office


@pytest.fixture
def closed(written: Office, tmp_path: Path) -> Office:
    """A copy of it."""
    return written.copied_to(tmp_path / "udvalg")


def file(office: Office, name: str = f"{DAY}.md") -> Path:
    return office.folder / "minutes" / name


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), "utf-8")


def balance_rows(text: str) -> list[str]:
    """The rows of the capacity balance."""
    part = text.partition("## Kapacitetsbalance")[2].partition("\n## ")[0]
    return [line for line in part.splitlines() if line.startswith("| ") and "---" not in line][1:]


def merged(office: Office, *options: str) -> str:
    """What the command prints; it says on standard error where the edited file is kept."""
    ran = office.run("minutes", DAY, *options, "--merge")
    assert ran.code == 0, ran
    return ran.out.strip()


def note_anew(office: Office, text: str) -> None:
    """A comment is taken in, so that the note says something else."""
    number = len(json.loads(office.good("review", DAY, "--json").out)["comments"]) + 1
    texts = [{"what": "note", "n": 1, "text": text}]
    office.does(
        DAY,
        {"do": "comment", "case": NOTED["case"], "text": "Det var torsdag", "said_by": "Karim Holm"},
        {"do": "resolve", "comment": number, "outcome": "taken_in", "texts": texts},
    )


def test_what_was_edited_and_what_is_new_are_both_there(closed: Office) -> None:
    path = file(closed)
    edit(path, "# Beslutningsreferat", "Rettet af sekretæren.\n\n# Beslutningsreferat")
    note_anew(closed, "Det var om torsdagen.")
    refused = closed.run("minutes", DAY)
    assert (refused.code, "--merge" in refused.err) == (1, True)
    assert merged(closed).endswith(path.name)
    text = path.read_text("utf-8")
    assert text.startswith("Rettet af sekretæren.\n")
    assert "Det var om torsdagen." in text
    assert NOTED["text"] not in text
    assert "Rettet af sekretæren." in file(closed, f"{DAY}-redigeret.md").read_text("utf-8")
    assert NOTED["text"] in file(closed, f"{DAY}-redigeret.md").read_text("utf-8")
    closed.good("verify", "--against", str(path))


def test_a_merged_file_is_still_edited_and_is_merged_again_and_again(closed: Office) -> None:
    path = file(closed)
    edit(path, "# Beslutningsreferat", "Rettet af sekretæren.\n\n# Beslutningsreferat")
    for number in (1, 2):
        note_anew(closed, f"Udgave {number}.")
        assert closed.run("minutes", DAY).code == 1, "hand-made text is never overwritten in silence"
        merged(closed)
        text = path.read_text("utf-8")
        assert ("Rettet af sekretæren." in text, f"Udgave {number}." in text) == (True, True)
    assert file(closed, f"{DAY}-redigeret-2.md").exists()
    closed.does(DAY, {"do": "approve", "by": "Inger Thorsen"}, TOLD_PROVIDER)
    merged(closed)
    approved = path.read_text("utf-8")
    assert "Rettet af sekretæren." in approved
    assert "UDKAST" not in approved


def test_a_conflict_is_shown_with_both_texts_and_must_be_solved(closed: Office) -> None:
    path = file(closed)
    edit(path, NOTED["text"], "Rettet i hånden.")
    note_anew(closed, "Det var om torsdagen.")
    ran = closed.run("minutes", DAY, "--merge")
    assert ran.code == 1
    assert "1 konflikt i 2026-12-02.md" in ran.err
    text = path.read_text("utf-8")
    marks = ["**KONFLIKT 1:", "Rettet i hånden.", "**I referatet nu:**", "Det var om torsdagen.", "**Konflikt 1 slut**"]
    assert [mark for mark in marks if mark not in text] == []
    assert sorted(marks, key=text.index) == marks
    again = closed.run("minutes", DAY, "--merge")
    assert again.code == 1
    assert "konflikter" in again.err
    solved = text.split("**KONFLIKT 1:")[0] + "- 09.30 · Rettet i hånden.\n" + text.split("**Konflikt 1 slut**")[1]
    path.write_text(solved, "utf-8")
    merged(closed)
    assert path.read_text("utf-8") == solved, "what was chosen stays, and is no conflict any more"


def test_a_file_that_nobody_edited_is_written_as_always(closed: Office) -> None:
    note_anew(closed, "Det var om torsdagen.")
    merged(closed)
    assert file(closed).read_text("utf-8") == closed.good("minutes", DAY, "-o", "-").out
    assert not file(closed, f"{DAY}-redigeret.md").exists()


@pytest.mark.parametrize("form", ["short", "full"])
def test_either_form_is_merged_also_from_an_editor_of_windows(closed: Office, form: str) -> None:
    path = file(closed, "ud.md")
    closed.good("minutes", DAY, "--form", form, "-o", str(path))
    edit(path, "# Beslutningsreferat", "Rettet.\n\n# Beslutningsreferat")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    note_anew(closed, "Det var om torsdagen.")
    merged(closed, "--form", form, "-o", str(path))
    text = path.read_bytes().decode("utf-8")
    assert ("Rettet." in text, "Det var om torsdagen." in text, "\r" in text) == (True, True, False)


def test_the_difference_to_a_file_from_an_editor_of_windows_is_what_was_edited(closed: Office) -> None:
    """Every line was shown, since each ended in another way."""
    path = file(closed)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    closed.good("minutes", DAY)  # it was saved and not edited
    edit(path, "# Beslutningsreferat", "# Rettet referat")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    shown = closed.run("minutes", DAY)
    assert shown.code == 1
    changed = [line for line in shown.out.splitlines() if line.startswith(("+", "-"))][2:]
    assert [line.partition(" · ")[0] for line in changed] == ["-# Rettet referat", "+# Beslutningsreferat"]


def test_where_nothing_is_new_nothing_is_merged_and_no_copy_is_kept(closed: Office) -> None:
    """Each `--merge` left one more copy of the same file."""
    path = file(closed)
    edit(path, "# Beslutningsreferat", "Rettet af sekretæren.\n\n# Beslutningsreferat")
    before = path.read_bytes()
    assert merged(closed).endswith(path.name)
    assert path.read_bytes() == before
    assert not file(closed, f"{DAY}-redigeret.md").exists()
    note_anew(closed, "Det var om torsdagen.")
    merged(closed)
    merged(closed)
    assert [kept.name for kept in path.parent.glob("*-redigeret*")] == [f"{DAY}-redigeret.md"]


def test_minutes_of_a_running_meeting_are_merged_too(office: Office) -> None:
    office.does(DAY, {"do": "open"}, {"do": "note", "case": CASE, "text": "Ringer igen.", "said_by": "Lone Bech"})
    office.good("minutes", DAY)
    edit(file(office), "# Beslutningsreferat", "Rettet.\n\n# Beslutningsreferat")
    office.does(DAY, {"do": "postpone", "case": "2026-0409", "reason": "Mangler samtykke"})
    merged(office)
    text = file(office).read_text("utf-8")
    assert ("Rettet." in text, "Mangler samtykke" in text) == (True, True)


def test_a_draft_is_merged_also_when_placements_were_imported_since(office: Office) -> None:
    """The balance of a running meeting follows the caseload; the digest of the draft still tells what was edited."""
    office.does(DAY, {"do": "open"}, {"do": "note", "case": CASE, "text": "Ringer igen.", "said_by": "Lone Bech"})
    office.good("minutes", DAY)
    before = file(office).read_text("utf-8")
    edit(file(office), "# Beslutningsreferat", "Rettet.\n\n# Beslutningsreferat")
    (office.folder / "nye.csv").write_text(PLACED, "utf-8")
    office.good("placements", "import", "nye.csv")
    fresh = office.good("minutes", DAY, "-o", "-").out
    assert balance_rows(fresh) != balance_rows(before)
    merged(office)
    text = file(office).read_text("utf-8")
    assert "Rettet." in text
    assert balance_rows(text) == balance_rows(fresh)


def test_a_balance_that_was_edited_by_hand_is_not_taken_for_what_was_written(office: Office) -> None:
    office.does(DAY, {"do": "open"})
    office.good("minutes", DAY)
    row = next(iter(balance_rows(file(office).read_text("utf-8"))))
    edit(file(office), row, row.replace("|", "| x", 1))
    (office.folder / "nye.csv").write_text(PLACED, "utf-8")
    office.good("placements", "import", "nye.csv")
    ran = office.run("minutes", DAY, "--merge")
    assert (ran.code, "kan ikke dannes igen" in ran.err) == (1, True)


def test_a_letter_that_would_tell_of_another_child_is_not_merged(closed: Office) -> None:
    """The leak check reads the merged file."""
    name = f"{DAY}-item-1.md"
    closed.good("minutes", DAY, "--for", f"case:{CASE}")
    edit(file(closed, name), "# ", "Se også sag 2026-0377.\n\n# ")
    before = file(closed, name).read_bytes()
    closed.does(
        DAY,
        {
            "do": "told",
            "case": CASE,
            "whom": "provider",
            "on": "2026-12-03",
            "at": "2026-12-03T10:00:00+01:00",
            "by": "Inger",
        },
    )
    ran = closed.run("minutes", DAY, "--for", f"case:{CASE}", "--merge")
    assert (ran.code, ran.out) == (1, "")
    assert "linje 1" in ran.err
    assert file(closed, name).read_bytes() == before
    assert not file(closed, f"{DAY}-item-1-redigeret.md").exists()


def no_seal(path: Path) -> None:
    path.write_text(
        "".join(line for line in path.read_text("utf-8").splitlines(keepends=True) if "sha256:" not in line), "utf-8"
    )


def other_seal(path: Path) -> None:
    text = path.read_text("utf-8")
    digest = text.rpartition("sha256:")[2][:64]
    path.write_text(text.replace(digest, "0" * 64) + "x", "utf-8")


@pytest.mark.parametrize("spoil", [no_seal, other_seal])
def test_a_file_of_which_nobody_knows_what_it_was_is_refused_and_kept(
    closed: Office, spoil: Callable[[Path], None]
) -> None:
    spoil(file(closed))
    before = file(closed).read_bytes()
    ran = closed.run("minutes", DAY, "--merge")
    assert (ran.code, ran.out) == (1, "")
    assert "kan ikke dannes igen" in ran.err
    assert file(closed).read_bytes() == before


def test_a_word_file_that_was_edited_says_what_to_do(closed: Office) -> None:
    closed.good("minutes", DAY, "--format", "docx")
    path = file(closed, f"{DAY}.docx")
    path.write_bytes(path.read_bytes() + b"x")
    ran = closed.run("minutes", DAY, "--format", "docx", "--merge")
    assert (ran.code, ran.out) == (2, "")
    assert "kun Markdown" in ran.err
    assert path.read_bytes().endswith(b"x")


@pytest.mark.parametrize("option", [("-o", "-"), ("--overwrite",), ("--diff",), ("--encrypt", "klub")])
def test_what_does_not_go_with_it_is_refused(closed: Office, option: tuple[str, ...]) -> None:
    ran = closed.run("minutes", DAY, "--merge", *option)
    assert (ran.code, ran.out) == (2, "")
