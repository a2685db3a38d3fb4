"""An encrypted workspace from the command line: its keys, encrypting, decrypting, and nothing to be read without."""

import json
import os
import re
import resource
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from kpcommittee.domain.recovery import is_recovery_key
from kpcommittee.store.key_file import KeyFile, new_data_key
from kpcommittee.store.locked import is_encrypted
from tests.drivers.limits import with_cheap_keys, without_terminal
from tests.drivers.locked import OTHER, PASSPHRASE, WRONG_KEY, bytes_of, lines, run, traces
from tests.drivers.office import Office
from tests.drivers.program import PROGRAM, Result, environment, run_here
from tests.sample import CHECKOUT, DAY

NOTE = "Moren ringede i går aftes"
NOTED = json.dumps({"do": "note", "case": "2026-0412", "text": NOTE})


pytestmark = pytest.mark.usefixtures("cheap_keys")


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The sample with a meeting in the clear, in which nothing is open any more."""
    office = Office.sample(tmp_path_factory.mktemp("begun") / "office", placements=False)
    assert office.program("record", DAY, stdin=f'{{"do": "open"}}\n{NOTED}').code == 0
    return office


@pytest.fixture
def office(begun: Office, tmp_path: Path) -> Office:
    """A copy of it."""
    return begun.copied_to(tmp_path / "office")


@pytest.fixture
def locked(office: Office) -> Office:
    assert run(office, "encrypt").code == 0
    return office


def database(office: Office) -> Path:
    return office.folder / "kpcommittee.db"


def good(ran: Result) -> Result:
    assert (ran.code, ran.err) == (0, ""), ran
    return ran


def test_encrypting_a_workspace_leaves_nothing_in_the_clear(office: Office, tmp_path: Path) -> None:
    shown = office.program("show", DAY, "--json").json
    good(office.program("backup"))
    ran = good(run(office, "encrypt"))
    assert "Databasen er krypteret." in ran.out
    assert "1 dagsorden ligger stadig i klartekst: kpcommittee agenda seal krypterer den." in ran.out
    assert len(re.findall(r"^Også sikkerhedskopien", ran.out, re.MULTILINE)) == 2
    assert is_encrypted(database(office))
    ours = {name: content for name, content in bytes_of(office.folder).items() if "/agenda/" not in name}
    assert not traces(ours, [NOTE, "Amina Karlsen"])
    assert good(run(office, "show", DAY, "--json")).json == shown
    assert good(run(office, "verify", "--json")).json["whole"]
    assert run(office, "encrypt").code == 1, "it is encrypted already"


def test_what_a_power_cut_left_in_the_clear_is_encrypted_by_the_same_command(office: Office, tmp_path: Path) -> None:
    """Backups that are in the clear beside an encrypted database."""
    good(office.program("backup"))
    kept = {path.name: path.read_bytes() for path in (office.folder / "backups").iterdir()}
    good(run(office, "encrypt"))
    for name, content in kept.items():
        (office.folder / "backups" / name).write_bytes(content)
        (office.folder / "backups" / f"{name}.keys").unlink()
    assert run(office, "encrypt", typed=["forkert forkert"]).code == 1, "whoever has no key adds nothing"
    ran = good(run(office, "encrypt"))
    assert len(re.findall(r"^Også sikkerhedskopien", ran.out, re.MULTILINE)) == len(kept)
    assert not traces(bytes_of(office.folder / "backups"), [NOTE, "Amina Karlsen"])
    assert good(run(office, "backups", "--check")).out
    ran = run(office, "encrypt")
    assert (ran.code, ran.err.splitlines()[0]) == (1, "error: kpcommittee.db er allerede krypteret.")


def test_copies_in_the_clear_are_named(office: Office) -> None:
    shutil.copy(database(office), office.folder / "kpcommittee.db.0001")
    ran = run(office, "encrypt")
    assert ran.code == 0
    assert "kpcommittee.db.0001 er stadig ukrypteret" in ran.err


@pytest.mark.parametrize(
    "command", [("show", DAY), ("verify",), ("history",), ("record", DAY), ("backup",), ("balance",)]
)
def test_without_the_key_there_is_one_sentence(locked: Office, command: tuple[str, ...]) -> None:
    before = database(locked).read_bytes()
    none = locked.program(*command, limit=without_terminal)  # no terminal to ask on
    assert (none.code, none.out) == (1, "")
    assert "er krypteret, og der blev ikke givet nogen nøgle" in none.err
    wrong = run(locked, *command, typed=["forkert"])
    assert (wrong.code, wrong.out, wrong.err) == (1, "", WRONG_KEY)
    assert database(locked).read_bytes() == before


def test_what_needs_no_case_needs_no_key(locked: Office) -> None:
    good(locked.run("check"))
    good(locked.run("--version"))


def test_a_key_file_opens_it_and_must_be_ones_own(locked: Office, tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(f"{PASSPHRASE}\nmore\n")
    for mode in (0o644, 0o640, 0o604):
        file.chmod(mode)
        ran = locked.run("--key-file", str(file), "verify")
        assert (ran.code, ran.out) == (2, "")
        assert "kan læses af andre" in ran.err
    file.chmod(0o600)
    good(locked.run("--key-file", str(file), "verify"))
    (tmp_path / "link").symlink_to(file)
    assert locked.run("--key-file", str(tmp_path / "link"), "verify").code == 2
    assert locked.run("--key-file", str(tmp_path / "none"), "verify").code == 2
    assert locked.run("--key-file", str(tmp_path), "verify").code == 2
    with lines(PASSPHRASE) as descriptor:
        both = locked.run("--key-file", str(file), "--passphrase-fd", str(descriptor), "verify")
    assert both.code == 2


@pytest.mark.parametrize("typed", [[], [""], ["x" * 5000]])
def test_a_descriptor_without_a_passphrase_is_wrong_use(locked: Office, typed: list[str]) -> None:
    ran = run(locked, "verify", typed=typed)
    assert (ran.code, ran.out) == (2, "")
    never_open, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    assert locked.run("--passphrase-fd", str(never_open), "verify").code == 2


def test_never_from_arguments_or_the_environment(locked: Office) -> None:
    names = ("KPCOMMITTEE_PASSPHRASE", "KPCOMMITTEE_KEY", "PASSPHRASE", "KPCOMMITTEE_KEY_FILE")
    ran = locked.program("verify", cwd=None, limit=without_terminal, **dict.fromkeys(names, PASSPHRASE))
    assert ran.code == 1
    assert locked.run("--passphrase", PASSPHRASE, "verify").code == 2


def test_several_people_have_keys_and_the_last_stays(locked: Office) -> None:
    good(run(locked, "key", "add", "stedfortræder", typed=[PASSPHRASE, OTHER]))
    assert [row["name"] for row in good(locked.run("key", "list", "--json")).json] == ["chair", "stedfortræder"]
    good(run(locked, "verify", typed=[OTHER]))
    again = run(locked, "key", "add", "stedfortræder", typed=[PASSPHRASE, OTHER])
    assert "har allerede en nøgle" in again.err
    assert run(locked, "key", "add", "ny", typed=[PASSPHRASE, "kort"]).code == 1
    good(run(locked, "key", "change", typed=[OTHER, "endnu en adgangssætning"]))
    assert run(locked, "verify", typed=[OTHER]).code == 1
    good(run(locked, "verify", typed=["endnu en adgangssætning"]))
    for passphrase in ("forkert adgangssætning", OTHER):
        assert run(locked, "key", "remove", "stedfortræder", typed=[passphrase]).code == 1
    good(run(locked, "verify", typed=["endnu en adgangssætning"]))
    good(run(locked, "key", "remove", "stedfortræder"))
    assert run(locked, "verify", typed=["endnu en adgangssætning"]).code == 1
    last = run(locked, "key", "remove", "chair")
    assert last.code == 1
    assert "den sidste nøgle" in last.err
    assert run(locked, "key", "remove", "nobody").code == 2
    good(run(locked, "verify"))


def recovery_key(office: Office, answer: str | None = None) -> tuple[Result, list[str]]:
    """Print a recovery key and answer what is asked; rightly, unless another answer is given."""
    reading, writing = os.pipe()
    os.write(writing, f"{PASSPHRASE}\n".encode())
    arguments = ["--workspace", str(office.folder), "--passphrase-fd", str(reading), "key", "print"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL}
    program = subprocess.Popen(
        [*PROGRAM, *arguments], env=environment(PYTHONUNBUFFERED="1"), pass_fds=[reading], **pipes
    )  # type: ignore[call-overload]
    os.close(reading)
    asked = program.stderr.readline().decode()
    number = int(re.search(r"linje (\d)", asked)[1])  # type: ignore[index]
    out = program.stdout.read1(9999).decode()
    printed = re.findall(r"^  \d  (\S+)$", out, re.MULTILINE)
    os.write(writing, f"{answer or printed[number - 1].lower()}\n".encode())
    os.close(writing)
    remainder, err = program.communicate(timeout=60)
    return Result(program.returncode, out + remainder.decode(), err.decode()), printed


def test_a_recovery_key_on_paper_opens_it_when_a_line_of_it_was_read_back(locked: Office) -> None:
    wrong, printed = recovery_key(locked, "FALSK")
    assert wrong.code == 1
    assert run(locked, "verify", typed=[" ".join(printed)]).code == 1
    ran, printed = recovery_key(locked)
    assert (ran.code, ran.err) == (0, "")
    assert is_recovery_key(" ".join(printed))
    good(run(locked, "verify", typed=[" ".join(printed).lower()]))
    swapped = printed[0][:-1] + ("0" if printed[0][-1] != "0" else "1")
    miscopied = run(locked, "verify", typed=[" ".join([swapped, *printed[1:]])])
    assert "linje 1" in miscopied.err
    assert run(locked, "key", "change", typed=[" ".join(printed), OTHER]).code == 1
    assert [row["kind"] for row in locked.run("key", "list", "--json").json] == ["passphrase", "recovery"]


def test_another_data_key_leaves_one_person_and_the_old_one_opens_nothing(locked: Office) -> None:
    good(run(locked, "key", "add", "deputy", typed=[PASSPHRASE, OTHER]))
    keys = (locked.folder / "kpcommittee.db.keys").read_bytes()
    before = database(locked).read_bytes()
    ran = good(run(locked, "rekey"))
    assert "deputy" in ran.out
    assert database(locked).read_bytes() != before
    good(run(locked, "verify"))
    assert run(locked, "verify", typed=[OTHER]).code == 1
    (locked.folder / "kpcommittee.db.keys").write_bytes(keys)
    assert run(locked, "verify").code == 3, "the earlier key file opens it no longer"


def test_a_backup_from_before_the_new_data_key_is_not_called_damaged(locked: Office) -> None:
    """After `rekey` every earlier backup was listed as damaged, which invites to delete it."""
    good(run(locked, "backup"))
    good(run(locked, "rekey"))
    for command in (("backups",), ("backups", "--check")):
        listed = run(locked, *command)
        assert "beskadiget" not in listed.out
        assert "anden nøgle" in listed.out
    rows = run(locked, "backups", "--check", "--json").json
    assert {row["verified"] for row in rows} == {None}
    assert all("er krypteret med en anden nøgle" in row["fault"] for row in rows)


@pytest.mark.parametrize("fits", ["older", "newer"])
def test_a_change_of_the_data_key_that_was_interrupted_opens_whichever_it_has(locked: Office, fits: str) -> None:
    """While it lasts the key file has both keys."""
    path = locked.folder / "kpcommittee.db.keys"
    keys = KeyFile.read(path)
    unlocked = keys.unlock(PASSPHRASE)
    assert unlocked is not None
    other = new_data_key()
    both = (*unlocked.keys, other) if fits == "older" else (other, *unlocked.keys)
    keys.with_slot("chair", PASSPHRASE, both, date(2026, 12, 2)).write(path)
    assert NOTE in good(run(locked, "show", DAY, "--case", "2026-0412")).out
    good(run(locked, "verify"))


def test_who_cannot_finish_a_change_of_the_data_key_is_told_who_can(locked: Office) -> None:
    """The power failed after the database had the new key: the deputy's slot has only the old one."""
    good(run(locked, "key", "add", "deputy", typed=[PASSPHRASE, OTHER]))
    path = locked.folder / "kpcommittee.db.keys"
    keys = KeyFile.read(path)
    unlocked = keys.unlock(PASSPHRASE)
    assert unlocked is not None
    good(run(locked, "rekey"))
    newer = KeyFile.read(path).unlock(PASSPHRASE)
    assert newer is not None
    keys.with_slot("chair", PASSPHRASE, (*unlocked.keys, *newer.keys), date(2026, 12, 2)).write(path)
    refused = run(locked, "--lang", "en", "verify", typed=[OTHER])
    assert refused.code == 1
    assert "was changed by chair, and the change was cut short" in refused.err
    assert "chair gives kpcommittee rekey once more" in refused.err
    assert "amage" not in refused.err
    good(run(locked, "rekey"))
    good(run(locked, "key", "add", "deputy", typed=[PASSPHRASE, OTHER]))
    good(run(locked, "verify", typed=[OTHER]))


def test_a_backup_of_before_another_data_key_comes_back(locked: Office) -> None:
    """What was in it is there again under the newer key, and what came later is gone, as it says."""
    path = Path(good(run(locked, "backup")).out.strip())
    good(run(locked, "rekey"))
    later = json.dumps({"do": "note", "case": "2026-0412", "text": "Efter sikkerhedskopien"})
    assert run(locked, "record", DAY, stdin=later).code == 0
    assert "Efter sikkerhedskopien" in good(run(locked, "show", DAY, "--case", "2026-0412")).out
    good(run(locked, "restore", path.name))
    shown = good(run(locked, "show", DAY, "--case", "2026-0412")).out
    assert NOTE in shown
    assert "Efter sikkerhedskopien" not in shown
    assert is_encrypted(database(locked))
    assert run(locked, "verify", typed=["forkert adgangssætning"]).code == 1
    good(run(locked, "verify"))


def test_a_backup_that_only_a_removed_key_opens_comes_back_with_the_next_line(locked: Office) -> None:
    """A removed key still opens earlier backups, but a script had no way to give it."""
    path = Path(good(run(locked, "backup")).out.strip())
    good(run(locked, "key", "add", "deputy", typed=[PASSPHRASE, OTHER]))
    good(run(locked, "key", "remove", "chair", typed=[OTHER]))
    good(run(locked, "rekey", typed=[OTHER]))
    for typed in ([OTHER], [OTHER, "forkert adgangssætning"]):
        assert path.name in run(locked, "restore", path.name, typed=typed).err
    good(run(locked, "restore", path.name, typed=[OTHER, PASSPHRASE]))
    good(run(locked, "verify", typed=[OTHER]))
    assert NOTE in good(run(locked, "show", DAY, "--case", "2026-0412", typed=[OTHER])).out


def test_a_computer_that_lost_everything_gets_it_from_a_backup_with_its_keys(locked: Office) -> None:
    path = Path(good(run(locked, "backup")).out.strip())
    for name in ("kpcommittee.db", "kpcommittee.db.keys"):
        (locked.folder / name).unlink()
    assert run(locked, "restore", path.name, typed=["forkert"]).code == 1
    assert not database(locked).exists()
    good(run(locked, "restore", path.name))
    good(run(locked, "verify"))
    assert is_encrypted(database(locked))
    assert NOTE in good(run(locked, "show", DAY, "--case", "2026-0412")).out


def test_a_key_file_that_is_gone_is_named(locked: Office) -> None:
    locked.change("config.toml", ('encryption = "none"', 'encryption = "passphrase"'))
    (locked.folder / "kpcommittee.db.keys").unlink()
    ran = run(locked, "verify")
    assert (ran.code, ran.out) == (3, "")
    assert "nøglefilen kpcommittee.db.keys mangler" in ran.err


def test_decrypting_asks_for_the_key_and_for_a_word(locked: Office) -> None:
    assert run(locked, "decrypt", typed=[PASSPHRASE, "nej"]).code == 1
    assert run(locked, "decrypt", typed=["forkert", "ophæv"]).code == 1
    assert is_encrypted(database(locked))
    ran = run(locked, "decrypt", typed=[PASSPHRASE, "ophæv"])
    assert ran.code == 0
    assert not is_encrypted(database(locked))
    good(locked.run("verify"))
    assert not (locked.folder / "kpcommittee.db.keys").exists()
    assert run(locked, "decrypt", typed=[PASSPHRASE, "ophæv"]).code == 1


def test_keys_of_a_workspace_in_the_clear(office: Office) -> None:
    for command in (("key", "list"), ("key", "add", "x"), ("key", "change"), ("rekey",), ("key", "print")):
        ran = run(office, *command)
        assert ran.code == 1
        assert "er ikke krypteret" in ran.err


def test_the_first_write_sets_the_passphrase_of_a_new_workspace(tmp_path: Path) -> None:
    office = Office.sample(tmp_path / "office", placements=False)
    office.change("config.toml", ('encryption = "none"', 'encryption = "passphrase"'))
    good(office.run("show", DAY))
    assert not (office.folder / "kpcommittee.db.keys").exists(), "reading asks for nothing"
    assert run(office, "record", DAY, typed=["kort"], stdin='{"do":"open"}').code == 1
    assert not database(office).exists()
    good(run(office, "record", DAY, stdin=f'{{"do":"open"}}\n{NOTED}'))
    assert is_encrypted(database(office))
    assert run(office, "record", DAY, typed=[OTHER], stdin=NOTED).code == 1
    good(run(office, "record", DAY, stdin=NOTED))


@pytest.mark.parametrize("silent", [False, True])
def test_a_new_workspace_of_a_script_is_encrypted_when_the_script_has_a_key(tmp_path: Path, *, silent: bool) -> None:
    office = Office(tmp_path / "new")
    with lines(PASSPHRASE) as descriptor:
        options = ["--passphrase-fd", str(descriptor)] if silent else []
        ran = run_here([*options, "init", str(office.folder)])
    assert ran.code == 0
    assert (office.folder / "config.toml").read_text("utf-8").count('encryption = "passphrase"') == silent
    assert bool(ran.err) == silent


def test_a_config_that_asks_for_what_is_not_done_is_a_warning(office: Office) -> None:
    office.change("config.toml", ('encryption = "none"', 'encryption = "passphrase"'))
    ran = office.run("check")
    assert ran.code == 0
    assert "databasen er ikke krypteret" in ran.err


def words_of(office: Office, script: str) -> set[str]:
    """Every name and number of the sample's files, and every longer text that is recorded."""
    agenda = (office.folder / "agenda" / f"{DAY}.toml").read_text("utf-8")
    placements = (office.folder / "placements.csv").read_text("utf-8")
    words = {NOTE, *re.findall(r'"([^"\n]{12,80})"', script)}
    words |= {name for name in re.findall(r'^(?:child\.)?name = "([^"]+)"', agenda, re.MULTILINE) if len(name) >= 8}
    words |= set(re.findall(r"\d{6}-\d{4}|2026-0\d{3}", agenda + placements))
    return words | set(re.findall(r"[A-ZÆØÅ][a-zæøå]+ [A-ZÆØÅ][a-zæøå]+", placements))


def killed_while_recording(office: Office, options: tuple[str, ...], script: str, around: dict[str, str]) -> None:
    """Record a part of a meeting, and kill the program between two answers: what is in the log stays there."""
    with office.start(*options, "record", DAY, env=environment(**around)) as process:
        assert process.stdin
        assert process.stdout
        for line in (*script.splitlines()[:30], NOTED):
            process.stdin.write(f"{line}\n".encode())
            process.stdout.readline()
        process.kill()


@pytest.mark.slow
def test_no_byte_of_a_child_is_anywhere_after_a_meeting_that_was_killed(tmp_path: Path) -> None:
    """No name, number or note: in the workspace except people's own files, in temp, and in the state folder."""
    office = Office.sample(tmp_path / "office", placements=False)
    office.change("config.toml", ('encryption = "none"', 'encryption = "passphrase"'))
    temp, state, key = tmp_path / "temp", tmp_path / "state", tmp_path / "key"
    temp.mkdir()
    key.write_text(PASSPHRASE)
    key.chmod(0o600)
    around = {"TMPDIR": str(temp), "XDG_STATE_HOME": str(state), "SQLITE_TMPDIR": str(temp)}
    options = ("--key-file", str(key))
    shutil.copy(CHECKOUT / "placements.csv", office.folder)
    ran = office.program(*options, "placements", "import", "placements.csv", cwd=None, limit=with_cheap_keys, **around)
    assert ran.code == 0
    script = (CHECKOUT / "agenda" / "2026-12-02.jsonl").read_text("utf-8")
    killed_while_recording(office, options, script, around)
    seen = {f"killed {name}": content for name, content in bytes_of(office.folder, temp, state).items()}
    assert any(name.endswith("-wal") for name in seen)
    for command in (("history", "ringede"), ("verify",), ("backup",), ("rebuild",), ("report", "2026"), ("rekey",)):
        ran = office.program(*options, *command, cwd=None, limit=with_cheap_keys, **around)
        assert ran.code == 0, command
    seen |= bytes_of(office.folder, temp, state)
    by_people = ("/agenda/", "config.toml", "placements.csv")
    ours = {name: content for name, content in seen.items() if not any(part in name for part in by_people)}
    assert len(ours) > 6
    words = words_of(office, script)
    assert len(words) > 80
    assert traces(ours, words) == []


def test_unlocking_takes_no_more_than_a_second_and_a_half(locked: Office) -> None:
    """By the processor's time, with what a new key file costs: the machine of the tests is shared."""
    code = """
import time
from datetime import date
from kpcommittee.store.key_file import KeyFile
keys = KeyFile.new().with_slot("chair", "a long passphrase", (bytes(32),), date(2026, 12, 2))
begin = time.process_time(); keys.unlock("another passphrase"); print(time.process_time() - begin)
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=CHECKOUT, check=True)
    assert float(ran.stdout) < 1.5, "docs/security.md has the measured figure"
