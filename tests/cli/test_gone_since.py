"""Corrections of a decision whose provider or person has gone since: what is not corrected keeps its value."""

import re

import pytest

from tests.drivers.office import Office, item_of

DAY, CASE = "2026-12-02", "2026-0412"
CORRECTION = {"do": "correct", "case": CASE, "place": {"start": "2026-12-21"}, "why": "Skrivefejl"}


def without_person(config: str) -> str:
    """Take Mette Holm off the staff of Klub Øst."""
    parts = re.split(r"(?m)^(?=\s*\[\[)", config)
    return "".join(part for part in parts if '"mette-h"' not in part)


def without_provider(config: str) -> str:
    """Take Klub Øst out, with its rates; another club's leader sits for the district."""
    before, club = config.split('[[providers]]\nid = "klub-oest"')
    config = f"{before}[[providers]]{club.partition('[[providers]]')[2]}"
    parts = re.split(r"(?m)^(?=\s*\[)", config)
    kept = [part for part in parts if not (part.startswith("[[rates]]") and '"klub-oest"' in part)]
    return "".join(kept).replace('"klub-oest"', '"klub-havn"')


@pytest.fixture
def approved(office: Office) -> Office:
    """The sample's meeting with its imported placements, approved."""
    office.hold_the_sample_meeting(imported=True)
    return office


@pytest.mark.parametrize("gone", [without_person, without_provider])
def test_a_date_can_be_corrected_all_the_same(approved: Office, gone: object) -> None:
    """It was refused: the config had nobody of that id, and the chair was to choose somebody else."""
    file = approved.folder / "config.toml"
    changed = gone(file.read_text("utf-8"))  # type: ignore[operator]  # one of the two above
    file.write_text(changed, "utf-8")
    approved.good("check", "config.toml")
    approved.does(DAY, CORRECTION)
    item = item_of(approved.minutes(DAY, "--form", "full"), CASE)
    assert "er ændret til 21.12.2026" in item
    decision = approved.case(DAY, CASE)["decision"]
    assert (decision["provider"], decision["staff"], decision["start"]) == ("klub-oest", "mette-h", "2026-12-21")
    approved.good("verify")


def test_whoever_has_gone_is_not_chosen_anew(approved: Office) -> None:
    file = approved.folder / "config.toml"
    file.write_text(without_person(file.read_text("utf-8")), "utf-8")
    other = {"do": "correct", "case": "2026-0377", "place": {"staff": "mette-h"}, "why": "Skrivefejl"}
    assert approved.refused(DAY, other)["refused"] == "unknown_staff"
