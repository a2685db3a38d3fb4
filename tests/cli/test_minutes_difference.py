"""A corrected version beside the one before it: which headings, sentences, points and rows say something else."""

import json
import re

import pytest

from kpcommittee.documents.reading import lines_of
from tests.drivers.office import Office
from tests.sample import DAY, WHOLE_MEETING

CASE = "2026-0412"
MOVED = {
    "do": "correct",
    "case": CASE,
    "place": {"provider": "klub-havn", "reason": {"code": "other", "text": "Familien flytter"}},
    "why": "Forkert klub",
    "by": "Inger Thorsen",
}


@pytest.fixture
def corrected(office: Office) -> Office:
    """The sample's whole meeting, approved, and corrected once more."""
    office.has_recorded(f"{WHOLE_MEETING.rstrip()}\n{json.dumps(MOVED)}")
    return office


def test_each_change_is_said_under_its_heading_with_what_it_was_and_is(corrected: Office) -> None:
    text = corrected.good("minutes", DAY, "--diff", "-o", "-").out
    assert text.startswith("# Forskelle i version ")
    section = text.split("## Sager › Punkt 1 · sag 2026-0412")[1].split("\n## ")[0]
    assert "- **Før:** Udvalget besluttede enstemmigt, at Klub **Øst ved Mette Holm** leverer" in section
    assert "- **Nu:** Udvalget besluttede enstemmigt, at Klub **Havn** leverer" in section
    assert "- **Nyt:** Rettet: udføreren »Klub Øst« er ændret til »Klub Havn«" in section
    assert "2026-0409" not in text, "what is as it was is not repeated"
    assert "Kvittering" not in text


def test_what_is_different_is_what_both_versions_say(corrected: Office) -> None:
    """Every line of the newer one that the older one has not is told, and the other way round."""
    newest = int(re.findall(r"version (\d+)\n", corrected.good("minutes", DAY, "--diff", "-o", "-").out)[-1])
    before, after = (
        corrected.minutes(DAY, "--version", str(number), "--form", "full") for number in (newest - 1, newest)
    )
    told = plain(corrected.good("minutes", DAY, "--diff", "--form", "full", "-o", "-").out)
    for old, new in ((before, after), (after, before)):
        gone = {line for line in old.splitlines() if line.strip()} - {*new.splitlines()}
        for line in gone:
            if "Kvittering" not in line and "kpcommittee sha256" not in line:
                words = [word for word in plain(line).split() if word.isalnum()]
                assert all(word in told for word in words), line


def plain(text: str) -> str:
    return re.sub(r"[*\\|#]", "", text)


def test_an_earlier_version_is_compared_with_the_one_before_it(corrected: Office) -> None:
    text = corrected.good("minutes", DAY, "--diff", "--version", "2", "-o", "-").out
    assert "version 1 med version 2" in text


@pytest.mark.parametrize("file_format", ["md", "html", "docx", "pdf", "json"])
def test_it_is_written_in_every_format_of_text(corrected: Office, file_format: str) -> None:
    path = corrected.good("minutes", DAY, "--diff", "--format", file_format).out.strip()
    content = (corrected.folder / "minutes" / path.rsplit("/", 1)[-1]).read_bytes()
    printed = " ".join(lines_of(content, file_format))
    assert "Forskelle i version" in printed
    assert "Havn" in printed
    if file_format == "html":
        assert b"<del>" in content
        assert b"<ins>" in content
        assert b'del::before { content: "[' in content, "what went is marked without colours"


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--version", "1"), 1),
        (("--for", "statistics"), 2),
        (("--format", "xlsx"), 2),
        (("--format", "xml"), 2),
        (("--exchange", "dagsorden"), 2),
        (("--version", "9"), 1),
    ],
)
def test_what_cannot_be_compared_is_refused(corrected: Office, options: tuple[str, ...], code: int) -> None:
    ran = corrected.run("minutes", DAY, "--diff", *options, "-o", "-")
    assert (ran.code, ran.out) == (code, "")
    assert ran.err


def test_minutes_that_are_not_approved_have_nothing_to_compare(office: Office) -> None:
    office.does(DAY, {"do": "open"})
    ran = office.run("minutes", DAY, "--diff", "-o", "-")
    assert ran.code == 1
    assert "ingen version før denne" in ran.err
