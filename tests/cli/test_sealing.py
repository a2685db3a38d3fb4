"""`kpcommittee agenda seal`: agendas that are encrypted, and that every command reads."""

import json
from pathlib import Path

import pytest

from kpcommittee.errors import BrokenError
from kpcommittee.services import recoding
from kpcommittee.store.encrypted import DataKey
from kpcommittee.store.sealing import seal, unseal
from kpcommittee.workspace.files import SEAL
from tests.drivers.limits import with_cheap_keys
from tests.drivers.locked import OTHER, PASSPHRASE, WRONG_KEY, bytes_of, run, traces
from tests.drivers.office import Office
from tests.sample import DAY

NAME = "Amina Karlsen"


pytestmark = pytest.mark.usefixtures("cheap_keys")


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The sample with an encrypted meeting, in which nothing is open any more."""
    home = tmp_path_factory.mktemp("begun")
    office = Office.sample(home / "office", placements=False)
    office.change("config.toml", ('encryption = "none"', 'encryption = "passphrase"'))
    key = home / "key"
    key.write_text(PASSPHRASE)
    key.chmod(0o600)
    # In a process of its own: commands of this one keep the database open until it ends.
    words = ("--key-file", str(key), "record", DAY)
    assert office.program(*words, stdin='{"do": "open"}', limit=with_cheap_keys).code == 0
    return office


@pytest.fixture
def office(begun: Office, tmp_path: Path) -> Office:
    """A copy of it."""
    return begun.copied_to(tmp_path / "office")


def agenda(office: Office) -> Path:
    return office.folder / "agenda" / f"{DAY}.toml"


def test_a_sealed_agenda_is_read_by_every_command_and_tells_nothing(office: Office) -> None:
    before = agenda(office).read_bytes()
    commands = (
        ("show", DAY, "--json"),
        ("check", f"agenda/{DAY}.toml"),
        ("check", "--json"),
        ("balance", "--json"),
        ("child", "2026-0412", "--json"),
        ("agenda", "new", "--date", "2027-02-03"),
    )
    answers = [run(office, *command).out for command in commands[:-1]]
    with agenda(office).open("rb") as held:
        assert run(office, "agenda", "seal", DAY).code == 0
        assert held.read().strip(b"\0") == b"", "what was in the clear is overwritten"
    assert agenda(office).read_bytes().startswith(SEAL)
    assert traces(bytes_of(agenda(office).parent), [NAME]) == []
    assert [run(office, *command).out for command in commands[:-1]] == answers
    assert run(office, *commands[-1]).code == 0
    assert run(office, "agenda", "seal", DAY).code == 1
    assert run(office, "agenda", "unseal", DAY).code == 0
    assert agenda(office).read_bytes() == before
    assert run(office, "agenda", "unseal", DAY).code == 1


def test_a_meeting_goes_on_over_a_sealed_agenda(office: Office) -> None:
    run(office, "agenda", "seal", DAY)
    intention = {"do": "return", "case": "2026-0412", "missing": "Bevilling"}
    assert run(office, "record", DAY, stdin=json.dumps(intention)).code == 0
    assert run(office, "record", DAY, stdin='{"do": "take"}').lines[0]["refused"]


def test_without_the_key_a_sealed_agenda_is_one_sentence(office: Office) -> None:
    run(office, "agenda", "seal", DAY)
    wrong = run(office, "check", f"agenda/{DAY}.toml", typed=["forkert"])
    assert (wrong.code, wrong.err) == (1, WRONG_KEY)
    assert NAME not in wrong.out


def test_a_changed_byte_or_another_workspace_is_refused(office: Office, tmp_path: Path) -> None:
    run(office, "agenda", "seal", DAY)
    content = bytearray(agenda(office).read_bytes())
    content[-1] ^= 1
    agenda(office).write_bytes(content)
    ran = run(office, "check", f"agenda/{DAY}.toml")
    assert ran.code == 1
    assert "forseglet" in ran.err
    other = Office.sample(tmp_path / "other", placements=False)
    content[-1] ^= 1
    agenda(other).write_bytes(content)
    assert "forseglet" in other.run("check", f"agenda/{DAY}.toml").err


def test_only_an_encrypted_workspace_seals(tmp_path: Path) -> None:
    office = Office.sample(tmp_path / "office", placements=False)
    before = agenda(office).read_bytes()
    assert office.run("agenda", "seal", DAY).code == 1
    assert agenda(office).read_bytes() == before


@pytest.mark.parametrize("command", ["rekey", "decrypt", "change"])
def test_a_sealed_agenda_outlives_its_keys(office: Office, command: str) -> None:
    before = agenda(office).read_bytes()
    run(office, "agenda", "seal", DAY)
    typed = [PASSPHRASE, "ophæv" if command == "decrypt" else OTHER]
    ran = run(office, *(("key", "change") if command == "change" else (command,)), typed=typed)
    assert ran.code == 0, ran
    if command == "decrypt":
        assert agenda(office).read_bytes() == before
        return
    assert agenda(office).read_bytes().startswith(SEAL)
    assert run(office, "agenda", "unseal", DAY, typed=[OTHER if command == "change" else PASSPHRASE]).code == 0
    assert agenda(office).read_bytes() == before


@pytest.mark.parametrize("then", ["rekey", "change"])
def test_a_sealed_agenda_outlives_a_change_of_key_that_was_cut_short(
    office: Office, then: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database had its new key already, the agenda not yet: the next step must keep the earlier key."""

    def refuse(_path: Path, _content: bytes) -> None:
        raise BrokenError("full")

    before = agenda(office).read_bytes()
    run(office, "agenda", "seal", DAY)
    with monkeypatch.context() as cut:
        cut.setattr(recoding, "write", refuse)
        assert run(office, "rekey").code == 3
    ran = run(office, *(("key", "change") if then == "change" else ("rekey",)), typed=[PASSPHRASE, OTHER])
    assert ran.code == 0, ran
    assert run(office, "agenda", "unseal", DAY, typed=[OTHER if then == "change" else PASSPHRASE]).code == 0
    assert agenda(office).read_bytes() == before


def test_what_is_added_to_a_sealed_agenda_is_sealed(office: Office) -> None:
    run(office, "agenda", "seal", DAY)
    head = "case_number;name;birth_date;district;problems;decided_on;basis;purpose;hours_per_week;expected_months"
    row = "2026-0999;Bo Prøve;2014-02-03;oest;school;2026-11-20;bl-32-1-3;Tryghed;3;6"
    (office.folder / "cases.csv").write_text(f"{head}\n{row}\n", "utf-8")
    ran = run(office, "agenda", "import", "cases.csv", "--date", DAY, "--add")
    assert ran.code == 0, ran
    assert agenda(office).read_bytes().startswith(SEAL)
    assert "2026-0999" in run(office, "check", f"agenda/{DAY}.toml", "--json").out + run(office, "show", DAY).out


def test_a_seal_is_another_each_time() -> None:
    key = DataKey(bytes(32))
    assert seal(b"x", key) != seal(b"x", key)
    assert unseal(seal(b"x", key), (DataKey(b"1" * 32), key)) == b"x"
    assert unseal(b"", (key,)) is None
