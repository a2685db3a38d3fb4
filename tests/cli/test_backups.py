"""`kpcommittee backup`, `backups` and `restore`, and the backups that are made by themselves."""

import json
import os
import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kpcommittee.services import backups
from kpcommittee.services.session import Session
from kpcommittee.workspace.workspace import Workspace
from tests.drivers.journal import Journal
from tests.drivers.journal_surgery import without_triggers
from tests.drivers.office import Office
from tests.drivers.program import Result
from tests.sample import DAY

NOTE = {"do": "note", "case": "2026-0412", "text": "Sagt på mødet"}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office.sample(tmp_path / "office")


def folder(office: Office) -> list[str]:
    return sorted(path.name for path in (office.folder / "backups").glob("*"))


def test_a_backup_is_made_listed_tested_and_brought_back(tmp_path: Path) -> None:
    """Each command in a process of its own: the database is open nowhere when the backup is brought back."""
    office = Office.sample(tmp_path / "office", placements=False)

    def done(*arguments: str, stdin: str = "") -> Result:
        ran = office.program(*arguments, stdin=stdin)
        assert (ran.code, ran.err) == (0, ""), ran
        return ran

    done("record", DAY, stdin='{"do": "open"}\n' + json.dumps(NOTE))
    path = Path(done("backup").out.strip())
    assert path.parent == office.folder / "backups"
    newest, *_others = done("backups", "--json").json
    assert newest.pop("at")
    size = path.stat().st_size
    assert newest == {"file": path.name, "events": 2, "size": size, "verified": None, "fault": None}
    assert {row["verified"] for row in done("backups", "--check", "--json").json} == {True}
    assert "2 hændelser" in done("backups", "--check").out
    done("record", DAY, stdin=f"{json.dumps(NOTE)}\n" * 2)
    changes = done("restore", path.name, "--dry-run").out
    assert re.search(r"Den mister 2 hændelser efter \d\d\.\d\d\.", changes), changes
    assert "Intet er ændret" in changes
    assert done("verify", "--json").json["events"] == 4
    changes = done("restore", path.name).out
    assert "Sikkerhedskopien er lagt tilbage." in changes
    assert re.search(r"gemt som kpcommittee\.db\.replaced-", changes)
    verified = done("verify", "--json").json
    assert (verified["whole"], verified["events"], verified["behind"]) == (True, 3, 0)


def test_a_damaged_backup_is_named_and_the_others_are_listed(office: Office) -> None:
    office.does(DAY, {"do": "open"})
    office.good("backup")
    *_others, damaged = (office.folder / "backups").glob("*.db")
    damaged.write_bytes(damaged.read_bytes()[:5000])
    ran = office.run("backups", "--check")
    assert ran.code == 1
    assert damaged.name in ran.err
    assert "beskadiget" in ran.out
    refused = office.run("restore", damaged.name)
    assert (refused.code, refused.out) == (1, "")
    assert "er beskadiget" in refused.err


@pytest.mark.parametrize(
    ("done", "where"),
    [
        ("DELETE FROM event WHERE stream = '2026-12-02' AND number = 1", "2026-12-02"),
        ("UPDATE event SET payload = replace(payload, 'Sagt', 'Aldrig sagt') WHERE kind = 'noted'", "2026-12-02"),
        ("UPDATE event SET payload = 'x' WHERE stream = 'caseload'", "caseload"),
        ("UPDATE event SET kind = 'unheard_of' WHERE kind = 'noted'", "2026-12-02"),
        ("DELETE FROM event WHERE stream = 'caseload' AND number = 1", "caseload"),
    ],
    ids=["its head lost", "a text changed", "unreadable", "a kind nobody knows", "an import lost"],
)
def test_a_backup_in_which_something_does_not_fit_is_brought_back_as_it_is(
    office: Office, done: str, where: str
) -> None:
    """Only where it is asked for; it is said before and afterwards, and other meetings go on."""
    office.does(DAY, {"do": "open"}, NOTE)
    name = Path(office.good("backup").out.strip()).name
    with without_triggers(office.folder / "backups" / name) as connection:
        connection.execute(done)
    before = (office.folder / "kpcommittee.db").read_bytes()
    refused = office.run("restore", name)
    assert (refused.code, refused.out) == (1, "")
    assert f"kpcommittee restore {name} --accept" in refused.err
    weighed = office.run("restore", name, "--accept", "--dry-run")
    assert weighed.code == 0, weighed
    assert "Ikke alt i den passer" in weighed.out
    assert (office.folder / "kpcommittee.db").read_bytes() == before
    brought = office.run("restore", name, "--accept")
    assert brought.code == 0, brought
    assert "Sikkerhedskopien er lagt tilbage." in brought.out
    verified = office.run("verify", "--json")
    assert verified.code == 1
    assert {fault["stream"] for fault in verified.json["faults"]} >= {where}
    warned = office.run("balance", "--date", DAY)
    assert warned.err.startswith("warning: kpcommittee.db passer ikke"), warned
    assert "programmet gik i stykker" not in warned.err
    office.run("agenda", "new", "--date", "2027-01-06")
    assert office.run("record", "2027-01-06", stdin='{"do": "open"}').lines[0]["event"] == "opened"
    assert "Traceback" not in office.run("show", DAY).err


def test_another_workspace_is_never_brought_back(office: Office, tmp_path: Path) -> None:
    """Also where what does not fit is accepted: the chain is another one."""
    office.does(DAY, {"do": "open"})
    other = Office.sample(tmp_path / "other", placements=False)
    other.does(DAY, {"do": "open"}, NOTE)
    foreign = other.good("backup").out.strip()
    ran = office.run("restore", foreign, "--accept")
    assert (ran.code, ran.out) == (1, "")
    assert "en anden arbejdsmappe" in ran.err


def test_without_a_database_or_a_backup_there_is_a_sentence(tmp_path: Path) -> None:
    office = Office.sample(tmp_path / "office", placements=False)
    assert office.run("backup").code == 1
    assert office.good("backups").out.startswith("Der er ingen sikkerhedskopier endnu.")
    assert office.run("restore", "nothing.db").code == 2
    assert office.run("restore", "/").code == 2
    assert not (office.folder / "kpcommittee.db").exists()


def test_a_database_that_may_not_be_read_is_named_and_not_the_folder(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder of the backups was called read-only."""
    for module in ("backups", "failures"):
        monkeypatch.setattr(f"kpcommittee.store.{module}.may_read", lambda _path: False)
    ran = office.run("--lang", "en", "backup")
    assert (ran.code, folder(office)) == (3, [])
    assert ran.err.startswith("error: The database kpcommittee.db may not be read.")


def test_a_folder_that_may_not_be_read_is_not_called_empty(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its owner was told that there are no backups."""
    office.good("backup")
    monkeypatch.setattr("kpcommittee.services.backups.may_read", lambda _path: False)
    ran = office.run("--lang", "en", "backups")
    assert (ran.code, ran.out) == (3, "")
    assert f"The folder of the backups {office.folder / 'backups'} may not be read." in ran.err


def test_a_meeting_that_closes_is_backed_up_with_its_end(office: Office) -> None:
    office.does(DAY, {"do": "open"})
    before = folder(office)
    numbers = list(office.states(DAY))
    office.does(DAY, *({"do": "return", "case": number, "missing": "Bevilling"} for number in numbers), {"do": "close"})
    (new,) = {*folder(office)} - {*before}
    rows = {row["file"]: row for row in office.good("backups", "--json").json}
    assert rows[new]["events"] == office.good("verify", "--json").json["events"]
    office.good("show", DAY)
    assert {*folder(office)} - {*before} == {new}, "looking makes none"


def test_a_disk_that_refuses_the_backup_is_a_warning_and_what_was_recorded_is_kept(office: Office) -> None:
    (office.folder / "backups").write_text("a file where the folder would be")
    ran = office.run("record", DAY, stdin='{"do":"open"}')
    assert ran.code == 0
    assert ran.lines[0]["event"] == "opened"
    assert ran.err.startswith("warning: ")


def session(office: Office, now: datetime) -> Session:
    return Session(Workspace(office.folder), clock=lambda: now)


def test_a_backup_is_due_once_a_day_when_something_was_recorded(office: Office) -> None:
    now = datetime(2027, 1, 6, 9).astimezone()
    assert backups.is_due(session(office, now))
    backups.rotate_backups(session(office, now))
    later = session(office, now + timedelta(hours=3))
    assert not backups.is_due(later)
    tomorrow = session(office, now + timedelta(days=1))
    made = max((office.folder / "backups").glob("*.db"))
    database = office.folder / "kpcommittee.db"
    os.utime(database, (made.stat().st_mtime + 9,) * 2)
    assert not backups.is_due(tomorrow), "nothing was recorded since"
    assert not backups.is_due(tomorrow, at_close=True)
    office.does(DAY, {"do": "open"})
    for file in office.folder.glob("kpcommittee.db*"):
        os.utime(file, (made.stat().st_mtime - 90_000,) * 2)
    assert backups.is_due(tomorrow), "the clock of the computer was set back"
    assert not backups.is_due(later)
    assert backups.is_due(later, at_close=True)


def test_a_backup_that_cannot_be_read_or_has_another_key_is_no_reason_to_make_none(office: Office) -> None:
    now = datetime(2027, 1, 6, 9).astimezone()
    backups.rotate_backups(session(office, now))
    (made,) = (office.folder / "backups").glob("*.db")
    tomorrow = session(office, now + timedelta(days=1))
    assert not backups.is_due(tomorrow)
    made.write_bytes(b"SQLite format 3\x00" + bytes(200))
    assert backups.is_due(tomorrow)


def test_backups_of_long_ago_go_by_the_rule_and_nothing_else_does(office: Office) -> None:
    office.change("config.toml", ("[balance]", "[safety]\nkeep_days = 2\nkeep_weeks = 0\nkeep_months = 0\n\n[balance]"))
    now = datetime(2027, 1, 6, 9).astimezone()
    (office.folder / "backups").mkdir()
    (office.folder / "backups" / "mine.db").write_text("mine")
    for days in range(4):
        backups.rotate_backups(session(office, now + timedelta(days=days)))
    assert folder(office) == ["kpcommittee-2027-01-08T090000.db", "kpcommittee-2027-01-09T090000.db", "mine.db"]
    backups.rotate_backups(session(office, now + timedelta(days=3)))
    assert folder(office)[1:] == ["kpcommittee-2027-01-09T090000.2.db", "kpcommittee-2027-01-09T090000.db", "mine.db"]


def test_a_daily_backup_of_what_does_not_fit_is_told_and_takes_no_earlier_one_away(office: Office) -> None:
    office.change("config.toml", ("[balance]", "[safety]\nkeep_days = 1\nkeep_weeks = 0\nkeep_months = 0\n\n[balance]"))
    assert office.run("record", DAY, stdin='{"do":"open"}').code == 0
    (whole,) = folder(office)
    (office.folder / "backups" / whole).rename(office.folder / "backups" / "kpcommittee-2026-01-01T090000.db")
    with without_triggers(office.folder / "kpcommittee.db") as connection:
        connection.execute("UPDATE event SET payload = replace(payload, '2026-0412', '2026-0413')")
    recorded = office.run("record", DAY, stdin='{"do":"note","case":"2026-0409","text":"Et notat"}', lang="en")
    assert "warning: The backup is made, but the copy does not fit" in recorded.err
    assert "kpcommittee-2026-01-01T090000.db" in folder(office)
    assert len(folder(office)) == 2


def test_the_folder_is_where_the_config_says(office: Office, tmp_path: Path) -> None:
    other = tmp_path / "other disk"
    office.change("config.toml", ("[balance]", f'[safety]\nbackups = "{other}"\n\n[balance]'))
    assert Path(office.good("backup").out.strip()).parent == other
    assert other.stat().st_mode & 0o777 == 0o700


def test_a_clock_that_is_set_back_loses_nothing_and_a_backup_is_due_all_the_same(office: Office) -> None:
    """Events are in the order of their numbers; a backup from the future says nothing of today."""
    at = ("2026-12-02T09:00:00+01:00", "2026-12-02T08:00:00+01:00", "2020-01-01T08:00:00+01:00")
    office.does(DAY, {"do": "open", "at": at[0]}, *({**NOTE, "at": earlier} for earlier in at[1:]))
    assert [recorded.at for recorded in Journal(office.folder, DAY).events()] == [*at]
    assert office.good("verify", "--json").json["whole"]
    shown = office.show(DAY)
    office.good("rebuild")
    assert office.show(DAY) == shown
    # The commands have the computer's clock.
    now = datetime.now().astimezone() + timedelta(days=40)
    ahead = now + timedelta(days=4 * 365)
    backups.rotate_backups(session(office, ahead))
    assert not backups.is_due(session(office, now)), "what is recorded is in the backup that `record` made"
    office.does(DAY, NOTE)
    assert backups.is_due(session(office, now))
    backups.rotate_backups(session(office, now))
    assert not backups.is_due(session(office, now))
    assert {f"kpcommittee-{at:%Y-%m-%dT%H%M%S}.db" for at in (now, ahead)} <= {*folder(office)}
