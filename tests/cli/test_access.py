"""`kpcommittee access`: who looked at what, and nothing of a child in it."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kpcommittee.cli import passphrases
from kpcommittee.domain.meeting.access_events import Accessed
from kpcommittee.services import access, access_log
from kpcommittee.services.session import Session
from kpcommittee.workspace.workspace import Workspace
from tests.drivers.chair import NINE
from tests.drivers.locked import PASSPHRASE, run
from tests.drivers.office import Office
from tests.drivers.program import Result
from tests.sample import DAY

CASE = "2026-0412"
Ask = Callable[..., Result]


pytestmark = pytest.mark.usefixtures("cheap_keys")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = Office.sample(tmp_path / "office", placements=False)
    office.change("config.toml", ('encryption = "none"', 'encryption = "passphrase"'))
    intentions = [{"do": "open"}, {"do": "return", "case": CASE, "missing": "Bevilling"}]
    assert run(office, "record", DAY, stdin="\n".join(map(json.dumps, intentions))).code == 0
    return office


@contextmanager
def session_of(office: Office, now: datetime) -> Iterator[Session]:
    session = Session(Workspace(office.folder), clock=lambda: now, by="Inger")
    assert session.lock.unlock(PASSPHRASE)
    yield session
    session.close()


def looks(office: Office, *options: str) -> list[tuple[str, str | None, str | None]]:
    rows = run(office, "access", "--json", *options).json
    return [(row["what"], row["case_number"], row["meeting"]) for row in rows]


def test_each_look_is_one_line_with_numbers_and_no_names(office: Office) -> None:
    assert looks(office) == []
    for command in (
        ("show", DAY, "--case", CASE),
        ("show", DAY),
        ("decision", CASE),
        ("child", CASE, "--json"),
        ("history", "barn:Amina"),
        ("minutes", DAY, "-o", "-"),
        ("minutes", DAY, "-o", "-", "--for", f"case:{CASE}"),
        ("balance",),
    ):
        assert run(office, *command).code == 0, command
    assert looks(office) == [
        ("opened", CASE, None),
        ("opened", None, DAY),
        ("opened", CASE, None),
        ("opened", CASE, None),
        ("searched", None, None),
        ("exported", None, DAY),
        ("exported", CASE, DAY),
    ]
    assert looks(office, "--case", CASE) == [("opened", CASE, None)] * 3 + [("exported", CASE, DAY)]
    assert looks(office, "--since", "2199-01-01") == []
    (row, *_others) = run(office, "access", "--json").json
    assert row["who"].endswith("(chair)")
    text = run(office, "access").out
    assert "Amina" not in text
    assert "søgt i tidligere beslutninger" in text


def test_a_document_that_was_refused_is_noted_as_refused_and_not_as_exported(office: Office) -> None:
    leak = {"do": "note", "case": CASE, "text": "Går i klub med Mathildes bror", "said_by": "Lone Bech"}
    assert run(office, "record", DAY, stdin=json.dumps(leak)).code == 0
    assert run(office, "minutes", DAY, "-o", "-", "--for", f"case:{CASE}").code == 1
    assert looks(office) == [("refused", CASE, DAY)]


def test_the_person_concerned_sees_when_and_why_and_no_staff(office: Office) -> None:
    run(office, "show", DAY, "--case", CASE)
    (row,) = run(office, "access", "--case", CASE, "--for", "subject", "--json").json
    assert (row["who"], row["what"], row["case_number"]) == (None, "opened", CASE)
    (whole,) = run(office, "access", "--json").json
    assert whole["who"] not in run(office, "access", "--case", CASE, "--for", "subject").out
    assert run(office, "access", "--for", "subject").code == 2
    assert run(office, "access", "--for", "mother").code == 2


def test_a_case_number_that_nobody_knows_is_a_slip_and_no_answer_that_nobody_looked(office: Office) -> None:
    """The person concerned could be told that nobody looked, because of one wrong digit."""
    for options in (("--for", "subject"), ("--json",), ("--since", DAY)):
        asked = run(office, "access", "--case", "2026-9999", *options)
        assert (asked.code, asked.out) == (2, "")
        assert "2026-9999" in asked.err
    assert looks(office, "--case", CASE) == []


def test_it_is_chained_and_cannot_be_cut_unseen(office: Office) -> None:
    run(office, "show", DAY)
    verified = run(office, "verify", "--json").json
    assert (verified["whole"], verified["streams"], verified["events"], verified["behind"]) == (True, 2, 3, 0)
    assert run(office, "rebuild").code == 0
    assert run(office, "verify", "--json").json["whole"]


def test_a_workspace_in_the_clear_keeps_none_unless_it_is_asked_to(tmp_path: Path) -> None:
    office = Office.sample(tmp_path / "office", placements=False)
    office.does(DAY, {"do": "open"})
    office.good("show", DAY)
    assert office.good("access", "--json").json == []
    answer = office.run("access")
    assert "Ingen har slået op" not in answer.out
    assert "kpcommittee encrypt" in answer.err
    office.change("config.toml", ("[balance]", "[safety]\naccess_log = true\n\n[balance]"))
    office.good("show", DAY)
    assert [row["what"] for row in office.good("access", "--json").json] == ["opened"]


def test_a_sample_draws_what_no_sample_had_and_records_the_answer(office: Office) -> None:
    for case in (CASE, "2026-0409", "2026-0377"):
        run(office, "show", DAY, "--case", case)
    first = run(office, "access", "sample", "2", typed=[PASSPHRASE, "ja"])
    assert (first.code, len(first.out.splitlines())) == (0, 2)
    assert "2 opslag bekræftet" in first.err
    second = run(office, "access", "sample", "9", typed=[PASSPHRASE, "nej"])
    assert len(second.out.splitlines()) == 1
    assert "ikke bekræftet" in second.err
    assert "Ingen har slået op." in run(office, "access", "sample", "9", typed=[PASSPHRASE]).out
    assert len(looks(office)) == 3


def test_a_sample_tells_nothing_where_nobody_can_answer(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    run(office, "show", DAY, "--case", CASE)
    monkeypatch.setattr(passphrases, "_has_terminal", lambda: False)
    key = office.folder / "key"
    key.write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    key.chmod(0o600)
    ran = office.run("--key-file", str(key), "access", "sample", "1")
    assert (ran.code, ran.out) == (1, "")
    assert "--passphrase-fd" in ran.err


def test_the_same_look_within_minutes_is_one_and_nothing_is_lost_between(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    monkeypatch.setattr(access_log, "monotonic", lambda: now[0])
    session = Session(Workspace(office.folder), clock=lambda: NINE, by="Inger")
    assert session.lock.unlock(PASSPHRASE)
    log = session.access
    log.gathers = True
    for at, case in ((0, "A"), (1, "A"), (2, "B"), (3, "A"), (200, "A"), (499, "A"), (800, "A")):
        now[0] = at
        log.note("opened", case)
    assert session.store.read("access") == (), "it is gathered"
    log.flush()
    assert not log.has_waiting
    events = [recorded.event for recorded in session.store.read("access")]
    assert [event.case for event in events if isinstance(event, Accessed)] == ["A", "B", "A", "A"]
    session.close()


def test_recording_does_not_wait_for_looks_to_be_weighed(office: Office) -> None:
    """No decision rests on who looked: a look between two intentions makes neither outdated."""
    session = Session(Workspace(office.folder), clock=lambda: NINE, by="Inger")
    assert session.lock.unlock(PASSPHRASE)
    store = session.store
    before = store.newest_row_elsewhere(DAY)
    store.append_access([(Accessed(what="opened", case=CASE), NINE)], "Inger")
    assert store.newest_row_elsewhere(DAY) == before
    assert store.verification().is_sound
    session.close()


def test_old_entries_are_emptied_and_the_chain_still_fits(office: Office) -> None:
    office.change("config.toml", ("[balance]", "[safety]\nkeep_access_months = 13\n\n[balance]"))
    for later, case in enumerate(("A-1", "B-2", "C-3")):
        with session_of(office, NINE + later * timedelta(days=365)) as session:
            session.access.note("opened", case)
            access.purge_old(session)
    with session_of(office, NINE) as session:
        left = [entry.event.case for entry in access.entries(session)]
        verification = session.store.verification()
        assert left == ["B-2", "C-3"]
        assert verification.is_sound
        assert verification.events == 5, "nothing is deleted"
        assert session.store.rebuild().decisions == 14
        assert access.purge_old(session) == 0
