"""The program as a script meets it: a process with an exit code, standard output and standard error."""

import json
import os
import re
import signal
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from kpcommittee.convert.intentions import LONGEST_LINE
from tests.drivers.office import Office
from tests.drivers.program import PATIENCE, environment
from tests.sample import DAY, WHOLE_MEETING

READING = (
    ("show",), ("show", "--json"), ("show", "--case", "2026-0412"), ("balance",), ("balance", "--json"), ("history",),
    ("history", "--json"), ("verify",), ("rebuild",), ("check",), ("schema", "agenda"), ("schema", "config"),
)  # fmt: skip


def test_the_installed_command_is_the_module(office: Office) -> None:
    command = Path(sys.executable).with_name("kpcommittee")
    done = subprocess.run([command, "--version"], capture_output=True, env=environment(), timeout=PATIENCE, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == office.program("--version").out
    assert done.stdout.decode().startswith("kpcommittee ")


def test_a_script_from_standard_input_may_be_called_so(office: Office) -> None:
    """`-` was looked for as a file of that name."""
    ran = office.run("record", DAY, "-", stdin='{"do": "open"}')
    assert (ran.code, json.loads(ran.out)["event"]) == (0, "opened"), ran
    file = office.folder / "-"
    file.write_text('{"do": "undo"}', "utf-8")
    assert json.loads(office.run("record", DAY, str(file)).out)["event"] == "undone"


def test_a_whole_meeting_through_the_entry_point(office: Office) -> None:
    assert office.program("placements", "import", "placements.csv").code == 0
    lines = WHOLE_MEETING.encode()
    ran = office.program("record", f"agenda/{DAY}.toml", stdin=lines)
    assert (ran.code, ran.err) == (0, "")
    assert ran.lines[-1] == {"n": 22, "event": "approved", "case": None}
    assert office.program("show", DAY, "--json").json["meeting"]["state"] == "approved"
    assert office.program("verify").code == 0
    document = office.program("minutes", DAY, "-o", "-")
    assert (document.code, document.err) == (0, "")
    path = Path(office.program("minutes", DAY).out.strip())
    assert path.read_text(encoding="utf-8") == document.out
    for made in (path, office.folder / "kpcommittee.db"):
        assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert office.run("record", DAY, stdin='{"do": "undo"}').code == 1


def test_no_file_name_contains_a_child(office: Office) -> None:
    lines = WHOLE_MEETING
    assert office.run("record", DAY, stdin=lines).code == 0
    assert office.run("minutes", DAY).code == 0
    names = " ".join(path.name for path in office.folder.rglob("*"))
    assert "Amina" not in names
    assert "2026-0412" not in names


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_reading_makes_no_database(office: Office, command: tuple[str, ...]) -> None:
    before = {path.name for path in office.folder.rglob("*")}
    ran = office.run(*command)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out
    assert {path.name for path in office.folder.rglob("*")} == before


def test_each_line_is_answered_before_the_next_is_read(office: Office) -> None:
    process = office.start("record", DAY)
    assert process.stdin
    assert process.stdout
    lines = [
        {"do": "open"},
        {"do": "note", "case": "2026-0412", "text": "Ført til referat"},
        {"do": "dance"},
        {"do": "undo"},
    ]
    answers = []
    for number, line in enumerate(lines, 1):
        process.stdin.write(json.dumps(line).encode() + b"\n")
        answers.append(json.loads(process.stdout.readline()))
        # What was answered is durable: another program sees it, while this one still waits for its next line.
        with sqlite3.connect(office.folder / "kpcommittee.db") as database:
            (count,) = database.execute("SELECT count(*) FROM event").fetchone()
        database.close()
        assert count == number - sum("refused" in answer for answer in answers)
    process.stdin.close()
    assert process.wait(PATIENCE) == 1
    assert [answer.get("event", answer.get("refused")) for answer in answers] == [
        "opened",
        "noted",
        "invalid",
        "undone",
    ]
    process.stdout.close()
    assert process.stderr
    assert process.stderr.read() == b""
    process.stderr.close()


def test_intentions_from_a_file_of_the_workspace(office: Office, tmp_path: Path) -> None:
    (office.folder / "møde.jsonl").write_text('{"do": "open"}\n{"do": "undo"}\n', encoding="utf-8")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    ran = office.program("--workspace", str(office.folder), "record", DAY, "møde.jsonl", cwd=elsewhere)
    assert [answer["event"] for answer in ran.lines] == ["opened", "undone"]
    absolute = office.program("record", DAY, str(office.folder / "møde.jsonl"))
    assert [answer["n"] for answer in absolute.lines] == [3, 4]
    for name, sentence in {
        "ingen.jsonl": "filen findes ikke",
        "config.toml/x": "filen findes ikke",
        "agenda": "det er en mappe, ikke en fil",
    }.items():
        missing = office.run("record", DAY, name)
        assert (missing.code, missing.out) == (2, "")
        assert sentence in missing.err


def test_all_or_nothing(office: Office) -> None:
    lines = ['{"do": "open"}', '{"do": "note", "case": "2026-0412", "text": "Hørt"}', '{"do": "close"}']
    refused = office.run("record", DAY, "--all-or-nothing", stdin="\n".join(lines))
    assert refused.code == 1
    assert [(answer["refused"], answer["intention"]) for answer in refused.lines] == [("cases_open", 3)]
    assert office.show(DAY)["meeting"]["state"] == "preparing"
    bad = office.run("record", DAY, "--all-or-nothing", stdin=lines[0] + "\n\n{\n" + lines[1])
    assert (bad.code, [(answer["refused"], answer["intention"]) for answer in bad.lines]) == (1, [("invalid", 2)])
    assert office.show(DAY)["meeting"]["state"] == "preparing"
    done = office.run("record", DAY, "--all-or-nothing", stdin="\n".join(lines[:2]))
    assert [answer["n"] for answer in done.lines] == [1, 2]
    assert office.show(DAY)["meeting"]["state"] == "open"
    assert office.run("record", DAY, "--all-or-nothing", stdin="").lines == []


@pytest.mark.parametrize("how", ["absolute", "relative", "environment", "here", "above"])
def test_which_workspace(office: Office, how: str) -> None:
    folder, name = office.folder, office.folder.name
    ran = {
        "absolute": lambda: office.program("--workspace", str(folder), "check", cwd=Path("/")),
        "relative": lambda: office.program("--workspace", name, "check", cwd=folder.parent),
        "environment": lambda: office.program("check", cwd=Path("/"), KPCOMMITTEE_WORKSPACE=str(folder)),
        "here": lambda: office.program("check"),
        "above": lambda: office.program("check", cwd=folder / "agenda"),
    }[how]()
    assert (ran.code, ran.err) == (0, "")
    assert "2026-12-02.toml" in ran.out


@pytest.mark.parametrize(
    "arguments",
    [
        ("dance",), ("show", "--dance"), ("record",), ("minutes",), ("--lang", "sv", "check"), ("schema", "minutes"),
        ("balance", "--date", "i morgen"), ("balance", "--date", "2026-02-30"), ("agenda", "new"),
        ("history", "alder:mange"), ("balance", "--date", "9999-12-31"), ("agenda", "new", "--date", "0001-01-01"),
         ("history", "fra:2026-13"), ("history", "udsat:måske"), ("history", "alder:20-10"),
        ("history", "fra:2027", "til:2026"), ("show", "2031-01-01"),
        ("minutes", DAY, "--version", "0"), ("placements", "export"), ("check", "--workspace", "."),
    ],
    ids=" ".join,
)  # fmt: skip
def test_wrong_use_is_2(office: Office, arguments: tuple[str, ...]) -> None:
    ran = office.run(*arguments)
    assert ran.code == 2, ran
    assert ran.out == ""
    assert ran.err
    assert "Traceback" not in ran.err


def test_outside_any_workspace(tmp_path: Path) -> None:
    office = Office(tmp_path)
    for command in (("show",), ("check",), ("record", DAY), ("history",)):
        ran = office.program(*command)
        assert (ran.code, ran.out) == (2, ""), command
        assert ran.err.startswith("error: ")
        assert len(ran.err.splitlines()) == 2


def test_help_needs_no_workspace_and_no_database(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "kpcommittee", "--help"],
        capture_output=True, cwd=tmp_path, env=environment(), timeout=PATIENCE, check=False,
    )  # fmt: skip
    assert run.returncode == 0
    imported = run.stderr.decode()
    for heavy in ("sqlalchemy", "sqlmodel", "textual", "babel", "jinja2", "alembic"):
        assert f" {heavy}\n" not in imported


@pytest.mark.parametrize("lang", ["da", "en"])
def test_both_languages(office: Office, lang: str) -> None:
    assert office.run("record", DAY, stdin='{"do": "open"}', lang=lang).code == 0
    other = "en" if lang == "da" else "da"
    for command in (("show",), ("balance",), ("history",)):
        assert office.run(*command, lang=lang).out != office.run(*command, lang=other).out
    # Help texts are made once a process.
    assert office.program("--lang", lang, "--help").out != office.program("--lang", other, "--help").out
    refused = office.run("record", DAY, stdin='{"do": "close"}', lang=lang).lines[0]["message"]
    assert refused != office.run("record", DAY, stdin='{"do": "close"}', lang=other).lines[0]["message"]


def test_the_minutes_speak_the_language_of_the_config(office: Office) -> None:
    assert office.run("record", DAY, stdin='{"do": "open"}').code == 0
    plain = office.minutes(DAY)
    assert office.run("minutes", DAY, "-o", "-", "--form", "full", lang="en").out == plain
    assert "Beslutningsreferat" in plain


def test_init_makes_a_workspace_that_is_sound(tmp_path: Path) -> None:
    office = Office(tmp_path / "nyt udvalg")
    ran = office.program("init", str(office.folder), cwd=tmp_path)
    assert (ran.code, ran.err) == (0, "")
    assert (office.folder / "config.toml").exists()
    assert office.program("check").code == 0
    before = (office.folder / "config.toml").read_bytes()
    again = office.program("init", str(office.folder), cwd=tmp_path)
    assert again.code == 1
    assert (office.folder / "config.toml").read_bytes() == before


def test_demo_makes_a_filled_folder(tmp_path: Path) -> None:
    office = Office(tmp_path / "demo")
    ran = office.program("demo", "--dir", str(office.folder), "--no-screen", cwd=tmp_path, HOME=str(tmp_path))
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.strip() == str(office.folder)
    assert office.program("check").code == 0
    assert any(row["load"] for row in office.program("balance", "--json").json)
    assert office.program("record", DAY, stdin='{"do": "open"}').code == 0
    again = office.program("demo", "--dir", str(office.folder), "--no-screen", cwd=tmp_path, HOME=str(tmp_path))
    assert (again.code, again.out) == (0, ran.out)
    assert office.program("show", "--json").json["meeting"]["state"] == "open"


def test_demo_leaves_a_workspace_alone(office: Office) -> None:
    """A real workspace is never opened as a demo, nor filled with its placements (F1)."""
    before = sorted(office.folder.rglob("*"))
    ran = office.program("demo", "--dir", str(office.folder), "--no-screen")
    assert (ran.code, ran.out) == (1, "")
    assert str(office.folder) in ran.err
    assert sorted(office.folder.rglob("*")) == before


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ('encryption = "none"', 'encryption = "keyring"'),
        ('url = "sqlite:///kpcommittee.db"', 'url = "mysql://chair:secret@x"'),
        ('url = "sqlite:///kpcommittee.db"', 'url = "x.db"'),
        ('url = "sqlite:///kpcommittee.db"', 'url = "sqlite:///"'),
    ],
)
def test_check_refuses_what_the_program_cannot_do(office: Office, line: str, wrong: str) -> None:
    """What `check` accepts can be opened, and the schema offers nothing else (T14)."""
    office.change("config.toml", (line, wrong))
    ran = office.run("check")
    assert (ran.code, "database." in ran.err, "secret" in ran.err) == (1, True, False)
    assert office.run("record", DAY, stdin='{"do": "open"}').code == 1
    assert not (office.folder / "kpcommittee.db").exists()
    database = office.program("schema", "config").json["$defs"]["Database"]["properties"]
    assert database["encryption"]["enum"] == ["none", "passphrase"]


@pytest.mark.parametrize("file", ["agenda", "config"])
def test_schema_is_json_schema(office: Office, file: str) -> None:
    printed = office.good("schema", file).json
    assert printed["type"] == "object"
    assert "$schema" in printed
    assert {"agenda": "cases", "config": "committee"}[file] in printed["properties"]


def test_check_names_every_error_on_standard_error(office: Office) -> None:
    office.change(
        f"agenda/{DAY}.toml",
        ("birth_date = 2013-10-04", "birth_date = 2031-10-04"),
        ('club = "klub-havn"', 'club = "klub-hvn"'),
        ('grade = "6.a"', 'graed = "6.a"'),
        ('case_number = "2026-0409"', 'case_number = "2026-0412"'),
    )
    office.change("config.toml", ('chair = "authority" ', 'chair = "mayor" '))
    ran = office.run("check")
    assert ran.code == 1
    assert "mayor" in ran.err
    office.change("config.toml", ('chair = "mayor" ', 'chair = "authority" '))
    ran = office.run("check")
    assert ran.code == 1
    errors = [line for line in ran.err.splitlines() if line.startswith("error: ")]
    for told in ("2031-10-04", "klub-hvn", "graed", "2026-0412"):
        assert any(told in line and f"agenda/{DAY}.toml" in line for line in errors), (told, errors)
    assert "klub-havn" in ran.err
    assert "grade" in ran.err
    assert office.run("check", "config.toml").code == 0
    assert office.run("check", f"agenda/{DAY}.toml").code == 1


def test_a_warning_is_on_standard_error_and_the_answer_is_yes(office: Office) -> None:
    """What may be a mistake stops nothing (F6)."""
    office.change(f"agenda/{DAY}.toml", ('cpr = "641013-4008"', 'cpr = "hej 641013-4008"'))
    ran = office.run("--lang", "en", "check")
    assert (ran.code, "641013" in ran.err) == (0, False)
    assert "error" not in ran.err
    assert ran.err.startswith(f"warning: agenda/{DAY}.toml: line ")
    assert re.search(r"^\d+ warnings?$", ran.out, re.MULTILINE)


def test_verify_names_the_first_event_that_does_not_fit(office: Office) -> None:
    lines = '{"do": "open"}\n' + '{"do": "note", "case": "2026-0412", "text": "Hørt"}\n' * 3
    assert office.run("record", DAY, stdin=lines).code == 0
    assert office.good("verify").out
    with sqlite3.connect(office.folder / "kpcommittee.db") as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute("UPDATE event SET payload = replace(payload, 'Hørt', 'Sagt') WHERE number = 3")
    database.close()
    ran = office.run("verify")
    assert (ran.code, ran.out) == (1, "")
    assert DAY in ran.err
    assert "3" in ran.err.splitlines()[0].replace(DAY, "")
    made = office.run("--lang", "en", "rebuild")
    assert (made.code, made.out) == (1, "")
    assert f"the journal does not fit: stream {DAY}, event 3: it is not as it was written.\n" in made.err


def test_an_interrupt_is_one_sentence(office: Office) -> None:
    process = office.start("record", DAY)
    assert process.stdin
    assert process.stdout
    process.stdin.write(b'{"do": "open"}\n')
    assert json.loads(process.stdout.readline())["event"] == "opened"
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert out == b""
    assert err.startswith(b"error: ")
    assert b"Traceback" not in err
    assert office.show(DAY)["meeting"]["state"] == "open"


def test_a_reader_who_leaves_ends_the_program_quietly(office: Office) -> None:
    for command in (("show", "--json"), ("schema", "config"), ("minutes", DAY, "-o", "-")):
        office.run("record", DAY, stdin='{"do": "open"}')
        process = office.start(*command)
        assert process.stdout
        process.stdout.close()
        process.stdout = None
        _, err = process.communicate(timeout=PATIENCE)
        assert (process.returncode, err) == (0, b""), command
    read, write = os.pipe()
    os.close(read)
    recording = office.start("record", DAY, stdout=write)
    os.close(write)
    _, err = recording.communicate(b'{"do": "note", "case": "2026-0412", "text": "Hoert"}\n' * 3, timeout=PATIENCE)
    assert (recording.returncode, len(err.splitlines())) == (1, 2)
    assert b"Traceback" not in err
    office.good("verify")


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_stream_that_is_closed_from_the_start(office: Office, number: int) -> None:
    """As `record … <&-` does it in a shell: without a way to answer, nothing is done, and it says so (F7)."""
    process = office.start("record", DAY, preexec_fn=lambda: os.close(number))
    out, err = process.communicate(b'{"do": "open"}\n', timeout=PATIENCE)
    assert (process.returncode, len(err.splitlines())) == ((3, 2) if number == 1 else (0, 0))
    assert office.show(DAY)["meeting"]["state"] == ("open" if number == 2 else "preparing")
    assert bool(out) is (number == 2)
    office.run("record", DAY, stdin='{"do": "open"}')
    process = office.start("minutes", DAY, "-o", "-", preexec_fn=lambda: os.close(number))
    out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, len(err.splitlines())) == ((3, 2) if number == 1 else (0, 0))
    assert bool(out) is (number != 1)


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "ingen.toml"), ("check", f"agenda/{DAY}.toml", "ingen.toml"), ("check", "agenda"),
        ("placements", "import", "ingen.csv"), ("placements", "import", "agenda"),
        ("agenda", "import", "ingen.xlsx", "--date", "2027-01-06"), ("record", DAY, "ingen.jsonl"),
        ("verify", "--against", "ingen.md"), ("template", "check", "ingen.docx"), ("template", "check", "ingen.toml"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_file_that_is_not_there_is_wrong_use(office: Office, arguments: tuple[str, ...]) -> None:
    """It was 1 for `check` and the imports, as if something in the file were wrong (F7)."""
    assert office.run("record", DAY, stdin='{"do": "open"}').code == 0
    ran = office.run("--lang", "en", *arguments)
    assert ran.code == 2
    assert "ingen" in ran.err or "agenda" in ran.err


@pytest.mark.parametrize("arguments", [("placements", "import", "placements.csv"), ("check", "placements.csv")])
def test_no_other_words_than_ours_say_that_a_file_may_not_be_read(
    office: Office, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    """It was `error: file: forventet: Path 'placements.csv' is not readable`, of the folder one happened to be in."""
    (elsewhere := office.folder / "elsewhere").mkdir()
    (elsewhere / "placements.csv").touch()
    monkeypatch.chdir(elsewhere)
    monkeypatch.setattr(os, "access", lambda path, _mode, **_keys: Path(path).is_absolute())
    assert "is not readable" not in office.run(*arguments).err


def test_what_follows_more_spaces_than_a_line_may_have_is_refused(office: Office) -> None:
    """It was passed over as an empty line: not recorded, not answered, and the exit code was 0."""
    ran = office.run("record", DAY, stdin=" " * (LONGEST_LINE + 2) + '{"do": "open"}')
    assert (ran.code, [line["refused"] for line in ran.lines]) == (1, ["invalid"])


@pytest.mark.parametrize("zone", ["nonsense/xx", ":/etc/passwd", "XXX999999", "../etc/passwd"])
def test_a_time_zone_that_is_none_is_a_sentence(office: Office, zone: str) -> None:
    """It broke, or was taken for UTC without a word, and the journal got wrong hours (S16)."""
    ran = office.program("--lang", "en", "show", TZ=zone, starts=zone == "nonsense/xx")
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 2)
    assert ran.err.startswith(f"error: the environment variable TZ names no time zone: {zone}")


@pytest.mark.parametrize("zone", ["", "UTC", "Europe/Copenhagen", ":Europe/Copenhagen", "CET-1CEST", "<+01>-1"])
def test_a_time_zone_of_the_system_is_taken(office: Office, zone: str) -> None:
    ran = office.program("show", TZ=zone, starts=zone == "Europe/Copenhagen")
    assert (ran.code, ran.err) == (0, "")


def test_the_law_table_that_the_config_names_is_an_error_of_the_config(office: Office) -> None:
    office.change("config.toml", ("as_of = 2025-03-17 ", 'file = "ingen.toml" '))
    assert office.run("check").code == 1


def test_input_that_ends_early(office: Office) -> None:
    assert office.program("record", DAY).lines == []
    assert not (office.folder / "kpcommittee.db").exists()
    ran = office.program("record", DAY, stdin=b'{"do": "open"}\n{"do": "note", "case": "2026-04')
    assert [answer.get("event", answer.get("refused")) for answer in ran.lines] == ["opened", "invalid"]
    assert ran.code == 1


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_a_pipe_gets_utf8_whatever_the_system_writes(office: Office, encoding: str) -> None:
    """F9: Danish Windows writes cp1252, which has no `→`; files and pipes are UTF-8."""
    shown = office.program("show", DAY, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert (shown.code, shown.err) == (0, "")
    assert shown.out == office.program("show", DAY).out
    assert "→" in shown.out
