"""What goes wrong outside the program: each gives one sentence and what to do; nothing is lost or half-written."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from kpcommittee.documents.formats import FORMATS
from tests.drivers.limits import bound_by_rights, files_up_to
from tests.drivers.office import Office
from tests.drivers.program import PATIENCE, Json, Result, environment
from tests.sample import DAY

AGENDA = f"agenda/{DAY}.toml"
OPEN = '{"do": "open"}\n'
NOTE = '{"do": "note", "case": "2026-0412", "text": "Hørt på mødet"}\n'
DATABASE = "kpcommittee.db"
NOTES = 15
"""Of each of two programs."""


def _one_sentence(ran: Result, code: int) -> None:
    """The command ended with that code, said what happened and what to do, and nothing else."""
    assert ran.code == code, ran
    assert ran.out == ""
    sentences = ran.err.splitlines()
    assert len(sentences) == 2, ran.err
    assert sentences[0].startswith("error: ")
    assert sentences[1].strip()
    assert "Traceback" not in ran.err


# Files that are wrong


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[meeting]", "[meeting", "1"),
        ("birth_date = 2013-10-04", "birth_date = 2013-02-30", "18"),
        ("birth_date = 2013-10-04", "birth_date = 2031-10-04", "2031-10-04"),
        ('case_number = "2026-0409"', 'case_number = "2026-0412"', "2026-0412"),
        ('  club = "klub-havn"', '  club = "klub-hav"', "klub-havn"),
        ('  purpose = "Stabilt fremmøde i skolen resten af skoleåret"\n', "", "purpose"),
        ('  purpose = "Stabilt fremmøde i skolen resten af skoleåret"', '  porpose = "Stabilt"', "purpose"),
        ('basis = "aftercare"', 'basis = "bl-33"', "bl-33"),
        ("date = 2026-12-02", "", "date"),
        ("hours_per_week = 2.5\n  expected_months = 6", "hours_per_week = -1\n  expected_months = 6", "-1"),
    ],
)
def test_an_agenda_that_is_wrong_is_told_with_its_place(office: Office, old: str, new: str, told: str) -> None:
    path = office.folder / AGENDA
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    ran = office.run("check")
    assert ran.code == 1
    assert any(AGENDA in line and told in line + ran.err for line in ran.err.splitlines() if line.startswith("error: "))
    for command in (("show", DAY), ("show", AGENDA, "--json")):
        shown = office.run(*command)
        assert shown.code in (0, 1)
        assert AGENDA in shown.err
        assert "Traceback" not in shown.err


def test_a_case_without_a_grant_is_left_out_and_the_others_meet(office: Office) -> None:
    path = office.folder / AGENDA
    text = path.read_text(encoding="utf-8")
    start = text.index("  [cases.grant]")
    path.write_text(text[:start] + text[text.index("  [cases.child_view]") :], encoding="utf-8")
    ran = office.run("record", DAY, stdin=OPEN)
    assert (ran.code, [answer["event"] for answer in ran.lines]) == (0, ["opened"])
    assert "grant" in ran.err
    numbers = [case["case_number"] for case in json.loads(office.run("show", DAY, "--json").out)["cases"]]
    assert len(numbers) == 13
    assert "2026-0412" not in numbers


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00", b"[" * 5000, b"a = 1\n", b"[meeting]\ndate = 1\n[[cases]]\n"]
)
@pytest.mark.parametrize("file", [AGENDA, "config.toml"])
def test_a_file_that_is_no_such_thing(office: Office, file: str, content: bytes) -> None:
    (office.folder / file).write_bytes(content)
    assert office.run("check").code == 1
    for command in (("show", DAY), ("record", DAY), ("minutes", DAY), ("balance",), ("history",)):
        ran = office.run(*command, stdin=OPEN)
        assert ran.code in (0, 1), (command, ran)
        assert ran.code == 0 or ran.err.startswith("error: ")
        assert "Traceback" not in ran.err
        assert "programmet gik i stykker" not in ran.err
    assert not (office.folder / "minutes").exists()


def test_a_note_of_5_mb_is_refused_and_the_next_line_is_heard(office: Office) -> None:
    huge = json.dumps({"do": "note", "case": "2026-0412", "text": "ø" * 5_000_000}, ensure_ascii=False)
    ran = office.run("record", DAY, stdin=OPEN + huge + "\n" + NOTE)
    assert [answer.get("event", answer.get("refused")) for answer in ran.lines] == ["opened", "invalid", "noted"]
    assert len(ran.lines[1]["message"]) < 500
    assert (office.folder / DATABASE).stat().st_size < 2_000_000


@pytest.mark.parametrize("lost", ["gone", "broken", "renamed"])
def test_a_meeting_outlives_its_agenda_file(office: Office, lost: str) -> None:
    assert office.run("record", DAY, stdin=OPEN).code == 0
    before = office.minutes(DAY)
    path = office.folder / AGENDA
    if lost == "gone":
        path.unlink()
    elif lost == "broken":
        path.write_text("[meeting", encoding="utf-8")
    else:
        path.write_text(
            path.read_text(encoding="utf-8").replace('id = "2026-12-02"', 'id = "en anden"'), encoding="utf-8"
        )
        path.rename(path.with_name("en anden.toml"))
    for agenda in (DAY, None):
        shown = office.run("show", *([agenda] if agenda else []), "--json")
        assert (shown.code, shown.json["meeting"]["id"], shown.json["meeting"]["state"]) == (0, DAY, "open")
        assert len(shown.json["cases"]) == 14
        assert AGENDA in shown.err
    assert office.run("minutes", DAY, "-o", "-", "--form", "full").out == before
    assert office.run("record", DAY, stdin=NOTE).lines[0]["event"] == "noted"
    assert office.run("record", DAY, stdin='{"do": "take", "case": "2026-0412"}').lines[0]["refused"] == "unknown_case"
    assert office.run("show", "2026-12-03").code == 2


# The disk


def test_a_folder_where_the_database_should_be(office: Office) -> None:
    (office.folder / DATABASE).mkdir()
    for command in (("record", DAY), ("show", DAY), ("verify",), ("balance",), ("history",)):
        ran = office.run(*command, stdin=OPEN)
        _one_sentence(ran, 3)
        assert DATABASE in ran.err
    assert [*(office.folder / DATABASE).iterdir()] == []


@pytest.mark.parametrize(
    "content", [b"This is no database, it is a letter.\n" * 100, b"SQLite format 3\0" + b"x" * 4000]
)
def test_what_is_no_database_is_left_as_it_is(office: Office, content: bytes) -> None:
    (office.folder / DATABASE).write_bytes(content)
    for command in (("record", DAY), ("show", DAY), ("verify",), ("rebuild",)):
        _one_sentence(office.run(*command, stdin=OPEN), 3)
    assert (office.folder / DATABASE).read_bytes() == content


def test_the_database_of_another_program(office: Office) -> None:
    with sqlite3.connect(office.folder / DATABASE) as database:
        database.execute("CREATE TABLE recipe (name TEXT)")
    database.close()
    before = _dump(office)
    for command in (("record", DAY), ("show", DAY), ("verify",), ("rebuild",)):
        ran = office.run(*command, stdin=OPEN)
        _one_sentence(ran, 3)
        assert DATABASE in ran.err
    assert _dump(office) == before


def test_a_database_of_a_newer_version(office: Office) -> None:
    assert office.run("record", DAY, stdin=OPEN).code == 0
    with sqlite3.connect(office.folder / DATABASE) as database:
        assert database.execute("UPDATE alembic_version SET version_num = '9999'").rowcount == 1
    database.close()
    before = _dump(office)
    for command in (("record", DAY), ("show", DAY), ("verify",), ("rebuild",)):
        _one_sentence(office.run(*command, stdin=NOTE), 3)
    assert _dump(office) == before


def _dump(office: Office) -> list[str]:
    with sqlite3.connect(office.folder / DATABASE) as database:
        statements = list(database.iterdump())
    database.close()
    return statements


def test_a_file_where_the_minutes_folder_should_be(office: Office) -> None:
    assert office.run("record", DAY, stdin=OPEN).code == 0
    (office.folder / "minutes").write_text("en fil", encoding="utf-8")
    _one_sentence(office.run("minutes", DAY), 3)
    assert (office.folder / "minutes").read_text(encoding="utf-8") == "en fil"


@pytest.mark.parametrize(
    "named",
    [
        "agenda",
        "config.toml/x.csv",
        "config.toml/a/x.csv",
        "/dev/null/x.csv",
        "/proc/x.csv",
        "/dev/full",
        "x" * 300,
        "pipe.csv",
    ],
)
def test_a_name_no_file_can_have_is_wrong_use_and_touches_nothing(office: Office, named: str) -> None:
    """A device is neither read, which might never end, nor replaced; no folder is made unasked."""
    assert office.run("record", DAY, stdin=OPEN).code == 0
    os.mkfifo(office.folder / "pipe.csv")
    before = _files(office)
    for command in (("minutes", DAY, "-o"), ("placements", "export")):
        for more in ((), ("--overwrite",)):
            ran = office.run("--lang", "en", *command, named, *more)
            _one_sentence(ran, 2)
            assert "No such file" not in ran.err
            assert "a directory" not in ran.err
    _one_sentence(office.run("placements", "export", "gone/x.csv"), 2)
    assert _files(office) == before
    assert (office.folder / "pipe.csv").is_fifo()


def _files(office: Office) -> list[Path]:
    """What is in the workspace, without the database, whose helpers come and go."""
    return sorted(path for path in office.folder.rglob("*") if not path.name.startswith(DATABASE))


def test_a_pipe_where_the_minutes_should_be_is_left_alone(office: Office) -> None:
    assert office.run("record", DAY, stdin=OPEN).code == 0
    (office.folder / "minutes").mkdir()
    os.mkfifo(office.folder / "minutes" / f"{DAY}.md")
    _one_sentence(office.run("minutes", DAY), 3)
    assert (office.folder / "minutes" / f"{DAY}.md").is_fifo()


@pytest.fixture
def read_only(office: Office) -> Iterator[Office]:
    """A workspace whose folder may only be read."""
    office.folder.chmod(0o500)
    yield office
    office.folder.chmod(0o700)


def test_a_folder_that_may_only_be_read(read_only: Office) -> None:
    ran = read_only.program("record", DAY, stdin=OPEN, limit=bound_by_rights)
    _one_sentence(ran, 3)
    assert not (read_only.folder / DATABASE).exists()
    # Reading needs no right to write.
    shown = read_only.program("show", DAY, "--json", limit=bound_by_rights)
    assert (shown.code, shown.err) == (0, "")
    (read_only.folder / "agenda").chmod(0o500)
    _one_sentence(read_only.program("agenda", "new", "--date", "2027-01-06", limit=bound_by_rights), 3)
    assert len(list((read_only.folder / "agenda").glob("*.toml"))) == 1


def test_a_folder_that_becomes_read_only_during_the_meeting(office: Office) -> None:
    assert office.program("record", DAY, stdin=OPEN.encode()).code == 0
    office.folder.chmod(0o500)
    try:
        for command in (("record", DAY), ("minutes", DAY)):
            _one_sentence(office.program(*command, stdin=NOTE, limit=bound_by_rights), 3)
    finally:
        office.folder.chmod(0o700)
    assert office.run("record", DAY, stdin=NOTE).lines[0]["n"] == 2
    assert [path.name for path in office.folder.iterdir() if path.name.startswith(".")] == []


UNCOMPILED: Any = {"PYTHONDONTWRITEBYTECODE": "1"}
"""A module compiled where no file can grow would be cut short, and stay so for later tests."""


def test_a_file_that_cannot_grow_loses_nothing_that_was_answered(office: Office) -> None:
    note = json.dumps({"do": "note", "case": "2026-0412", "text": "Lang tale. " * 900}, ensure_ascii=False) + "\n"
    ran = office.program("record", DAY, stdin=OPEN + note * 400, limit=files_up_to(900_000), **UNCOMPILED)
    assert ran.code == 3
    assert len(ran.err.splitlines()) == 2
    answered = [answer["n"] for answer in ran.lines]
    assert answered == list(range(1, len(answered) + 1))
    assert 1 < len(answered) < 401
    office.good("verify")
    with sqlite3.connect(office.folder / DATABASE) as database:
        (kept,) = database.execute("SELECT max(number) FROM event WHERE stream = ?", (DAY,)).fetchone()
    database.close()
    assert kept == answered[-1]
    assert office.run("record", DAY, stdin=NOTE).lines[0]["n"] == kept + 1


def test_a_full_disk_while_the_minutes_are_written_keeps_what_was_there(office: Office) -> None:
    assert office.run("record", DAY, stdin=OPEN).code == 0
    path = office.folder / "minutes" / f"{DAY}.md"
    assert office.run("minutes", DAY).code == 0
    before = path.read_bytes()
    assert office.run("record", DAY, stdin=NOTE).code == 0
    _one_sentence(office.program("minutes", DAY, limit=files_up_to(1000), **UNCOMPILED), 3)
    assert path.read_bytes() == before
    assert [path.name for path in path.parent.iterdir()] == [path.name]


def test_a_full_disk_behind_standard_output(office: Office) -> None:
    with Path("/dev/full").open("wb") as full:
        for command in (("show", DAY, "--json"), ("schema", "agenda"), ("check",)):
            process = office.start(*command, stdout=full)
            _, err = process.communicate(timeout=PATIENCE)
            assert process.returncode == 3, (command, err)
            assert b"Traceback" not in err
            assert err.startswith(b"error: ")


# Several programs


def test_a_database_that_another_program_holds(office: Office) -> None:
    assert office.run("record", DAY, stdin=OPEN).code == 0
    holder = sqlite3.connect(office.folder / DATABASE, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    _one_sentence(office.run("record", DAY, stdin=NOTE), 3)
    # Whoever only reads is not kept waiting.
    assert office.run("show", DAY, "--json").json["meeting"]["state"] == "open"
    holder.execute("ROLLBACK")
    holder.close()
    assert office.run("record", DAY, stdin=NOTE).lines[0]["n"] == 2


def test_two_programs_on_one_meeting_lose_nothing_and_record_nothing_twice(office: Office) -> None:
    assert office.run("record", DAY, stdin=OPEN).code == 0
    ready, go = os.pipe()
    # Both wait at the gate, so that they set out together.
    gate = f"import os, sys; os.read({ready}, 1); os.execv(sys.executable, sys.orig_argv[:1] + sys.argv[1:])"
    both: list[subprocess.Popen[bytes]] = []
    for who in ("Per", "Lone"):
        notes = [{"do": "note", "case": "2026-0412", "text": f"{who} {n}", "said_by": who} for n in range(NOTES)]
        (office.folder / f"{who}.jsonl").write_text(
            "".join(json.dumps(note) + "\n" for note in notes), encoding="utf-8"
        )
        command = [sys.executable, "-c", gate, "-m", "kpcommittee", "record", DAY, f"{who}.jsonl"]
        pipes: Json = {
            "stdout": subprocess.PIPE,
            "stderr": subprocess.PIPE,
            "pass_fds": [ready],
            "env": environment(),
        }
        both.append(cast("subprocess.Popen[bytes]", subprocess.Popen(command, cwd=office.folder, **pipes)))
    os.write(go, b"..")
    ended = [process.communicate(timeout=PATIENCE) for process in both]
    os.close(ready)
    os.close(go)
    assert [err for _, err in ended] == [b"", b""]
    recorded: list[tuple[int, str]] = []
    for who, (out, _) in zip(("Per", "Lone"), ended, strict=True):
        answers = [json.loads(line) for line in out.splitlines()]
        assert len(answers) == NOTES
        assert {answer["refused"] for answer in answers if "refused" in answer} <= {"conflict"}
        recorded += [(answer["n"], f"{who} {n}") for n, answer in enumerate(answers) if "n" in answer]
    assert len({n for n, _ in recorded}) == len(recorded)
    assert _notes(office) == [text for _, text in sorted(recorded)]
    office.good("verify")
    before = office.minutes(DAY)
    office.good("rebuild")
    assert office.minutes(DAY) == before


def _notes(office: Office) -> list[str]:
    with sqlite3.connect(office.folder / DATABASE) as database:
        rows = database.execute("SELECT payload FROM event WHERE kind = 'noted' ORDER BY number").fetchall()
    database.close()
    return [json.loads(payload)["text"] for (payload,) in rows]


IN_A_FILE_AND_IN_A_FOLDER = ("md", "xml")
"""The formats that a folder without rights is tried with: what is in a file matters nothing to it."""


def _kept(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("code", FORMATS)
def test_a_full_disk_or_a_folder_that_nobody_may_write_keeps_a_document_of_every_format(
    office: Office, code: str
) -> None:
    assert office.run("record", DAY, stdin=OPEN).code == 0
    written = Path(office.good("minutes", DAY, "--format", code).out.strip())
    folder = written if written.is_dir() else written.parent
    before = _kept(folder)
    assert before
    assert office.run("record", DAY, stdin=NOTE).code == 0
    _one_sentence(office.program("minutes", DAY, "--format", code, limit=files_up_to(1000), **UNCOMPILED), 3)
    assert _kept(folder) == before
    if code in IN_A_FILE_AND_IN_A_FOLDER:
        sealed = {folder, office.folder / "minutes"}
        for sealed_folder in sealed:
            sealed_folder.chmod(0o500)
        _one_sentence(office.program("minutes", DAY, "--format", code, limit=bound_by_rights), 3)
        for sealed_folder in sealed:
            sealed_folder.chmod(0o700)
        assert _kept(folder) == before
    office.good("minutes", DAY, "--format", code)
    assert _kept(folder) != before, "the note was on its way into the document"
    assert _kept(folder).keys() == before.keys()


def test_a_logo_of_50_mb_is_refused_before_anything_is_written(office: Office) -> None:
    assert office.run("record", DAY, stdin=OPEN).code == 0
    (office.folder / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50_000_000))
    config = office.folder / "config.toml"
    text = config.read_text(encoding="utf-8").partition("\n[documents]")[0]
    config.write_text(f'{text}\n[documents]\nlogo = "logo.png"\n', encoding="utf-8")
    for code in ("md", "docx", "pdf", "html"):
        _one_sentence(office.run("minutes", DAY, "--format", code), 1)
    assert not [*(office.folder / "minutes").glob("*")]


def test_approved_minutes_need_their_agenda_file_no_more(office: Office) -> None:
    """Each command about a past meeting ended in an error about its file, although it did its work."""
    office.hold_the_sample_meeting()
    (office.folder / "agenda" / f"{DAY}.toml").unlink()
    for command in (
        ["minutes", DAY],
        ["show", DAY],
        ["told", DAY],
        ["review", DAY],
        ["minutes", DAY, "--format", "json"],
    ):
        assert office.run(*command).err == "", command


def test_an_open_meeting_says_that_its_agenda_file_is_gone(office: Office) -> None:
    office.run("record", DAY, stdin=OPEN)
    (office.folder / "agenda" / f"{DAY}.toml").unlink()
    assert f"{DAY}.toml" in office.run("show", DAY).err
