"""Minutes that were edited into something endless: compared and merged in bounds, or refused with a sentence."""

from pathlib import Path
from time import process_time

import pytest

from kpcommittee.workspace.files import LARGEST_DOCUMENT
from tests.drivers.office import OPEN, Office
from tests.sample import DAY

SECONDS = 20
"""Of the processor, on a machine that others use too."""


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = Office.sample(tmp_path / "office")
    office.does(DAY, OPEN)
    office.good("minutes", DAY)
    return office


def edited(office: Office, after: str) -> Path:
    path = office.folder / "minutes" / f"{DAY}.md"
    path.write_text(path.read_text("utf-8") + after, "utf-8")
    return path


@pytest.mark.parametrize("option", [(), ("--merge",)])
@pytest.mark.parametrize(
    "after",
    [
        "".join(f"Linje {number}\n" for number in range(60_000)),
        "a\n" * 200_000,
        "".join(f"Kvittering: {DAY} \u00b7 {number} \u00b7 ABCDEFGHIJKL\n" for number in range(1, 30_000)),
        "> " * 100_000,
    ],
    ids=["lines", "the same line", "receipts", "quotations"],
)
def test_what_was_added_without_end_is_answered_in_bounds(office: Office, option: tuple[str, ...], after: str) -> None:
    edited(office, after)
    before = process_time()
    ran = office.run("minutes", DAY, *option, lang="en")
    assert ran.code in (0, 1), ran.err[-500:]
    assert "the program broke" not in ran.err
    assert process_time() - before < SECONDS


@pytest.mark.parametrize("option", [(), ("--merge",)])
def test_minutes_greater_than_any_are_refused_and_written_over_when_asked(
    office: Office, option: tuple[str, ...]
) -> None:
    path = edited(office, "a" * LARGEST_DOCUMENT)
    ran = office.run("minutes", DAY, *option, lang="en")
    assert (ran.code, "is larger than 20 MB" in ran.err) == (1, True), ran.err[-300:]
    assert path.stat().st_size > LARGEST_DOCUMENT
    office.good("minutes", DAY, "--overwrite")
    assert path.stat().st_size < LARGEST_DOCUMENT
