"""A case and a meeting as text on the command line."""

import pytest

from kpcommittee import locale
from kpcommittee.domain.meeting import intentions as want
from kpcommittee.domain.meeting.closing import balance_of
from kpcommittee.views.text import case_text, meeting_text
from tests.builders import Table, case
from tests.sample import sample_table


def shown(table: Table, number: str) -> list[str]:
    return case_text(table.sees(number), table.context.config, table.context.law).splitlines()


@pytest.fixture
def fresh() -> Table:
    return sample_table()


def test_a_case_before_it_is_decided(fresh: Table) -> None:
    lines = shown(fresh, "2026-0412")
    assert lines[0].startswith("1 · 2026-0412 · A.K., 13 år · 7.b · Øst")
    assert lines[0].endswith("ikke behandlet")
    for line in (
        "Skole og klub   7.b · Østerskolen · Klub Øst",
        "Bevilling       12.11.2026 · barnets lov § 32 stk. 1 nr. 3 · 5 t/uge ·",
        "                12 måneder",
        "Mangler         –",
        "Ventet          20 dage",
        "Relationer      ●●● Mette Holm · Klubpædagog · Klub Øst · siden 2023 ·",
        "                Fast voksen siden 4. klasse",
        "                ●●  Jens Ravn · Klasselærer",
        "Problemer       Skoleproblematikker · klubliste",
        "  ★ Klub Øst",
        "Indstilling     Klub Øst · Mette Holm",
        "intern udfører  Karim Haddad",
    ):
        assert line in lines
    assert not any("Opfølgning" in line for line in lines)


def test_cautions_say_what_must_be_answered(fresh: Table) -> None:
    text = "\n".join(shown(fresh, "2026-0409"))
    assert "  ! Barnets syn er ikke indhentet. (barnets lov § 5)\n    skal besvares før en placering" in text
    assert "Barnets syn     ikke indhentet" in text


def test_a_decided_case(draft: Table) -> None:
    text = "\n".join(shown(draft, "2026-0377"))
    assert "    Svar: Ekstra timer er aftalt med klubbens leder: Susanne Krog" in text
    assert "skal besvares" not in text
    assert "skoleleder      Ulrik Steen · stedfortræder · uenig · Klub Øst" in text
    assert "placeret · Klub Havn · Jonna Fisker · 04.01.2027 – 03.10.2027" in text
    assert "Begrundelse     Barnets relation vejer tungest: Er kun tryg i værkstedet" in text


def test_a_postponed_case_says_why(draft: Table) -> None:
    assert shown(draft, "2026-0409")[-4:] == [
        "Udvalget udsætter sagen til næste møde.",
        "Begrundelse     Barnets syn er ikke indhentet",
        "Mangler         Samtale med barnet og afdækning",
        "                Indhentes af myndigheden",
    ]


def test_no_recommendation_says_why(fresh: Table) -> None:
    assert "Ingen indstilling: problemerne står på begge lister." in shown(fresh, "2026-0398")


def test_nothing_but_initials_of_a_child(fresh: Table) -> None:
    for item in fresh.meeting.items:
        lines = shown(fresh, item.number)
        assert any(item.number in line for line in lines)
        assert not any(item.case.child.name in line for line in lines)
        assert not any(item.case.child.cpr and item.case.child.cpr in line for line in lines)


def test_a_meeting(draft: Table) -> None:
    context = draft.context
    lines = meeting_text(draft.meeting, context.config, balance_of(draft.meeting, context)).splitlines()
    assert lines[0].startswith("Fordelingsudvalget · Lindebæk Kommune")
    assert lines[0].endswith("i gang")
    assert lines[2] == "ons. 2. dec. 2026 · 09.00 · Rådhuset, mødelokale 3"
    assert len([line for line in lines if line[6:10] == "2026"]) == 14
    for line in (
        "✓   1 2026-0412   A.K. 13  Øst      placeret · Klub Øst · Mette Holm",
        "↷   2 2026-0409   M.F. 14  Øst      udsat",
        "✓   3 2026-0377 ! F.H. 12  Øst      placeret · Klub Havn · Jonna Fisker",
        "Alle sager er behandlet.",
    ):
        assert line in lines
    assert any(line.startswith("Klub Havn") and line.endswith("● over         4,8 t over") for line in lines)


def test_english(fresh: Table) -> None:
    locale.use("en")
    context = fresh.context
    assert "14 of 14 cases are not dealt with." in meeting_text(fresh.meeting, context.config)
    assert "Recommendation  Klub Øst · Mette Holm" in shown(fresh, "2026-0412")


def test_a_meeting_of_one_case_says_so() -> None:
    """It said `1 of 1 cases are`."""
    from_one = Table(case("A-1")).does(want.Open())
    locale.use("en")
    assert "The only case is not dealt with." in meeting_text(from_one.meeting, from_one.context.config)
    two = Table(case("A-1"), case("A-2")).does(want.Open(), want.Return(case="A-1", missing="x"))
    assert "1 of 2 cases is not dealt with." in meeting_text(two.meeting, two.context.config)
