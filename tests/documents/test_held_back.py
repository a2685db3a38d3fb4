"""What a document of one recipient leaves out of the minutes: other items' people, cases, and what is discreet."""

from dataclasses import replace
from datetime import date

import pytest

from kpcommittee.documents.builder import minutes_of
from kpcommittee.documents.leaks import find_leaks
from kpcommittee.documents.letterhead import Letterhead
from kpcommittee.documents.model import Minutes
from kpcommittee.documents.recipients import NoDocumentError, items_for, letter_of, recipient_of
from kpcommittee.documents.run_sheet import run_sheet_of
from kpcommittee.documents.shapes import bystanders_of, document_for
from kpcommittee.domain.agenda import LeftOutCase
from kpcommittee.domain.capacity.caseload import Caseload
from kpcommittee.domain.capacity.placement import Placement
from kpcommittee.domain.case import ChildView, Informed
from kpcommittee.domain.meeting import intentions as want
from kpcommittee.locale import use
from tests.builders import Table, case, knows, place

MOTHER = Informed(who="mother", name="Mona Karlsen")


@pytest.fixture(autouse=True)
def _in_english() -> None:
    use("en")


def text(minutes: Minutes, asked: str) -> str:
    return document_for(minutes, recipient_of(asked)).source.replace("\\", "")


def told(minutes: Minutes, asked: str) -> list[str]:
    """The leaks that block."""
    about = bystanders_of(minutes, items_for(minutes, recipient_of(asked)))
    lines = document_for(minutes, recipient_of(asked)).source.split("\n")
    return [leak.kind for leak in find_leaks(lines, about) if leak.blocks]


def two_cases() -> Table:
    """Two cases of two districts; in the second the school's leader is disqualified."""
    unread = LeftOutCase(index=2, case_number="A-3", message="the birth date is missing", child="Noah Beck")
    return Table(case("A-1"), case("A-2", name="Bo Ravn", district="south"), left_out=(unread,))


@pytest.mark.parametrize(
    ("name", "cpr", "is_other"),
    [
        ("Amina Karlsen", "750612-4321", False),
        ("Amina B. Karlsen", "750612-4321", False),
        ("Amina Karlsen", None, False),
        ("Amina Karlsen", "750612-4305", True),
        ("Bo Ravn", None, True),
    ],
)
def test_whether_another_case_is_about_the_same_child_is_decided_by_the_number_first(
    name: str, cpr: str | None, is_other: bool
) -> None:
    """Two children of one name and birth date were one, and one child whose name was spelled otherwise was two."""
    table = Table(case("A-1", cpr="750612-4321"), case("A-2", name=name, cpr=cpr)).does(want.Open())
    minutes = minutes_of(table.meeting)
    outside = bystanders_of(minutes, items_for(minutes, recipient_of("case:A-1"))).outside
    assert [other.case_number for other in outside] == (["A-2"] if is_other else [])


@pytest.mark.parametrize("asked", ["case:A-1", "leader:school"])
def test_cases_that_could_not_be_read_are_in_no_document_of_one_recipient(asked: str) -> None:
    """The leak check knows nothing of them: they are on no agenda."""
    table = two_cases().does(want.Open(), place("A-1", "north-club"), place("A-2", "south-club"))
    waiting = minutes_of(table.meeting)
    table.does(want.SetAside(case="A-3", reason="The school puts it right"))
    for minutes in (waiting, minutes_of(table.meeting)):
        assert minutes.left_out or minutes.set_aside
        assert "A-3" in text(minutes, "full")
        assert "A-3" not in text(minutes, asked)
        assert "Noah" not in text(minutes, asked)


def test_a_leader_reads_of_nobody_who_sat_or_was_away_only_where_the_leader_was_disqualified() -> None:
    table = two_cases().does(want.Open(), want.Attend(person="Peter", status="excused", substitute="Sigrid Vind"))
    table.does(
        want.Disqualify(
            case="A-2", role="internal", ground="Sister", decided_by=("authority",), substitute="Tove Friis"
        )
    )
    table.does(place("A-1", "north-club"), place("A-2", "south-club"))
    minutes = minutes_of(table.meeting)
    for name in ("Peter", "Sigrid Vind", "Tove Friis"):
        assert name in text(minutes, "full"), name
        assert name in text(minutes, "leader:authority"), name
        assert name not in text(minutes, "leader:internal"), name


PROTECTED = {"protected_address": True, "school": "north-second", "club": "north-club", "inform": (MOTHER,)}


@pytest.mark.parametrize("asked", ["case:A-1", "leader:school", "provider:house"])
def test_what_the_minutes_keep_to_themselves_no_recipient_reads(asked: str) -> None:
    """A protected child's name, family, school and club in free text, which is the child's own and no leak."""
    written = "Amina Karlsen and Mona Karlsen want away from Second School"
    table = Table(case("A-1", **PROTECTED, purpose=written)).does(want.Open(), place("A-1", "house", reason=written))
    document = text(minutes_of(table.meeting), asked)
    assert "A.K. and mother want away from the school" in document
    for hidden in ("Amina", "Mona", "Second School"):
        assert hidden not in document


def test_where_a_protected_child_lives_and_who_its_family_is_no_document_tells() -> None:
    """The lists of who was told and whom to inform omit the family. The district would tell the place."""
    lives = {"protected_address": True, "inform": (MOTHER,)}
    table = Table(case("A-1", **lives), case("A-2", name="Bo Ek", birth_date=date(2011, 1, 2), inform=(MOTHER,)))
    table.does(want.Open(), place("A-1", "house", reason="Near"), place("A-2", "house", reason="Near"))
    document = text(minutes_of(table.meeting), "full")
    protected, other = document.partition("### Item 1")[2].split("### Item 2")
    assert "holder of custody" not in protected.lower()
    assert "The family is told by the authority alone (protected address)" in protected
    assert "district not told" in protected.splitlines()[0]
    assert "Holder of custody (mother)" in other
    assert "North" in other.splitlines()[0]


@pytest.mark.parametrize("asked", ["full", "case:A-1", "leader:school", "provider:house"])
def test_what_was_recommended_wished_for_and_wanted_instead_does_not_tell_the_district(asked: str) -> None:
    """A club is recommended in the child's own district alone: its name would tell where a protected child lives."""
    view = ChildView(
        obtained_on=date(2026, 11, 5), says="Wants", wishes_staff=("north-club",), declines=("north-club",)
    )
    lives = {"protected_address": True, "child_view": view, "relations": (knows("Kai Ravn", "north-club"),)}
    table = Table(case("A-1", **lives), case("A-2", name="Bo Ek", birth_date=date(2011, 1, 2))).does(want.Open())
    remark = "North Club is near"
    table.does(want.Position(case="A-1", role="school", stance="disagree", provider="north-club", remark=remark))
    table.does(*(want.Position(case="A-1", role=role, stance="agree") for role in ("club", "authority", "internal")))
    table.does(place("A-1", "house", reason="North School knows, North Club is full", positions=None))
    minutes = minutes_of(table.meeting)
    document = text(minutes, asked)
    own = (
        document.partition("### Item 1")[2].partition("### Item 2")[0]
        if asked in ("full", "leader:school")
        else document
    )
    for place_name in ("North Club ", "North Club,", "North School", "North Club\n"):
        assert place_name not in own.replace("North Club Leader", "leader"), own
    if asked != "provider:house":
        assert "wants a club – a club is near" in own
        assert "a school knows, a club is full" in own


def test_the_run_sheet_tells_no_district_where_a_protected_child_is_on_the_agenda() -> None:
    """Named behind the others alone it would tell the child's; the club that is recommended is of its district."""
    known = knows("Mia Holm", "north-club", "mia")
    for protected in (False, True):
        cases = (
            case("A-1", protected_address=protected, relations=(known,)),
            case("A-2", name="Bo Ek", district="south"),
        )
        table = Table(*cases).does(want.Open())
        views = [table.sees(number) for number in ("A-1", "A-2")]
        sheet = run_sheet_of(table.meeting, views, (), (), table.context.config, table.context.law)
        assert [block.district for block in sheet.blocks] == (["", ""] if protected else ["North", "South"])
        assert sheet.blocks[0].cases[0].recommended == ("a club" if protected else "North Club")


def test_a_provider_hears_nothing_of_a_decision_in_principle() -> None:
    away = want.Attend(person="Lone", status="excused")
    table = Table(case("A-1")).does(want.Open(), away, place("A-1", "house", reason="Agreed", in_principle=True))
    minutes = minutes_of(table.meeting)
    for provider in ("house", "north-club"):
        with pytest.raises(NoDocumentError) as refused:
            text(minutes, f"provider:{provider}")
        assert refused.value.why == "nothing_for_provider"


def test_a_provider_that_keeps_the_child_is_not_told_that_the_placement_ends() -> None:
    runs = Placement(case_number="A-1", provider="north-club", staff="mia", start=date(2026, 2, 1))
    table = Table(case("A-1")).knows(caseload=Caseload.of([runs], ())).does(want.Open())
    document = text(minutes_of(table.does(place("A-1", "north-club", staff="mia")).meeting), "provider:north-club")
    assert "## Begins" in document
    assert "## Ends" not in document


def test_a_letter_has_the_first_name_and_no_surname() -> None:
    table = Table(case("A-1", name="Amina Fatima Karlsen")).does(want.Open(), place("A-1", "north-club"))
    minutes = minutes_of(table.meeting)
    for to in ("child", "family"):
        assert letter_of(minutes.items[0], to).child == "Amina"
        assert "Karlsen" not in text(minutes, f"{to}:A-1")


def test_a_child_with_two_cases_is_one_and_one_of_the_same_name_is_another() -> None:
    born = date(2012, 6, 15)
    again = case("A-2", birth_date=born, cpr="750612-4008")
    namesake = case("A-2", birth_date=date(2013, 6, 15), cpr="750613-4008", grade="7.b")
    for other, outside in ((again, ()), (namesake, ("A-2",))):
        table = Table(case("A-1", birth_date=born), other).does(want.Open())
        table.does(place("A-1", "north-club"), place("A-2", "north-club"))
        minutes = minutes_of(table.meeting)
        about = bystanders_of(minutes, items_for(minutes, recipient_of("case:A-1")))
        assert tuple(each.case_number for each in about.outside) == outside
        assert "A-1" in {each.case_number for each in about.inside}


def test_who_said_something_in_a_case_may_be_named_in_it_and_in_no_other() -> None:
    """Mona Vang, who spoke in the first case, shares a name with the mother of the child in the second."""
    family = case("A-2", name="Bo Ravn", inform=(MOTHER,))
    table = Table(case("A-1", name="Eva Dahl"), family).does(
        want.Open(), want.Note(case="A-1", text="Glad", said_by="Mona Vang"), place("A-1", "north-club")
    )
    spoken = minutes_of(table.meeting)
    assert "Mona Vang" in text(spoken, "case:A-1")
    about = bystanders_of(spoken, items_for(spoken, recipient_of("case:A-1")))
    assert told(spoken, "case:A-1") == []
    assert [leak.kind for leak in find_leaks(["Mona er vred"], about)] == ["relation"]


def test_the_municipalitys_frame_around_the_minutes_is_not_put_around_other_documents() -> None:
    """Its words, such as who signs, are those of the whole minutes."""
    minutes = minutes_of(Table(case("A-1")).does(want.Open(), place("A-1", "north-club")).meeting)
    look = Letterhead(frame="Signed by all\n\n{{ body }}\n", address=("Town hall",))
    assert "Signed by all" in document_for(minutes, recipient_of("full"), look).source
    extract = document_for(minutes, recipient_of("case:A-1"), look)
    assert "Signed by all" not in extract.source
    assert extract.letterhead == replace(look, frame=None)
