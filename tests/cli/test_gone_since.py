"""Corrections of a decision whose provider or person has gone since: what is not corrected keeps its value."""

import re

import pytest

from kpcommittee.services.former import config_with_former
from kpcommittee.services.session import Session
from tests.drivers.office import Office, item_of
from tests.sample import DAY, sample_workspace

CASE = "2026-0412"
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


LISTS = (
    ("placements", "list", "--date", "2027-01-15"),
    ("placements", "check", "--date", "2027-01-15"),
    ("followups", "--date", "2027-03-01"),
    ("budget", "2027"),
    ("child", CASE),
    ("history", "--facets"),
)


@pytest.mark.parametrize("command", LISTS, ids=" ".join)
def test_lists_name_who_has_gone_as_the_meeting_knew_them(approved: Office, command: tuple[str, ...]) -> None:
    """A club that had left config was `klub-oest` in each of them, and a person `mette-h`."""
    file = approved.folder / "config.toml"
    before = approved.run(*command, lang="en").out
    file.write_text(without_provider(file.read_text("utf-8")), "utf-8")
    listed = approved.run(*command, lang="en").out
    assert "Klub Øst (no l" in listed
    assert "klub-oest" not in listed.replace("klub:klub-oest", "")
    assert "mette-h" not in listed
    assert ("Mette Holm" in listed) == ("Mette Holm" in before)
    assert "Mette Holm (" not in listed, "of whom her club is gone that is enough"


def test_a_placement_that_is_ended_names_who_has_gone_as_the_meeting_knew_them(approved: Office) -> None:
    file = approved.folder / "config.toml"
    file.write_text(without_provider(file.read_text("utf-8")), "utf-8")
    ended = approved.run("placements", "end", CASE, "klub-oest", "--on", "2027-03-31", "--why", "Flyttet", lang="en")
    assert "Klub Øst (no longer in config), Mette Holm" in ended.out, ended


def test_a_person_who_has_gone_from_a_club_is_named_in_the_child_s_story(approved: Office) -> None:
    file = approved.folder / "config.toml"
    file.write_text(without_person(file.read_text("utf-8")), "utf-8")
    told = approved.run("child", CASE, lang="en").out
    assert "Klub Øst · Mette Holm (no longer in config)" in " ".join(told.split())
    (placed,) = (entry for entry in approved.good("child", CASE, "--json").json["entries"] if entry["kind"] == "placed")
    assert (placed["provider"], placed["staff"]) == ("klub-oest", "mette-h")


def test_whom_no_meeting_knew_keeps_the_id(office: Office) -> None:
    office.hold_the_sample_meeting(imported=True)
    session = Session.find(office.folder)
    assert session.store.former_providers(["club-of-nowhere"]) == ()
    assert config_with_former(session, ["club-of-nowhere", None]) == session.config
    session.close()
    assert Session.find(sample_workspace(office.folder / "empty", placements=False)).store_to_read.former_providers(
        ["klub-oest"]
    ) == ()  # fmt: skip
