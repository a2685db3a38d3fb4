"""The yearly evaluation: counted once more by SQL over the journal, in three formats, and safe to share."""

import json
import os
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kpcommittee.workspace.files import LARGEST_DOCUMENT
from tests.drivers.journal import rows
from tests.drivers.office import Office
from tests.sample import DAY

OUTCOMES = {"decided": "placed", "postponed": "postponed", "returned": "returned", "withdrawn": "withdrawn"}


@pytest.fixture
def office(office: Office) -> Office:
    """The sample's meeting, run from its file, and its imported placements."""
    office.hold_the_sample_meeting(imported=True)
    return office


def report(office: Office, *options: str) -> dict[str, Any]:
    answer: dict[str, Any] = office.run("report", "2026", "--format", "json", "--date", "2026-12-31", *options).json
    return answer


def events(office: Office) -> list[tuple[int, str, dict[str, Any]]]:
    """The meeting's events as they are in the table, those that were taken back left out."""
    question = "SELECT number, kind, payload FROM event WHERE stream = ? ORDER BY number"
    events = rows(office.folder / "kpcommittee.db", question, DAY)
    read = [(number, kind.partition(".")[0], json.loads(payload)) for number, kind, payload in events]
    undone = {payload["number"] for _number, kind, payload in read if kind == "undone"}
    return [event for event in read if event[0] not in undone and event[1] != "undone"]


def test_every_outcome_is_found_again_in_the_journal(office: Office) -> None:
    year_report = report(office)
    last = {payload["case"]: (kind, payload) for _number, kind, payload in events(office) if kind in OUTCOMES}
    cases = {case["case_number"]: case for case in _agenda(office)}
    assert year_report["decisions"] == len(last) == sum(year_report["outcomes"].values())
    counted = Counter(OUTCOMES[kind] for kind, _payload in last.values())
    assert {code: n for code, n in year_report["outcomes"].items() if n} == counted
    districts = Counter((cases[case]["child"]["district"], OUTCOMES[kind]) for case, (kind, _payload) in last.items())
    assert {
        (district, outcome): n
        for district, row in year_report["by_district"].items()
        for outcome, n in row.items()
        if n and outcome != "decisions"
    } == districts
    problems = Counter(problem for case in last for problem in cases[case]["problems"])
    assert {problem: row["decisions"] for problem, row in year_report["by_problem"].items()} == problems
    decided = [payload["decision"] for kind, payload in last.values() if kind == "decided"]
    assert {kind: n for kind, n in year_report["by_kind"].items() if n} == Counter(d["provider_kind"] for d in decided)
    assert {code: n for code, n in year_report["departures"].items() if n} == Counter(
        code for decision in decided for code in decision["departures"]
    )


@pytest.mark.usefixtures("on_the_day")
def test_how_it_went_is_what_history_says(office: Office) -> None:
    went = office.run("history", "aar:2026", "--outcomes", "--json").json
    year_report = report(office)
    assert sum(year_report["went"].values()) == went["all"]["running"] == 11
    assert {kind: row["decisions"] for kind, row in year_report["went_provider_kind"].items() if row["decisions"]} == {
        kind: sum(row.values()) for kind, row in went["by"]["provider_kind"].items()
    }
    later = office.run("report", "2026", "--format", "json", "--date", "2028-12-31").json
    assert later["went"]["planned"] == 11


def test_who_delivered_is_counted_as_it_was_decided_whatever_config_says_since(office: Office) -> None:
    """A provider that changed its kind, or left the config, kept its kind in only one of two tables."""
    before = report(office)
    assert before["by_kind"]["internal"] == before["went_provider_kind"]["internal"]["decisions"] > 0
    config = office.folder / "config.toml"
    internal, external = (f'id = "familiehuset"\nkind = "{kind}"' for kind in ("internal", "external"))
    text = config.read_text("utf-8").replace(internal, external)
    config.write_text(text, "utf-8")
    after = report(office)
    assert (after["by_kind"], after["went_provider_kind"]) == (before["by_kind"], before["went_provider_kind"])


def test_what_the_list_alone_would_have_chosen(office: Office) -> None:
    decided = [payload["decision"] for _n, kind, payload in events(office) if kind == "decided"]
    same = 0
    for decision in decided:
        candidates = [option for option in decision["options"] if option["candidate"]]
        listed = [option for option in candidates if option["on_list"]] or candidates
        same += bool(listed) and listed[0]["provider"] == decision["provider"]
    assert report(office)["back_test"]["same_by_list"] == same
    assert report(office)["back_test"]["decisions"] == len(decided)


def test_the_register_is_what_runs_on_the_day(office: Office) -> None:
    running = office.run("placements", "list", "--date", "2026-12-31", "--json").json
    year_report = report(office)
    assert year_report["register"] == len(running) == sum(year_report["register_kinds"].values())
    assert sum(year_report["register_ages"].values()) == len(running)


@pytest.mark.parametrize("form", ["md", "html"])
def test_the_money_says_what_has_no_price_and_only_where_it_is_shown(office: Office, form: str) -> None:
    year = ("report", "2026", "--format", form, "--date", "2026-12-31")
    unpriced = len(office.run("budget", "2026", "--date", "2026-12-31", "--json").json["unpriced"])
    assert f"Ikke med i noget beløb: {unpriced} forløb uden pris" in office.good(*year).out
    assert "uden pris" not in office.good(*year, "--shareable").out


def test_a_year_of_one_case_is_said_in_the_singular_unless_that_number_is_hidden(tmp_path: Path) -> None:
    office = Office.sample(tmp_path / "small", placements=False)
    file = office.folder / "agenda" / f"{DAY}.toml"
    head, first, _others = file.read_text("utf-8").split("[[cases]]", 2)
    file.write_text(f"{head}[[cases]]{first}", "utf-8")
    place: dict[str, Any] = {
        "do": "place",
        "case": "2026-0412",
        "provider": "familiehuset",
        "staff": None,
        "start": "2026-12-14",
    }
    place |= {"positions": "all_agree", "reason": {"code": "other", "text": "Aftalt"}}
    office.does(DAY, {"do": "open"}, place, {"do": "close"}, {"do": "approve"})
    text = office.good("report", "2026", "--date", "2026-12-31").out
    assert "- 1 møde traf 1 beslutning, heraf 1 om placering." in text
    assert "- 1 placering fraveg en indstilling." in text
    assert re.search(r"samme udfører i [01] af 1 placering\.", text)
    shared = office.good("report", "2026", "--date", "2026-12-31", "--shareable").out
    assert "- 1 møde traf – beslutninger, heraf – om placering, også i princippet." in shared
    assert " 1 beslutning" not in shared


def test_a_shareable_report_shows_no_number_below_five_in_any_format(office: Office) -> None:
    shared = report(office, "--shareable")
    people = {
        key: value for key, value in shared.items() if key not in ("year", "meetings", "waited", "shareable", "as_of")
    }
    assert [number for number in _numbers(people) if 0 <= number < 5] == []
    assert shared["missing"] is None
    assert shared["waited"]["most_days"] is None
    for output_format in ("md", "html"):
        text = office.run("report", "2026", "--date", "2026-12-31", "--shareable", "--format", output_format).out
        cells = re.findall(r"\| (\d+) (?=\|)", text) + re.findall(r"<td>(\d+)</td>", text)
        assert [cell for cell in cells if int(cell) < 5] == []
        assert "Fars samtykke" not in text


def test_the_page_is_one_file_without_script_and_without_anything_from_elsewhere(office: Office) -> None:
    page = office.run("report", "2026", "--format", "html").out
    assert re.findall(r"<script|<link|<iframe|src=|@import|url\(", page) == []
    assert set(re.findall(r"https?://[^\s\"'<]+", page)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }
    assert page.startswith("<!doctype html>")
    assert "<svg" in page


def test_hostile_text_stays_text(office: Office) -> None:
    path = office.folder / "config.toml"
    text = path.read_text("utf-8").replace('name = "Fordelingsudvalget"', 'name = "<script>alert(1)</script>|x"', 1)
    path.write_text(text, "utf-8")
    page = office.run("report", "2026", "--format", "html").out
    assert "<script>" not in page
    assert r"\<script\>" in office.run("report", "2026").out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("2019",), 1),
        (("2025",), 1),
        (("2025", "--shareable"), 1),
        (("2019", "-o", "r.md"), 1),
        (("20x6",), 2),
        (("2200",), 2),
        (("2026", "--format", "docx"), 2),
        (("2026", "--date", "2026-13-01"), 2),
        (("2026", "--date", "2025-12-31"), 2),
    ],
)
def test_what_cannot_be_reported_is_one_sentence(office: Office, arguments: tuple[str, ...], code: int) -> None:
    ran = office.run("report", *arguments)
    assert (ran.code, ran.out) == (code, "")
    assert ran.err.startswith("error: ")
    assert not (office.folder / "r.md").exists()


def test_it_is_written_to_a_file_of_the_owner(office: Office) -> None:
    ran = office.run("report", "2026", "-o", "aar.md")
    assert ran.out.strip() == str(office.folder / "aar.md")
    assert (office.folder / "aar.md").stat().st_mode & 0o777 == 0o600


def _agenda(office: Office) -> list[dict[str, Any]]:
    opened = next(payload for _number, kind, payload in events(office) if kind == "opened")
    cases: list[dict[str, Any]] = opened["agenda"]["cases"]
    return cases


def _numbers(answer: Any) -> list[int]:
    if isinstance(answer, dict):
        return [number for value in answer.values() for number in _numbers(value)]
    if isinstance(answer, list):
        return [number for value in answer for number in _numbers(value)]
    return [answer] if isinstance(answer, int) and not isinstance(answer, bool) else []


OWN = ("config.toml", "agenda/2026-12-02.toml", "kpcommittee.db")


@pytest.mark.parametrize(
    ("command", "name"),
    [
        *((("report", "2026"), name) for name in (*OWN, "placements.csv")),
        *((("minutes", DAY, "--format", "md", "--overwrite"), name) for name in OWN),
    ],
)
def test_no_document_is_written_over_what_the_workspace_is(office: Office, command: tuple[str, ...], name: str) -> None:
    before = (office.folder / name).read_bytes()
    answer = office.run(*command, "-o", name)
    assert (answer.code, answer.out) == (2, "")
    assert (office.folder / name).read_bytes() == before


@pytest.mark.parametrize("ending", ["md", "html", "json"])
def test_no_report_is_written_over_minutes_that_may_be_edited(office: Office, ending: str) -> None:
    office.good("minutes", DAY, "--format", ending)
    minutes = office.folder / "minutes" / f"{DAY}.{ending}"
    minutes.write_text(minutes.read_text("utf-8").replace("Fordelingsudvalget", "Udvalget"), "utf-8")
    before = minutes.read_bytes()
    answer = office.run("report", "2026", "-o", f"minutes/{DAY}.{ending}")
    assert (answer.code, answer.out) == (2, "")
    assert minutes.read_bytes() == before


def test_an_earlier_file_that_cannot_be_read_is_named(office: Office) -> None:
    """The report crashed over a file without rights, and over one that is too big to be looked into."""
    file = office.folder / "aaret.md"
    file.touch()
    os.truncate(file, LARGEST_DOCUMENT + 1)
    answer = office.run("report", "2026", "-o", "aaret.md")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith("error: aaret.md: ")


@pytest.mark.parametrize("command", [("report", "2026"), ("minutes", DAY), ("followups", "--ics")])
def test_a_link_that_leads_to_itself_is_no_name_for_a_file(office: Office, command: tuple[str, ...]) -> None:
    (office.folder / "loop").symlink_to("loop")
    answer = office.run(*command, *(() if "--ics" in command else ("-o",)), "loop")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("error: ")


def test_an_earlier_report_is_replaced(office: Office) -> None:
    asked = ("report", "2026", "--date")
    office.good(*asked, "2026-12-02", "-o", "report.md")
    earlier = (office.folder / "report.md").read_text("utf-8")
    office.good(*asked, "2026-12-31", "-o", "report.md")
    assert (office.folder / "report.md").read_text("utf-8") == office.good(*asked, "2026-12-31").out != earlier


def test_a_meeting_after_the_day_is_not_in_the_report(office: Office) -> None:
    """It said that it reached up to that day, and counted every meeting of the year."""
    before = office.run("report", "2026", "--date", "2026-12-01")
    assert (before.code, before.out) == (1, "")
    assert "01.12.2026" in before.err
    day = office.run("report", "2026", "--format", "json", "--date", "2026-12-02").json
    assert (day["meetings"], day["decisions"]) == (1, report(office)["decisions"])


def test_a_dash_for_the_file_prints_it_as_elsewhere(office: Office) -> None:
    printed = office.good("report", "2026", "--date", "2026-12-31").out
    assert office.good("report", "2026", "--date", "2026-12-31", "-o", "-").out == printed
    assert not (office.folder / "-").exists()
