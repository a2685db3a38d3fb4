"""Follow-ups from the command line: listed, recorded, and what they change."""

import sqlite3
from contextlib import closing
from datetime import date
from typing import Any

import pytest

from kpcommittee.services.session import Session
from tests.drivers.office import Office
from tests.drivers.program import Result
from tests.sample import DAY

CASE = "2026-0412"


def rows(office: Office, *options: str) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = office.run("followups", "--json", *options).json
    return listed


def of_case(office: Office, *options: str) -> dict[str, dict[str, Any]]:
    return {row["kind"]: row for row in rows(office, *options) if row["case_number"] == CASE}


def hold(office: Office, *options: str) -> Result:
    return office.run("followups", "hold", *options)


def test_who_acts_is_said_as_the_minutes_say_it(placed: Office) -> None:
    """The family adviser is responsible, always together with the coordinator (document 004, line 47)."""
    who = "myndighed, Rikke Juul, sammen med koordinator Maja Lindgaard"
    item = placed.item(DAY, CASE, "--form", "full")
    assert f"Første opfølgning senest 15.03.2027 · {who}" in item
    listed = placed.good("followups", "--kind", "first", "--date", "2027-01-15").out
    of_this = listed[listed.index(CASE) :].partition("\n\n")[0]
    assert " ".join(who.split()) in " ".join(of_this.split())
    placed.change("config.toml", ('coordinator = "Maja Lindgaard"', '# coordinator = ""'))
    alone = placed.good("followups", "--kind", "first", "--date", "2027-01-15").out
    assert ("ansvarlig: myndighed, Rikke Juul" in alone, "koordinator" in alone) == (True, False)


def test_what_the_meeting_placed_is_to_be_followed_up(placed: Office) -> None:
    follow_up = of_case(placed, "--date", "2027-01-15")
    assert {kind: row["due"] for kind, row in follow_up.items()} == {
        "absence": "2026-12-02",
        "start_meeting": "2026-12-15",
        "plan": "2027-02-12",
        "first": "2027-03-15",
    }
    assert follow_up["start_meeting"] == {
        "case_number": CASE,
        "provider": "klub-oest",
        "kind": "start_meeting",
        "due": "2026-12-15",
        "reason": None,
        "done_on": None,
        "overdue": True,
    }
    assert not follow_up["first"]["overdue"]
    assert {row["kind"] for row in rows(placed, "--date", "2027-01-15", "--due", "2026-12-02")} == {"absence"}


def test_one_kind_is_a_list_of_its_own(placed: Office) -> None:
    everything = rows(placed, "--date", "2027-01-15")
    for kind in ("absence", "youth_plan"):
        expected = [row for row in everything if row["kind"] == kind]
        assert rows(placed, "--date", "2027-01-15", "--kind", kind) == expected
    assert {row["kind"] for row in everything} > {"absence", "youth_plan"}
    assert placed.run("followups", "--kind", "absense").code == 2


def test_a_placement_whose_meeting_is_not_in_the_journal_ends_nothing(placed: Office) -> None:
    """Its decision is in the tables alone: the screen of follow-ups ended the program."""
    with closing(sqlite3.connect(placed.folder / "kpcommittee.db")) as database, database:
        for table, key in (("meeting", "id"), ("decision", "meeting")):
            columns = [name for _n, name, *_more in database.execute(f"PRAGMA table_info({table})")]
            kept = [name for name in columns if table == "meeting" or name != "id"]
            values = ", ".join("'2026-12-09'" if name == key else f'"{name}"' for name in kept)
            named = ", ".join(f'"{name}"' for name in kept)
            database.execute(f"INSERT INTO {table} ({named}) SELECT {values} FROM {table}")
    listed = placed.run("followups", "--json", "--date", "2027-01-15")
    assert listed.err.startswith("warning: "), "and it is told that the tables do not fit"
    assert listed.json, "the others are listed"


def test_one_that_was_held_is_done_and_sets_the_next(placed: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    today(monkeypatch, date(2027, 3, 20))
    done = hold(
        placed, CASE, "--on", "2027-03-14", "--with", "Rikke Juul", "--with", "Maja Lindgaard",
        "--result", "continues", "--rate", "school=4", "--note", "Fraværet falder",
        "--next", "2027-09-01", "--why", "Efter sommerferien",
    )  # fmt: skip
    assert (done.code, done.err) == (0, "")
    follow_up = of_case(placed, "--date", "2027-03-20", "--done")
    assert follow_up["first"]["done_on"] == "2027-03-14"
    assert (follow_up["later"]["due"], follow_up["later"]["reason"]) == ("2027-09-01", "Efter sommerferien")
    assert placed.run("verify").code == 0


def test_one_that_was_held_counts_also_where_the_provider_is_corrected(
    placed: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Barnets lov § 95: it is the child's. The first one was due again, and the next one that was decided was gone."""
    today(monkeypatch, date(2027, 3, 20))
    talk = ("--on", "2027-03-14", "--next", "2027-09-01", "--why", "Efter sommerferien")
    assert hold(placed, CASE, *talk).code == 0
    placed.good("agenda", "new", "--date", "2027-01-13")
    waiting = [case["case_number"] for case in placed.show("2027-01-13")["cases"]]
    withdrawn = [{"do": "withdraw", "case": number, "reason": "Flyttet"} for number in waiting]
    placed.does(
        "2027-01-13", {"do": "open", "at": "2027-01-13T09:00:00+01:00"}, *withdrawn, {"do": "close"}, {"do": "approve"}
    )
    report = placed.run("report", "2027", "--date", "2027-04-01", "--format", "json").json["follow_ups"]
    reason = {"code": "other", "text": "Klub Havn var ment"}
    correct = {"do": "correct", "case": CASE, "place": {"provider": "klub-havn", "reason": reason}, "why": "Skrivefejl"}
    placed.does(DAY, correct)
    follow_up = of_case(placed, "--date", "2027-03-20", "--done")
    assert (follow_up["first"]["provider"], follow_up["first"]["done_on"]) == ("klub-havn", "2027-03-14")
    assert (follow_up["later"]["due"], follow_up["later"]["done_on"]) == ("2027-09-01", None)
    assert "is recorded already" in placed.run("followups", "hold", CASE, *talk, lang="en").err
    assert placed.run("report", "2027", "--date", "2027-04-01", "--format", "json").json["follow_ups"] == report


def test_a_renewal_and_an_ending_change_the_last_day(placed: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    today(monkeypatch, date(2027, 3, 20))
    assert hold(placed, CASE, "--on", "2027-03-14", "--result", "renewed", "--until", "2028-06-30").code == 0
    assert ends(placed, CASE) == "2028-06-30"
    assert hold(
        placed, CASE, "--on", "2027-03-20", "--result", "ends", "--until", "2027-04-30", "--note", "Målet er nået"
    ).code == 0  # fmt: skip
    assert ends(placed, CASE) == "2027-04-30"
    assert "opfølgning 20.03.2027: Målet er nået" in placed.good("child", CASE).out


def test_a_renewal_that_is_in_force_already_is_recorded_as_it_is(
    placed: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The coordinator renewed it first, or the program was killed between the new last day and the follow-up."""
    today(monkeypatch, date(2027, 3, 20))
    renewed = ("--on", "2027-03-14", "--result", "renewed", "--until")
    assert hold(placed, CASE, *renewed, "2028-06-30").code == 0
    again = hold(placed, CASE, "--on", "2027-03-15", *renewed[2:], "2028-06-30")
    assert (again.code, ends(placed, CASE)) == (0, "2028-06-30")
    assert hold(placed, CASE, "--on", "2027-03-16", *renewed[2:], "2028-06-29").code != 0


def test_what_goes_back_to_the_committee_is_on_the_next_agenda(placed: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    today(monkeypatch, date(2027, 3, 20))
    assert hold(placed, CASE, "--on", "2027-03-14", "--result", "moves", "--note", "Passer ikke sammen").code == 0
    path = placed.run("agenda", "new", "--date", "2027-04-07").out.strip()
    assert f'"{CASE}"' in (placed.folder / path).read_text("utf-8")


def test_what_a_meeting_dealt_with_since_does_not_come_back(placed: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also while the earlier placement still runs, and where the case went back to the authority."""
    today(monkeypatch, date(2027, 3, 20))
    assert hold(placed, CASE, "--on", "2027-03-14", "--result", "moves", "--note", "Passer ikke sammen").code == 0
    placed.good("agenda", "new", "--date", "2027-04-07")
    placed.does(
        "2027-04-07",
        {"do": "open", "at": "2027-04-07T09:00:00+02:00"},
        {"do": "return", "case": CASE, "missing": "Ny samtale"},
        {"do": "withdraw", "case": "2026-0296", "reason": "Familien flytter"},
        {"do": "close"},
    )
    today(monkeypatch, date(2027, 4, 10))
    path = placed.good("agenda", "new", "--date", "2027-04-28").out.strip()
    assert CASE not in (placed.folder / path).read_text("utf-8")


def test_a_case_that_was_only_imported_is_named_where_a_follow_up_sends_it_back(
    placed: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing but its placement is known: the agenda says that it must be added, and does not lose it."""
    today(monkeypatch, date(2027, 1, 20))
    imported = "2025-0284"
    assert hold(placed, imported, "--on", "2027-01-14", "--result", "moves").code == 0
    path = placed.good("agenda", "new", "--date", "2027-04-07").out.strip()
    written = (placed.folder / path).read_text("utf-8")
    assert f"# {imported} er sendt tilbage af en opfølgning" in written
    assert f'"{imported}"' not in written


def test_the_card_says_which_follow_up_sent_the_case_back_until_a_meeting_decides_it(
    placed: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Telling of the plan alone leaves it; to postpone is not to decide; the placing meeting's card never says it."""
    today(monkeypatch, date(2027, 3, 20))
    assert hold(placed, CASE, "--on", "2027-03-14", "--result", "moves", "--note", "Passer ikke sammen").code == 0
    assert hold(placed, CASE, "--on", "2027-03-16", "--plan-on", "2027-03-16").code == 0

    placed.good("agenda", "new", "--date", "2027-04-07")
    shown = placed.run("show", "2027-04-07", "--case", CASE, lang="en").out
    sentence = "follow-up of 14/03/2027, Klub Øst · goes back to the committee · Passer ikke sammen"
    assert sentence in " ".join(shown.split())
    assert sent_back(placed, "2027-04-07") == {
        "on": "2027-03-14", "provider": "klub-oest", "result": "moves", "note": "Passer ikke sammen",
        "next_on": None, "reason": None,
    }  # fmt: skip
    assert sent_back(placed, "2026-12-02") is None

    holds(
        placed,
        "2027-04-07",
        {"do": "withdraw", "case": "2026-0296", "reason": "Flytter"},
        {"do": "postpone", "case": CASE, "reason": "Venter"},
    )
    placed.good("agenda", "new", "--date", "2027-04-28")
    assert (sent_back(placed, "2027-04-28") or {})["on"] == "2027-03-14"

    holds(placed, "2027-04-28", {"do": "return", "case": CASE, "missing": "Ny samtale"})
    assert (sent_back(placed, "2027-04-28") or {})["on"] == "2027-03-14"
    agenda = placed.folder / "agenda"
    later = (agenda / "2027-04-28.toml").read_text("utf-8").replace("2027-04-28", "2027-05-19")
    (agenda / "2027-05-19.toml").write_text(later, "utf-8")
    assert sent_back(placed, "2027-05-19") is None


def test_a_case_comes_back_also_once_its_placement_has_ended(placed: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    today(monkeypatch, date(2027, 3, 20))
    assert hold(placed, CASE, "--on", "2027-03-14", "--result", "moves").code == 0
    placed.good("placements", "end", CASE, "klub-oest", "--on", "2027-03-31", "--why", "Stoppet")
    today(monkeypatch, date(2027, 4, 10))
    path = placed.good("agenda", "new", "--date", "2027-04-28").out.strip()
    assert f'"{CASE}"' in (placed.folder / path).read_text("utf-8")


def holds(office: Office, agenda: str, *intentions: dict[str, Any]) -> None:
    """Open a meeting on its day, deal with its cases and close it."""
    at = f"{agenda}T09:00:00+02:00"
    office.does(agenda, *({**each, "at": at} for each in ({"do": "open"}, *intentions, {"do": "close"})))


def sent_back(office: Office, agenda: str) -> dict[str, Any] | None:
    (case,) = office.good("show", agenda, "--case", CASE, "--json").json["cases"]
    reason: dict[str, Any] | None = case["sent_back"]
    return reason


ENDS = ("--result", "ends", "--until", "2027-04-30")


@pytest.mark.parametrize(
    ("options", "code", "sentence"),
    [
        (("2026-9999", "--on", "2027-03-14"), 2, "2026-9999"),
        ((CASE, "--on", "2026-12-10"), 1, "opstartsmøde"),
        ((CASE, "--on", "2027-03-21"), 2, "ikke kommet"),
        ((CASE, "--on", "2027-03-14", "--plan-on", "2027-03-21"), 2, "ikke kommet"),
        ((CASE, "--on", "2027-03-14", "--concern", "SDQ=12", "--concern-on", "2027-03-21"), 2, "ikke kommet"),
        ((CASE, "--on", "2027-03-14", "--rate", "scool=4"), 2, "school"),
        ((CASE, "--on", "2027-03-14", "--rate", "school=6"), 2, "1 til 5"),
        ((CASE, "--on", "2027-03-14", "--rate", "school=0"), 2, "1 til 5"),
        ((CASE, "--on", "2027-03-14", "--rate", "school=x"), 2, "skole=3"),
        ((CASE, "--on", "2027-03-14", "--rate", "school=3", "--rate", "school=4"), 2, "3 og 4"),
        (("2026-0296", "--on", "2027-03-14"), 1, "2026-0296"),
        ((CASE, "--on", "2027-03-14", "--next", "2027-09-01"), 2, "begrundelse"),
        ((CASE, "--on", "2027-03-14", "--why", "Fordi"), 2, "begrundelse"),
        ((CASE, "--on", "2027-03-14", "--next", "2027-03-14", "--why", "Nu"), 2, "efter"),
        ((CASE, "--on", "2027-03-14", *ENDS, "--next", "2027-05-02", "--why", "Efter ferien"), 2, "30.04.2027"),
        ((CASE, "--on", "2027-03-14", "--next", "2027-12-24", "--why", "Efter jul"), 2, "forlæng"),
        ((CASE, "--on", "2027-03-14", "--result", "renewed"), 2, "--until"),
        ((CASE, "--on", "2027-03-14", "--until", "2027-05-01"), 2, "--until"),
        ((CASE, "--on", "2027-03-14", "--result", "renewed", "--until", "2027-05-01"), 2, "forlænges"),
        ((CASE, "--on", "2027-03-14", "--concern", "SDQ=17"), 2, "instrument"),
        ((CASE, "--on", "2027-13-14"), 2, "--on"),
    ],
)
def test_what_does_not_fit_is_one_sentence_and_records_nothing(
    placed: Office, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], code: int, sentence: str
) -> None:
    today(monkeypatch, date(2027, 3, 20))
    before = rows(placed, "--date", "2027-03-20", "--done")
    refused = hold(placed, *options)
    assert (refused.code, refused.out) == (code, "")
    assert sentence in refused.err
    assert rows(placed, "--date", "2027-03-20", "--done") == before


def test_two_on_one_day_are_one(placed: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    today(monkeypatch, date(2027, 3, 20))
    assert hold(placed, CASE, "--on", "2027-03-14", "--note", "Det går godt").code == 0
    before = rows(placed, "--date", "2027-03-20", "--done")
    again = hold(
        placed, CASE, "--on", "2027-03-14", "--note", "Noget andet", "--result", "ends", "--until", "2027-04-01"
    )
    assert (again.code, again.out) == (1, "")
    assert "14.03.2027" in again.err
    assert rows(placed, "--date", "2027-03-20", "--done") == before
    with closing(Session.find(placed.folder)) as session:
        assert [event.note for event in session.store.held_follow_ups()] == ["Det går godt"]


def today(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    """Let it be that day."""
    monkeypatch.setattr(Session, "today", property(lambda _session: day))


def ends(office: Office, case: str) -> str:
    listed: list[dict[str, str]] = office.run("placements", "list", "--date", "2027-03-20", "--json").json
    return next(row["end"] for row in listed if row["case_number"] == case)


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("absence_percent = 101", "absence_percent"),
        ("ending_weeks = -1", "ending_weeks"),
        ('[[follow_ups.ratings]]\ncode = "a"\nda = "A"\nen = "A"\nlowest = 5', "highest"),
        ('[[follow_ups.ratings]]\ncode = "a"\nda = "A"\nen = "A"\n' * 2, "a"),
        ("coordinater = 'Maja'", "coordinator"),
    ],
)
def test_rules_that_do_not_fit_are_named_by_check(office: Office, written: str, sentence: str) -> None:
    config = office.folder / "config.toml"
    text = config.read_text("utf-8")
    config.write_text(f"{text[: text.index('[follow_ups]')]}[follow_ups]\n{written}\n", "utf-8")
    checked = office.run("check")
    assert checked.code == 1
    assert sentence in checked.err


@pytest.mark.parametrize(
    ("before", "after"),
    [('da = "Skolegang"', 'da = "Skolegang"\nlowest = 1\nhighest = 1000'), ('high = "160000.00"', 'high = "-1"')],
)
def test_a_number_that_is_out_of_bounds_is_named_once(office: Office, before: str, after: str) -> None:
    """It was compared with the lower one besides, and the same line was there twice."""
    config = office.folder / "config.toml"
    config.write_text(config.read_text("utf-8").replace(before, after, 1), "utf-8")
    assert office.run("--lang", "en", "check").err.count("error: ") == 1


@pytest.mark.parametrize(("language", "percent"), [("da", "22,5 %"), ("en", "22.5 %")])
def test_an_absence_has_the_decimal_sign_of_the_language(office: Office, language: str, percent: str) -> None:
    agenda = office.folder / "agenda" / f"{DAY}.toml"
    agenda.write_text(agenda.read_text("utf-8").replace("percent = 22.0", "percent = 22.5"), "utf-8")
    office.hold_the_sample_meeting()
    asked = ("--kind", "absence", "--date", DAY)
    assert f"{percent} · aug." in office.good("--lang", language, "followups", *asked).out
    assert rows(office, *asked)[1]["reason"].startswith("22.5 % · aug."), "scripts get it as before"
