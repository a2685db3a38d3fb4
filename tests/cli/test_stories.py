"""The story of a child and cases like one, on the command line."""

from pathlib import Path

import pytest

from kpcommittee.services.session import Session
from kpcommittee.workspace.reading import AgendaRead
from tests.cli.contract import HISTORY, STORY, mismatches
from tests.drivers.office import Office, place
from tests.sample import DAY

EARLIER = "2026-0412"


@pytest.fixture
def past(office: Office) -> Office:
    """The sample's meeting with three cases dealt with."""
    postponed = {"do": "postpone", "case": "2026-0377", "reason": "Samtykke mangler", "missing": "Samtykke"}
    withdrawn = {"do": "withdraw", "case": "2026-0388", "by": "Inger", "reason": "Fraflyttet"}
    placed = place("2026-0412", "klub-oest", staff="mette-h", start="2027-01-04")
    office.does(DAY, {"do": "open"}, placed, postponed, withdrawn)
    return office


@pytest.mark.usefixtures("on_the_day")
def test_the_story_has_the_names_of_the_contract(past: Office) -> None:
    answer = past.good("child", "2026-0412", "--json").json
    assert mismatches(answer, STORY) == []
    assert (answer["case_numbers"], answer["same_by"]) == (["2026-0412"], "case_number")
    assert [(entry["on"], entry["kind"]) for entry in answer["entries"]] == [
        ("2024-02-01", "started"), ("2024-09-30", "ended"), ("2026-11-12", "granted"), ("2026-12-02", "placed"),
    ]  # fmt: skip


def test_the_story_as_text_names_no_child(past: Office) -> None:
    out = past.good("child", "2026-0377").out
    assert out.startswith("Barnet i sag 2026-0377")
    assert "02.12.2026      Udsat · Samtykke mangler; Samtykke" in out
    for lang in ("da", "en"):
        assert "Freja" not in past.run("child", "2026-0377", lang=lang).out


def test_a_case_that_only_an_agenda_has_is_told_by_its_grant(office: Office) -> None:
    answer = office.good("child", "2026-0409", "--json").json
    assert [(entry["kind"], entry["case_number"]) for entry in answer["entries"]] == [("granted", "2026-0409")]


@pytest.mark.parametrize("decided", [False, True])
def test_an_earlier_provider_that_only_the_agenda_knows_is_told_with_its_source(office: Office, decided: bool) -> None:
    """The card named it, and the story did not: before the meeting, and after it."""
    if decided:
        office.does(DAY, {"do": "open"}, {"do": "return", "case": EARLIER, "missing": "Plan"})
    answer = office.good("child", EARLIER, "--json").json
    assert mismatches(answer, STORY) == []
    told = {(entry["on"], entry["kind"], entry["provider"]): entry for entry in answer["entries"]}
    ended = told["2024-09-30", "ended", "fokus"]
    assert told["2024-02-01", "started", "fokus"]["source"] == ended["source"] == "agenda"
    assert ended["text"] == "Målet nået; efter dagsordenen"
    assert "Målet nået; as the agenda states" in office.run("child", EARLIER, lang="en").out


def test_what_the_import_tells_too_is_told_once_and_a_placement_without_days_is_told(office: Office) -> None:
    rows = [f"{EARLIER};fokus;2024-02-01;2024-09-30", "2026-0409;klub-oest;;"]
    (office.folder / "rows.csv").write_text("\n".join(["case_number;provider;start;end", *rows]), "utf-8")
    office.good("placements", "import", "rows.csv")
    told = [entry for entry in office.good("child", EARLIER, "--json").json["entries"] if entry["provider"] == "fokus"]
    assert [(entry["kind"], entry["source"]) for entry in told] == [("started", "import"), ("ended", "import")]
    answer = office.good("child", "2026-0409", "--json").json
    assert mismatches(answer, STORY) == []
    assert [(entry["kind"], entry["provider"]) for entry in answer["undated"]] == [("started", "klub-oest")]
    assert (
        "day unknown     Started · Klub Øst · by the imported placements"
        in office.run("child", "2026-0409", lang="en").out
    )


def test_an_imported_placement_of_the_child_is_told(office: Office) -> None:
    assert office.run("placements", "import", "placements.csv").code == 0
    (row, *_) = office.good("placements", "list", "--json").json
    kinds = [entry["kind"] for entry in office.good("child", row["case_number"], "--json").json["entries"]]
    assert "started" in kinds


def test_similar_cases_share_a_problem_and_are_of_the_same_age(past: Office) -> None:
    rows = past.good("similar", "2026-0412", "--json").json
    assert mismatches(rows, HISTORY) == []
    own = {row["case_number"]: row for row in past.history()}["2026-0412"]
    assert [row["case_number"] for row in rows] == ["2026-0377", "2026-0388"]
    for row in rows:
        assert {*row["problems"]} & {*own["problems"]}
        assert abs(row["age"] - own["age"]) <= 1


def test_similar_says_how_many_and_of_which_period(past: Office) -> None:
    out = past.good("similar", "2026-0412").out
    assert out.startswith("2 beslutninger, 02.12.2026: problem:")
    query = out.splitlines()[0].partition(": ")[2]
    assert [row["case_number"] for row in past.history(*query.split())] == ["2026-0377", "2026-0388"]


def test_cases_like_one_that_is_not_dealt_with_yet(past: Office) -> None:
    assert "2026-0412" in {row["case_number"] for row in past.good("similar", "2026-0409", "--json").json}


def test_similar_counts_the_age_on_the_day_of_the_agenda_as_the_screen_does(past: Office) -> None:
    """Whoever has a birthday before the meeting is a year younger today."""
    agenda = (past.folder / "agenda/2026-12-02.toml").read_text("utf-8")
    case = agenda[agenda.index("[[cases]]") : agenda.index("[[cases]]", agenda.index("[[cases]]") + 9)]
    case = case.replace("2026-0412", "2031-0001").replace("2013-10-04", "2018-03-01").replace("641013-4008", "")
    head = "[meeting]\ndate = 2031-03-05\n\n"
    (past.folder / "agenda/2031-03-05.toml").write_text(head + case, "utf-8")
    assert "alder:12-14" in past.good("similar", "2031-0001").out


def test_similar_counts_the_age_on_the_new_agenda_of_a_postponed_case(past: Office) -> None:
    """As the screen of the new meeting does; the command took the day of the meeting that postponed it."""
    agenda = (past.folder / f"agenda/{DAY}.toml").read_text("utf-8")
    start = agenda.index('case_number = "2026-0377"')
    case = agenda[agenda.rindex("[[cases]]", 0, start) : agenda.index("[[cases]]", start)]
    (past.folder / "agenda/2028-12-06.toml").write_text(f"[meeting]\ndate = 2028-12-06\n\n{case}", "utf-8")
    age = {row["case_number"]: row["age"] for row in past.history()}["2026-0377"]
    assert f"alder:{age + 1}-{age + 3}" in past.good("similar", "2026-0377").out


def test_agendas_of_approved_meetings_are_not_read_for_a_case_that_was_dealt_with(
    past: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The agendas of years were read for it."""
    opened = [{"do": "return", "case": row["case_number"], "missing": "Plan"} for row in past.show(DAY)["cases"]]
    past.answers(DAY, *opened, {"do": "close"}, {"do": "approve", "by": "Inger Thorsen"})
    read: list[str] = []
    reads = Session.read_agenda

    def noted(session: Session, path: Path) -> AgendaRead:
        read.append(path.name)
        return reads(session, path)

    monkeypatch.setattr(Session, "read_agenda", noted)
    past.good("similar", "2026-0412")
    assert read == []


@pytest.mark.parametrize(
    "command",
    [
        "child 2026-9999", "similar 2026-9999", "decision 2026-9999", "export --case 2026-9999",
        "rectify 2026-9999 --name Ea --why Fejl", "purge --case 2026-9999",
        "followups hold 2026-9999 --on 2026-11-20",
        "placements end 2026-9999 klub-oest --on 2027-01-04 --why Nej",
        "placements change 2026-9999 klub-oest --hours 3 --why Nej",
    ],
)  # fmt: skip
def test_a_case_that_nobody_knows_ends_every_command_alike(past: Office, command: str) -> None:
    ran = past.run(*command.split())
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error: sag 2026-9999 findes ikke\n")


@pytest.mark.parametrize("command", [f"minutes {DAY} --for case:2026-9999", f"show {DAY} --case 2026-9999"])
def test_a_case_that_is_not_on_the_agenda_is_wrong_use(past: Office, command: str) -> None:
    ran = past.run(*command.split())
    assert (ran.code, ran.out) == (2, "")
    assert "2026-9999" in ran.err
    assert "kpcommittee show" in ran.err


@pytest.mark.parametrize(
    "command",
    [
        "followups hold 2026-0409 --on 2026-11-20", "placements end 2026-0409 klub-oest --on 2027-01-04 --why Nej",
        "placements change 2026-0412 klub-havn --hours 3 --why Nej",
    ],
)  # fmt: skip
def test_a_known_case_without_a_placement_there_is_a_no(past: Office, command: str) -> None:
    assert past.run(*command.split()).code == 1
