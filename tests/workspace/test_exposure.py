"""Who else can reach a workspace's files: check and the screen say it, and leave it as it is (S12)."""

import json
import os
import re
from pathlib import Path

import pytest

from tests.drivers.chair import chair_at
from tests.drivers.office import OPEN, Office
from tests.sample import DAY

WAYS = {
    "folder_for_all": "everybody on this computer may write in the folder",
    "folder_linked": "minutes: the folder is a link to",
    "config_for_all": "config.toml: everybody on this computer may change it",
    "agenda_for_all": "agenda/2026-12-02.toml: everybody on this computer may change it",
    "keys_for_others": "kpcommittee.db.keys: others on this computer may read or change the keys",
    "backups_linked": "backups: the folder is a link to",
    "database_for_others": "kpcommittee.db: others on this computer may read or change the database",
    "database_named_twice": "kpcommittee.db: the database has a second name somewhere",
}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = Office.sample(tmp_path / "udvalg")
    office.folder.chmod(0o755)
    return office


def expose(office: Office, way: str) -> None:
    database = office.folder / "kpcommittee.db"
    if way == "folder_for_all":
        office.folder.chmod(0o757)
    elif way == "folder_linked":
        (office.folder.parent / "shared").mkdir()
        (office.folder / "minutes").symlink_to(office.folder.parent / "shared")
    elif way == "backups_linked":
        (office.folder.parent / "shared").mkdir()
        (office.folder / "backups").symlink_to(office.folder.parent / "shared")
    elif way == "config_for_all":
        (office.folder / "config.toml").chmod(0o646)
    elif way == "agenda_for_all":
        (office.folder / "agenda" / f"{DAY}.toml").chmod(0o602)
    elif way == "keys_for_others":
        keys = office.folder / "kpcommittee.db.keys"
        keys.touch()
        keys.chmod(0o640)
    elif way == "database_for_others":
        database.chmod(0o640)
    else:
        os.link(database, office.folder.parent / "second.db")


def test_check_says_nothing_of_a_workspace_that_is_its_owners(office: Office) -> None:
    ran = office.run("check", lang="en")
    assert (ran.code, ran.err) == (0, "")


@pytest.mark.parametrize("name", ["kpcommittee.db", f"agenda/{DAY}.toml", "config.toml"])
def test_check_says_that_the_clock_of_the_computer_is_behind(office: Office, name: str) -> None:
    """What is recorded by such a clock counts as earlier than what was recorded before."""
    path = office.folder / name
    times = [path.stat().st_mtime + hours * 3600 for hours in (20, 50)]
    os.utime(path, (times[0], times[0]))
    assert office.run("check", lang="en").err == ""
    os.utime(path, (times[1], times[1]))
    ran = office.run("check", lang="en")
    assert ran.code == 0
    assert re.search(rf"warning: {name}: it was changed on \d{{4}}-\d\d-\d\d, and the clock of this computer", ran.err)
    assert office.run("check", "--strict").code == 1


@pytest.mark.parametrize("name", ["minutes", "backups"])
def test_a_folder_that_is_a_link_to_itself_is_named_by_check(office: Office, name: str) -> None:
    """Following the link broke the program, which then told of no error of the workspace at all."""
    (office.folder / name).symlink_to(name)
    ran = office.run("check", lang="en")
    assert ran.code == 0
    assert f"{name}: the folder is a link to" in ran.err


@pytest.mark.parametrize("way", WAYS)
def test_check_says_who_else_can_reach_it_and_changes_nothing(office: Office, way: str) -> None:
    expose(office, way)
    before = {path: path.lstat().st_mode for path in (office.folder, *office.folder.rglob("*"))}
    ran = office.run("check", lang="en")
    assert ran.code == 0
    assert WAYS[way] in ran.err
    assert ran.err.count("warning:") == 1
    assert office.run("record", DAY, stdin=json.dumps(OPEN)).code == 0
    assert {path: path.lstat().st_mode for path in before} == before


def test_a_file_that_is_no_database_is_refused_and_not_looked_at(office: Office) -> None:
    """Who may read it is not a question before the address is that of a database."""
    office.change("config.toml", ("sqlite:///kpcommittee.db", "sqlite:///config.toml"))
    (office.folder / "config.toml").chmod(0o644)
    ran = office.run("check", lang="en")
    assert ran.code == 1
    assert "database.url" in ran.err
    assert "warning:" not in ran.err


@pytest.mark.parametrize("way", WAYS)
async def test_the_screen_says_it_when_the_meeting_is_opened(office: Office, way: str) -> None:
    expose(office, way)
    async with chair_at(office.folder, language="en") as chair:
        await chair.waits_for(
            lambda: any(WAYS[way] in notification.message for notification in chair.app._notifications), "the warning"
        )


def test_what_belongs_to_another_user_is_named(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: mine + 1)
    ran = office.run("check", lang="en")
    assert ran.code == 0
    for name in ("config.toml", "agenda", "kpcommittee.db"):
        assert f"{name}: it belongs to another user" in ran.err


def test_a_workspace_without_a_database_and_minutes_is_read(tmp_path: Path) -> None:
    office = Office.sample(tmp_path / "udvalg", placements=False)
    assert not (office.folder / "kpcommittee.db").exists()
    assert office.run("check", lang="en").err == ""
