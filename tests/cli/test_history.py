"""Past decisions on the command line: what is found, and what is said of a term that cannot be read."""

import json

import pytest

from tests.drivers.office import Office, place


@pytest.fixture
def past(office: Office) -> Office:
    """The sample's meeting with two decisions."""
    placed = place("2026-0412", "klub-oest", staff="mette-h", start="2027-01-04")
    postponed = {"do": "postpone", "case": "2026-0377", "reason": "Samtykke mangler"}
    office.has_recorded("\n".join(map(json.dumps, ({"do": "open"}, placed, postponed))))
    return office


@pytest.mark.parametrize(
    ("query", "cases"),
    [
        (["2026-0412"], ["2026-0412"]),
        (["sag:2026-03"], ["2026-0377"]),
        (["barn:A.K."], ["2026-0412"]),
        (["barn:Amina"], ["2026-0412"]),
        (["A.K."], ["2026-0412"]),
        (["amina", "karlsen"], ["2026-0412"]),
        (["Mette"], ["2026-0412"]),
        (["person:mette-h"], ["2026-0412"]),
        (["klub:øst"], ["2026-0412"]),
        (["klub:Klub"], ["2026-0412"]),
        (["Klub Øst"], ["2026-0412"]),
        (["enig:ja"], ["2026-0412"]),
        (["enig:nej"], []),
        (["uenig"], []),
        (["ventet:>10", "alder:9-18"], ["2026-0377", "2026-0412"]),
        (["ventet:>1000"], []),
        (["udfald:udsat"], ["2026-0377"]),
        (["aar:2026"], ["2026-0377", "2026-0412"]),
        (["aar:2025"], []),
        (["klub:vest"], []),
        (["person:Yusuf"], []),
        (["afveg:nej udsat:ja"], ["2026-0377"]),
        ([], ["2026-0377", "2026-0412"]),
    ],
)
def test_a_query_finds(past: Office, query: list[str], cases: list[str]) -> None:
    """C6, U2: by case number, initials, name, contact person and club; only ids and words of reasons were found."""
    assert [row["case_number"] for row in past.history(*query)] == cases


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("klbu:oest", "klub:"),
        ("problem:skool", "school"),
        ("klub:familihuset", "familiehuset"),
        ("person:mete", "mette"),
        ("udfald:placeret.", "placeret"),
        ("udsat:njj", "nej"),
    ],
)
@pytest.mark.parametrize("lang", ["da", "en"])
def test_what_is_not_known_names_the_nearest(past: Office, query: str, meant: str, lang: str) -> None:
    """C6: it answered that no past decision fits."""
    ran = past.run("history", query, lang=lang)
    assert (ran.code, ran.out) == (2, "")
    assert f" {meant} meant?" in ran.err or f"Menes {meant}?" in ran.err


def test_what_is_far_from_everything_says_what_is_known(past: Office) -> None:
    assert "klub:, problem:, distrikt:" in past.run("history", "zzzzz:1").err
    assert "placeret, princip" in past.run("history", "udfald:zzzzz").err
    assert "klub:oest" in past.run("history", "klub:").err


def test_a_row_says_how_long_the_case_waited_and_why(past: Office) -> None:
    (row,) = past.history("udfald:postponed")
    assert row["reasons"] == [{"code": None, "text": "Samtykke mangler"}]
    assert row["waiting_days"] > 0


def test_names_of_children_are_searched_and_not_shown(past: Office) -> None:
    for command in (("history", "barn:amina"), ("history", "barn:amina", "--json")):
        out = past.good(*command).out
        assert "2026-0412" in out
        assert "Amina" not in out
        assert "Karlsen" not in out


def test_facets_count_what_a_query_finds(past: Office) -> None:
    counted = past.good("history", "--facets", "--json").json
    assert counted["udfald"] == [{"value": "placed", "count": 1}, {"value": "postponed", "count": 1}]
    assert counted["klub"] == [{"value": "klub-oest", "count": 1}]
    assert counted["aar"] == [{"value": "2026", "count": 2}]
    assert [*counted] == ["udfald", "klub", "problem", "distrikt", "afveg", "enig", "udsat", "afsluttet", "aar"]
    assert past.good("history", "udsat:ja", "--facets", "--json").json["udfald"] == [{"value": "postponed", "count": 1}]


def test_every_line_of_the_facets_narrows_to_so_many(past: Office) -> None:
    lines = [line.split() for line in past.good("history", "--facets").out.splitlines() if line.strip()]
    assert len(lines) > 8
    for term, count, *_name in lines:
        assert len(past.history(term)) == int(count), term


def test_nothing_found_has_no_facets(past: Office) -> None:
    assert not any(past.good("history", "aar:2020", "--facets", "--json").json.values())
    assert past.good("history", "aar:2020", "--facets").out == past.good("history", "aar:2020").out


@pytest.mark.parametrize("order", ["oldest", "case"])
def test_decisions_are_sorted(past: Office, order: str) -> None:
    assert [row["case_number"] for row in past.history("--sort", order)] == ["2026-0377", "2026-0412"]


def test_a_sort_that_is_not_known_says_which_are(past: Office) -> None:
    ran = past.run("history", "--sort", "price")
    assert (ran.code, ran.out) == (2, "")
    assert "newest, oldest, case, child, waited, provider" in ran.err


@pytest.mark.usefixtures("on_the_day")
def test_outcomes_are_counted_by_what_they_are_compared_by(past: Office) -> None:
    answer = past.good("history", "--outcomes", "--json").json
    assert answer["all"] == {"running": 1, "planned": 0, "early": 0, "moved": 0, "renewed": 0}
    assert answer["by"]["provider_kind"] == {"club": answer["all"]}
    assert answer["by"]["departed"] == {"no": answer["all"]}
    assert [*answer["by"]["relation"]] == ["kept"]
    assert answer["reasons"] == []
    out = past.good("history", "--outcomes").out
    assert "kendt relation bevaret" in out
    assert past.good("history", "udsat:ja", "--outcomes").out == "Intet forløb passer.\n"
