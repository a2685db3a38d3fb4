"""`purge`: a case that is journalised goes from everything the program keeps, and a line proves it without telling."""

import json
import os
import re
import signal
from collections.abc import Iterable
from contextlib import closing
from datetime import timedelta
from itertools import count
from pathlib import Path
from random import Random
from time import monotonic, sleep

import pytest

from kpcommittee.errors import KpError
from kpcommittee.services import access, purging
from kpcommittee.services.session import Session
from kpcommittee.store.store import Store
from kpcommittee.workspace.workspace import Workspace
from tests.drivers.chair import NINE
from tests.drivers.locked import bytes_of, run, traces
from tests.drivers.office import OPEN, Office, item_of, unsigned
from tests.sample import DAY, WHOLE_MEETING
from tests.seeds import seeds

CASE = "2026-0422"
"""The sample's case that is withdrawn."""
KILLS = 6
"""For each seed, and until both were seen; twenty seeds make 120."""
NOTE, PRIVATE = "Moren ringede i går aftes", "Spørg Bente en gang til"
FILED = {"do": "journalised", "case": CASE, "number": "J-2026-77"}
YEARS_LATER = NINE + timedelta(days=800)


def name_of(office: Office, case: str) -> str:
    text = (office.folder / "agenda" / f"{DAY}.toml").read_text("utf-8")
    part = text.split(f'case_number = "{case}"')[1]
    (name,) = re.findall(r'^ *name = "(.*)"', part.split("[[cases]]")[0], re.MULTILINE)[:1]
    return str(name)


def hold(office: Office, *after: dict[str, str], beside: Iterable[str] = ()) -> None:
    """Hold the sample's whole meeting, with notes on the case and beside it, and record what comes after it."""
    name = name_of(office, CASE)
    noted = [
        {"do": "note", "case": CASE, "text": f"{NOTE} om {name}s skole"},
        {"do": "note", "case": CASE, "text": PRIVATE, "private": True},
        {"do": "note", "case": "2026-0412", "text": f"Er i klub med {name.upper()} fra sag {CASE}."},
        *({"do": "note", "case": "2026-0412", "text": text} for text in beside),
    ]
    lines = WHOLE_MEETING.splitlines()
    script = "\n".join([*lines[:3], *map(json.dumps, noted), *lines[3:], *map(json.dumps, after)])
    office.has_recorded(script)


def purged(office: Office, *arguments: str) -> str:
    ran = office.run("purge", "--case", CASE, "--yes", *arguments)
    assert (ran.code, ran.err) == (0, ""), ran
    return ran.out


def program_files(office: Office) -> dict[str, bytes]:
    """What the program itself keeps: the database and its side files, what it remembers, not what people wrote."""
    state = Path(os.environ["XDG_STATE_HOME"])
    own = bytes_of(office.folder, state)
    return {
        name: content
        for name, content in own.items()
        if not re.search(r"/(agenda|minutes|backups)/|\.toml|\.csv", name)
    }


def test_a_case_that_is_not_journalised_stays_and_the_sentence_says_why(office: Office) -> None:
    office.does(DAY, OPEN, {"do": "withdraw", "case": CASE, "by": "Rikke", "reason": "Flyttet"})
    ran = office.run("purge", "--case", CASE, "--yes")
    assert ran.code == 1
    assert f"Sag {CASE} kan ikke slettes endnu:\n  - referatet af mødet den 02.12.2026 er ikke godkendt" in ran.out


@pytest.mark.usefixtures("on_the_day")
def test_an_approved_case_must_be_journalised_as_it_is_now(office: Office) -> None:
    hold(office)
    before = (office.folder / "kpcommittee.db").read_bytes()
    ran = office.run("purge", "--case", CASE, "--yes")
    assert (ran.code, ran.err) == (1, "")
    assert "den er ikke journaliseret efter mødet den 02.12.2026" in ran.out
    assert (office.folder / "kpcommittee.db").read_bytes() == before
    for case, why in (("2026-0412", "forløbet hos Klub Øst løber til"), ("2026-0409", "den venter på næste møde")):
        office.does(DAY, FILED | {"case": case})
        ran = office.run("purge", "--case", case, "--yes")
        assert ran.code == 1
        assert why in ran.out


def test_nothing_of_the_case_is_left_in_any_byte(office: Office) -> None:
    hold(office, FILED)
    name = name_of(office, CASE)
    words = [CASE, name, f"{name}s", NOTE, PRIVATE, "J-2026-77", "flyttet til en anden kommune"]
    assert {word for _file, word in traces(program_files(office), words)} == {*words}
    out = purged(office)
    assert f"Sag {CASE} er slettet:" in out
    assert f"agenda/{DAY}.toml" in out
    assert not traces(program_files(office), words)
    assert not [file.name for file in office.folder.iterdir() if file.name.endswith(("-wal", "-journal"))]


def test_texts_about_others_that_may_mean_the_child_are_shown_before_and_after_and_stay(office: Office) -> None:
    """First names, last names and initials: only a reader can tell whether they mean the child."""
    first, last = name_of(office, CASE).split()
    notes = [
        f"Kender {first}s bror",
        f"Familien {last.upper()} bor ved siden af",
        f"Sammen med {first[0]}.{last[0]}. i klub",
        f"Kører {first.lower()}-bussen og {first}kaersvej",
    ]
    hold(office, FILED, beside=notes)
    dry = office.good("purge", "--case", CASE, "--dry-run").out
    mended, _title, shown = dry.partition("der kan mene barnet, og bliver, som de er:")
    assert "hvor det fulde navn eller et nummer bliver til […]" in mended
    assert mended.count("Sag 2026-0412, 2026-12-02 nr. ") == 1
    assert f"notat, tekst: »Er i klub med {first.upper()} {last.upper()} fra sag {CASE}.«" in mended
    for text in notes[:3]:
        assert re.search(rf"Sag 2026-0412, 2026-12-02 nr\. \d+, notat, tekst: »{re.escape(text)}«", shown), text
    assert notes[3] not in dry, "part of another word, or no name"
    done = purged(office)
    after = done.partition("Læs dem, og ret dem, der gør det:")[2]
    assert [text for text in notes[:3] if f"»{text}«" in after] == notes[:3]
    assert "Er i klub med" not in after, "the full name is gone from it"
    assert [text for text in notes if text in office.minutes(DAY)] == notes, "no text of another case is written anew"


def test_what_is_being_typed_about_another_case_is_listed_too(office: Office) -> None:
    first, last = name_of(office, CASE).split()
    hold(office, FILED)
    with closing(Store.open(office.folder / "kpcommittee.db")) as store:
        for case, text in (
            ("2026-0412", f"Som {first} {last} sagde"),
            ("2026-0409", "Om vejret"),
            ("", f"{first}s bror"),
        ):
            store.save_draft(DAY, case, "note.text", "inger", text, NINE)
    listed = office.good("purge", "--case", CASE, "--dry-run").out.partition("der kan mene barnet")[2]
    assert f"Sag 2026-0412, {DAY}, er ved at blive skrevet, tekst: »Som {first} {last} sagde«" in listed
    assert f"{DAY}, er ved at blive skrevet, tekst: »{first}s bror«" in listed
    assert "vejret" not in listed
    assert f"»{first}s bror«" in purged(office), "it stays, and is said"
    with closing(Store.open(office.folder / "kpcommittee.db")) as store:
        assert len(store.drafts()) == 3, "a purge writes in nobody's text"


def test_a_child_of_the_same_first_name_is_not_taken_for_the_purged_one(office: Office) -> None:
    first = name_of(office, CASE).split()[0]
    agenda = office.folder / "agenda" / f"{DAY}.toml"
    other = name_of(office, "2026-0412")
    agenda.write_text(agenda.read_text("utf-8").replace(other, f"{first} Holm"), "utf-8")
    hold(office, FILED, beside=[f"{first} vil gerne"])
    assert "vil gerne" not in office.good("purge", "--case", CASE, "--dry-run").out


def test_the_others_keep_their_numbers_and_their_words(office: Office) -> None:
    hold(office, FILED)
    before, shown = office.minutes(DAY), office.show(DAY)
    (office.folder / "before.md").write_text(before, "utf-8")
    purged(office)
    after = office.minutes(DAY)
    for case in shown["cases"]:
        number = case["case_number"]
        if number == CASE:
            assert f"### Punkt {case['number']}\n\nSlettet den " in after
            assert re.search(rf"^\| {case['number']} \| – \| – \| slettet den ", after, re.MULTILINE)
        elif number == "2026-0412":
            assert "Er i klub med […] fra sag […]." in item_of(after, number).replace("\\", "")
        else:
            assert item_of(after, number) == item_of(before, number)
    left = [case for case in shown["cases"] if case["case_number"] != CASE]
    answer = office.show(DAY)
    assert [(c["number"], c["case_number"]) for c in answer["cases"]] == [(c["number"], c["case_number"]) for c in left]
    assert [item["number"] for item in answer["purged"]] == [13]
    assert CASE not in {row["case_number"] for row in office.history()}
    assert office.good("verify", "--against", "before.md").out.count("passer") == 2
    assert unsigned(after) == unsigned(office.minutes(DAY))


def test_verify_tells_it_and_the_tables_are_made_again_the_same(office: Office) -> None:
    hold(office, FILED)
    events = office.good("verify", "--json").json["events"]
    purged(office)
    answer = office.good("verify", "--json").json
    assert (answer["whole"], answer["events"]) == (True, events + 2)
    assert answer["purged"] > 5
    office.good("rebuild")
    assert office.good("verify", "--json").json == answer
    assert office.run("purge", "--case", CASE, "--yes").code == 2, "nothing is kept of it"


def test_the_proof_fits_its_case_alone(office: Office) -> None:
    hold(office, FILED)
    (proof,) = re.findall(r"Bevis: (\S+)", purged(office))
    assert re.fullmatch(r"([A-Z2-7]{4}-){7}[A-Z2-7]{4}", proof)
    assert "blev slettet den" in office.good("purge", "--case", CASE, "--check", proof).out
    assert office.run("purge", "--case", "2026-0412", "--check", proof).code == 1
    assert office.run("purge", "--case", CASE, "--check", proof[:-1] + ("A" if proof[-1] != "A" else "B")).code == 1
    assert office.run("purge", "--case", CASE, "--check", "nej!").code in (1, 2)
    assert not traces(program_files(office), [proof, proof.replace("-", "")])


def test_a_dry_run_changes_nothing_and_says_what_would_go(office: Office) -> None:
    hold(office, FILED)
    (office.folder / "minutes").mkdir(exist_ok=True)
    office.good("minutes", DAY)
    before = office.good("verify", "--json").json
    ran = office.good("purge", "--case", CASE, "--dry-run")
    assert f"Sag {CASE}: " in ran.out
    assert "backups/kpcommittee-" in ran.out
    assert f"  minutes/{DAY}.md" in ran.out
    assert "Intet er ændret." in ran.out
    assert office.good("verify", "--json").json == before


def test_a_copy_of_a_name_of_its_own_in_the_workspace_is_named(office: Office) -> None:
    """Only what was in the folder of backups was named, and what was replaced."""
    hold(office, FILED)
    office.good("backup", "before.db")
    text = office.good("purge", "--case", CASE, "--dry-run").out
    assert "  before.db – indtil du sletter den" in text.splitlines()


def test_cases_before_a_day_go_together_and_the_others_are_named(office: Office) -> None:
    hold(office, FILED, FILED | {"case": "2026-0296"})
    ran = office.run("purge", "--before", "2026-12-03", "--yes")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.count("Bevis:") == 2
    assert "Sag 2026-0409 kan ikke slettes endnu" in ran.out
    assert not re.search("^Sag 2026-0412[: ]", ran.out, re.MULTILINE), "its placement runs on after that day"
    assert [item["number"] for item in office.show(DAY)["purged"]] == [13, 14]
    assert office.run("purge", "--before", "2026-12-02", "--yes").out == "Der er ingen sådan sag.\n"


def test_figures_say_what_they_lack(office: Office) -> None:
    hold(office, *(FILED | {"case": case} for case in (CASE, "2026-0377")))
    year = office.good("report", "2026").out
    assert "14 beslutninger" in year
    session = Session(Workspace(office.folder), clock=lambda: YEARS_LATER, by="Inger")
    purging.purge(session, [purging.plan_purge(session, case) for case in (CASE, "2026-0377")])
    session.close()
    year = office.good("report", "2026").out
    assert "2 slettede sager er ikke talt med" in year
    assert "12 beslutninger" in year
    money = office.good("budget", "2027", "--json").json
    assert money["purged"] == 1
    assert "1 slettet sag er ikke talt med" in office.good("budget", "2027").out
    assert office.good("budget", "2025", "--json").json["purged"] == 0


# Asked, encrypted, killed


@pytest.fixture
def locked(office: Office, cheap_keys: None) -> Office:
    hold(office, FILED)
    assert run(office, "encrypt").code == 0
    return office


def test_it_asks_first_and_the_access_log_has_a_line(locked: Office) -> None:
    before = run(locked, "verify", "--json").json["events"]
    no = run(locked, "purge", "--case", CASE, typed=["korrekt hest batteri hæfteklamme", "ja"])
    assert (no.code, no.err.splitlines()[-1]) == (1, "error: Intet blev slettet.")
    assert run(locked, "verify", "--json").json["events"] == before
    yes = run(locked, "purge", "--case", CASE, typed=["korrekt hest batteri hæfteklamme", "slet"])
    assert yes.code == 0
    assert "Bevis:" in yes.out
    looks = run(locked, "access", "--json").json
    assert [(look["what"], look["case_number"]) for look in looks][-1] == ("purged", CASE)
    assert "sag slettet" in run(locked, "access").out
    assert run(locked, "verify", "--json").json["whole"]
    assert not traces(program_files(locked), [NOTE, name_of(locked, CASE)])


def test_a_purge_that_is_stopped_after_its_commit_has_shown_its_proof(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was lost: it is kept nowhere, and the case is no more there to be purged again."""
    hold(office, FILED)

    def stop(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as stopping:
        stopping.setattr("kpcommittee.store.purging._remember", stop)
        ran = office.run("purge", "--case", CASE, "--yes")
    (proof,) = re.findall(r"Bevis: (\S+)", ran.out)
    assert "er slettet" not in ran.out
    assert "blev slettet den" in office.good("purge", "--case", CASE, "--check", proof).out


def test_another_program_that_has_it_open_keeps_it(office: Office) -> None:
    hold(office, FILED)
    other = Session(Workspace(office.folder), clock=lambda: NINE, by="Lone")
    assert other.store.meetings()
    ran = office.run("purge", "--case", CASE, "--yes")
    other.close()
    assert ran.code == 3
    assert "Et andet program" in ran.err
    assert office.show(DAY)["purged"] == []


def test_what_was_recorded_after_it_was_weighed_keeps_it(office: Office) -> None:
    hold(office, FILED)
    session = Session(Workspace(office.folder), clock=lambda: YEARS_LATER, by="Inger")
    plan = purging.plan_purge(session, CASE)
    heads = session.store.heads()
    office.does(DAY, FILED | {"number": "J-2"})
    session.store.heads = lambda: heads  # type: ignore[method-assign]
    with pytest.raises(KpError, match="imens"):
        purging.purge(session, [plan])
    session.close()
    assert office.show(DAY)["purged"] == []


@pytest.mark.parametrize("seed", seeds(1, 20))
def test_killed_at_any_moment_it_is_wholly_before_or_wholly_after(office: Office, seed: int) -> None:
    hold(office, FILED)
    before = {path.name: path.read_bytes() for path in office.folder.glob("kpcommittee.db*")}
    moments, came, kills = Random(12 + seed), set[bool](), count(1)
    begun = monotonic()
    os.waitpid(_purging(office), 0)
    longest = 1.5 * (monotonic() - begun)
    while next(kills) <= KILLS or len(came) < 2:
        for path in office.folder.glob("kpcommittee.db*"):
            path.unlink()
        for name, content in before.items():
            (office.folder / name).write_bytes(content)
        office.run("verify", "--accept")
        wait = moments.uniform(0.0, longest)
        _sleep_and_kill(_purging(office), wait)
        answer = office.good("verify", "--json").json
        assert answer["whole"], wait
        gone = bool(office.show(DAY)["purged"])
        came.add(gone)
        longest *= 1 if gone else 1.2  # the machine may be busier than when it was measured
        assert gone == bool(answer["purged"])
        assert gone == (CASE not in {row["case_number"] for row in office.history()})
        if gone:
            assert not traces(program_files(office), [CASE, NOTE, PRIVATE])


def _purging(office: Office) -> int:
    """Purge in a fork of this process; its number."""
    child = os.fork()
    if child == 0:
        office.run("purge", "--case", CASE, "--yes")
        os._exit(0)
    return child


def _sleep_and_kill(child: int, wait: float) -> None:
    sleep(wait)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def test_access_entries_of_the_case_go_by_their_own_rule(locked: Office) -> None:
    run(locked, "purge", "--case", CASE, "--yes")
    session = Session(Workspace(locked.folder), clock=lambda: NINE, by="Inger")
    assert session.lock.unlock("korrekt hest batteri hæfteklamme")
    assert {entry.event.case for entry in access.entries(session)} >= {CASE}
    session.close()


# A backup that is brought back


def test_a_backup_with_the_case_is_purged_again_when_it_is_brought_back(office: Office) -> None:
    hold(office, FILED)
    office.good("backup", made := "own.db")
    (proof,) = re.findall(r"Bevis: (\S+)", purged(office))
    office.does(DAY, FILED | {"case": "2026-0296"})
    told = office.good("restore", made, "--dry-run").out
    assert "1 sag, der er slettet siden, slettes igen i den." in told
    assert office.show(DAY)["purged"], "nothing is done yet"
    assert "1 sag, der er slettet siden, slettes igen i den." in office.good("restore", made).out
    answer = office.good("verify", "--json").json
    assert (answer["whole"], answer["behind"]) == (True, 0)
    assert [item["number"] for item in office.show(DAY)["purged"]] == [13]
    assert CASE not in {row["case_number"] for row in office.history()}
    kept = {
        name: content for name, content in program_files(office).items() if not re.search(r"\.replaced-|own\.db", name)
    }
    assert not traces(kept, [CASE, name_of(office, CASE), NOTE, PRIVATE])
    assert "blev slettet den" in office.good("purge", "--case", CASE, "--check", proof).out


def test_a_backup_from_before_the_approval_brings_the_case_back_and_says_so(office: Office) -> None:
    office.does(DAY, OPEN)
    office.good("backup", made := "own.db")
    lines = [line for line in WHOLE_MEETING.splitlines() if '"open"' not in line]
    assert office.run("record", DAY, stdin="\n".join([*lines, json.dumps(FILED)])).code == 0
    purged(office)
    out = office.good("restore", made).out
    assert "1 slettet sag kommer tilbage" in out
    assert office.good("verify", "--json").json["whole"]
    assert CASE in office.states(DAY)


def test_a_backup_from_before_the_case_needs_no_purge(office: Office) -> None:
    office.good("placements", "import", "placements.csv")
    office.good("backup", made := "own.db")
    hold(office, FILED)
    purged(office)
    out = office.good("restore", made).out
    assert "slette" not in out
    assert office.good("verify", "--json").json["whole"]


def test_a_dry_run_promises_no_purge_of_what_cannot_be_purged(office: Office) -> None:
    office.does(DAY, {"do": "open"})
    dry = office.run("purge", "--case", CASE, "--dry-run")
    assert dry.code == 1
    assert dry.out.splitlines()[-1] == "Intet er ændret: der er intet, der kan slettes endnu."
