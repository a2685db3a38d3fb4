"""Minutes are sent out for reading: the draft says so, and comments come back by name and item."""

import json

import pytest

from tests.cli.contract import REVIEW, mismatches
from tests.drivers.office import Office
from tests.drivers.program import Json
from tests.sample import DAY, WHOLE_MEETING

CASE = "2026-0412"
UNTIL = "2099-12-09"


@pytest.fixture
def closed(office: Office) -> Office:
    """The sample's whole meeting, closed and not approved."""
    kept = [line for line in WHOLE_MEETING.splitlines() if json.loads(line)["do"] not in ("approve", "correct")]
    office.has_recorded("\n".join(kept))
    return office


def review(office: Office) -> Json:
    answer: Json = json.loads(office.good("review", DAY, "--json").out)
    assert mismatches(answer, REVIEW) == []
    return answer


def test_an_empty_comment_is_refused_as_such(closed: Office) -> None:
    ran = closed.run("review", DAY, "--comment", "", "--from", "Karim")
    assert ran.code == 1
    assert "text" in ran.err


def test_the_draft_says_that_it_is_for_reading_and_until_when(closed: Office) -> None:
    assert "UDKAST TIL GENNEMLÆSNING" not in closed.minutes(DAY)
    assert closed.good("review", DAY, "--send", "--until", UNTIL).out == (
        "Referatet er sendt til gennemlæsning, bemærkninger senest 09.12.2099\n"
    )
    document = closed.minutes(DAY)
    assert "**UDKAST TIL GENNEMLÆSNING** – " in document
    assert "Bemærkninger senest 09.12.2099." in document
    assert "- **Version:** udkast til gennemlæsning" in document
    closed.does(DAY, {"do": "approve", "by": "Inger Thorsen"})
    assert "UDKAST" not in closed.minutes(DAY).upper()


@pytest.mark.parametrize("file_format", ["md", "html", "docx", "pdf", "xlsx"])
def test_every_format_says_that_it_is_a_draft_for_reading(closed: Office, file_format: str) -> None:
    from kpcommittee.documents.reading import lines_of  # noqa: PLC0415

    closed.good("review", DAY, "--send")
    path = closed.folder / "minutes" / f"{DAY}.{file_format}"
    closed.good("minutes", DAY, "--format", file_format)
    assert "udkast til gennemlæsning" in "\n".join(lines_of(path.read_bytes(), file_format)).lower()


def test_comments_are_listed_with_what_became_of_them(closed: Office) -> None:
    closed.good("review", DAY, "--send")
    for arguments in (
        ("--comment", "Det var om torsdagen.\nIkke fredag.", "--from", "Karim Holm", "--case", CASE),
        ("--comment", "Fint referat.", "--from", "Lone Bech"),
        ("--answer", "2", "--text", "Tak."),
    ):
        closed.good("review", DAY, *arguments)
    answer = review(closed)
    assert (answer["open"], answer["state"]) == (1, "closed")
    first, second = answer["comments"]
    assert (first["n"], first["case_number"], first["said_by"], first["state"]) == (1, CASE, "Karim Holm", "open")
    assert (second["case_number"], second["state"], second["answer"]) == (None, "answered", "Tak.")
    text = closed.good("review", DAY).out
    assert text.startswith("1 bemærkning er åben")
    assert text.index("Karim Holm · åben") < text.index("Lone Bech · besvaret"), "what is open comes first"
    assert "Ikke fredag." in text


def test_a_comment_is_in_no_document_and_what_is_taken_in_is(closed: Office) -> None:
    before = closed.minutes(DAY)
    closed.good("review", DAY, "--comment", "Hemmeligt forbehold", "--from", "Karim Holm", "--case", CASE)
    closed.good("review", DAY, "--take-in", "1", "--text", "Se noten")
    assert [line for line in closed.minutes(DAY).splitlines() if line not in before.splitlines()] == [
        line for line in closed.minutes(DAY).splitlines() if line.startswith(("Kvittering", "<!-- kpcommittee"))
    ]
    for options in ((), ("--for", f"case:{CASE}"), ("--for", "provider:klub-oest"), ("--for", "script")):
        assert "Hemmeligt forbehold" not in closed.minutes(DAY, *options)


def test_the_note_that_is_taken_in_is_written_anew_and_the_journal_keeps_both(closed: Office) -> None:
    noted = next(json.loads(line) for line in WHOLE_MEETING.splitlines() if json.loads(line)["do"] == "note")
    closed.does(
        DAY,
        {"do": "comment", "case": noted["case"], "text": "Det var torsdag", "said_by": "Karim Holm"},
        {
            "do": "resolve",
            "comment": 1,
            "outcome": "taken_in",
            "texts": [{"what": "note", "n": 1, "text": "Det var om torsdagen."}],
        },
    )
    item = closed.item(DAY, noted["case"])
    assert "Det var om torsdagen." in item
    assert noted["text"] not in item
    (comment,) = review(closed)["comments"]
    assert comment["texts"] == [{"what": "note", "before": noted["text"], "after": "Det var om torsdagen."}]
    closed.good("verify")
    closed.good("rebuild")
    assert "Det var om torsdagen." in closed.item(DAY, noted["case"])


def test_everything_about_a_child_has_the_comments_on_its_case(closed: Office) -> None:
    """Working material is kept too, so an access request gets it."""
    closed.good("review", DAY, "--comment", "Moren siger torsdag", "--from", "Lone Bech", "--case", CASE)
    written = closed.good("export", "--case", CASE).out.strip()
    assert "Moren siger torsdag" in (closed.folder / "minutes" / written.rsplit("/", 1)[-1]).read_text("utf-8")


def test_the_approval_by_a_script_tells_of_open_comments(closed: Office) -> None:
    closed.good("review", DAY, "--comment", "Nej", "--from", "Lone Bech")
    ran = closed.run("record", DAY, stdin='{"do": "approve", "by": "Inger Thorsen"}')
    assert (ran.code, ran.lines[0]["event"], ran.lines[0]["notices"]) == (0, "approved", ["comments_open"])
    assert "åbne bemærkninger" in ran.err
    refused = closed.run("review", DAY, "--answer", "1", "--text", "For sent")
    assert refused.code == 1
    assert "godkendt" in refused.err


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("--comment", "x"), 1, "--from"),
        (("--comment", "x", "--from", "Lone", "--case", "9-9"), 1, "9-9"),
        (("--answer", "7", "--text", "x"), 1, "ingen bemærkning 7"),
        (("--answer", "7"), 1, "7"),
        (("--send", "--until", "2020-01-01"), 1, "overskredet"),
        (("--send", "--text", "x"), 2, "--text"),
        (("--until", UNTIL), 2, "--until"),
        (("--send", "--withdraw", "1"), 2, "én ting ad gangen"),
        (("--answer", "x"), 2, "x"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(
    closed: Office, arguments: tuple[str, ...], code: int, sentence: str
) -> None:
    ran = closed.run("review", DAY, *arguments)
    assert (ran.code, ran.out) == (code, "")
    assert sentence in ran.err


def test_a_comment_that_names_another_child_is_withheld_from_an_access_request(closed: Office) -> None:
    """Nobody can correct a comment, so that it must not block the child's own file."""
    closed.good("review", DAY, "--comment", "Som i sag 2026-0377.", "--from", "Lone Bech", "--case", CASE)
    closed.good("review", DAY, "--answer", "1", "--text", "Sag 2026-0377 er en anden.")
    written = closed.good("export", "--case", CASE).out.strip()
    text = (closed.folder / "minutes" / written.rsplit("/", 1)[-1]).read_text("utf-8")
    assert "2026-0377" not in text
    assert text.count("(udeladt: fortæller om et andet barn)") == 2


def test_a_personal_number_in_a_comment_is_masked(closed: Office) -> None:
    number = "720813-1234"
    closed.good("review", DAY, "--comment", f"Barnet {number} bor der ikke.", "--from", "Lone Bech")
    for options in ((), ("--json",)):
        out = closed.good("review", DAY, *options).out
        assert "bor der ikke." in out
        assert number not in out
