"""Personal data that is put right: each value by its name, and nothing else."""

from dataclasses import replace
from datetime import date

from kpcommittee.domain.case import Child, Informed
from kpcommittee.domain.identity import Identity
from kpcommittee.domain.meeting.intentions import Open
from kpcommittee.domain.meeting.item import apply_rectification
from kpcommittee.domain.meeting.rectified import Rectification, Rectified, rectify_child, rectify_identity
from tests.builders import NOW, Table, case, place

BORN, RIGHT_DAY = date(2012, 6, 15), date(2012, 5, 16)
CHILD = Child(
    name="Amina Karlsen",
    birth_date=BORN,
    cpr="750612-1001",
    district="north",
    inform=(Informed(who="mother", name="Lise"), Informed(who="father", name="Per")),
)


def test_each_value_is_put_right_and_the_others_stay() -> None:
    assert rectify_child(CHILD, [Rectification(what="name", now="Amina Holm")]) == replace(CHILD, name="Amina Holm")
    assert rectify_child(CHILD, [Rectification(what="birth_date", now="2012-05-16")]) == replace(
        CHILD, birth_date=RIGHT_DAY
    )
    assert rectify_child(CHILD, [Rectification(what="cpr", now="760512-1001")]) == replace(CHILD, cpr="760512-1001")
    assert rectify_child(CHILD, []) == CHILD


def test_of_those_who_are_informed_the_one_of_that_place_gets_another_name() -> None:
    second = rectify_child(CHILD, [Rectification(what="informed", now="Peter", nth=2)])
    assert second.inform == (CHILD.inform[0], Informed(who="father", name="Peter"))
    first = rectify_child(second, [Rectification(what="informed", now="Lisa", nth=1)])
    assert first.inform == (Informed(who="mother", name="Lisa"), Informed(who="father", name="Peter"))


def test_of_several_changes_the_last_of_a_value_counts() -> None:
    changes = [Rectification(what="name", now="Amina"), Rectification(what="name", now="Amina Holm")]
    assert rectify_child(CHILD, changes).name == "Amina Holm"
    assert rectify_identity(CHILD.identity, changes).name == "Amina Holm"


def test_who_a_child_is_follows_what_was_put_right() -> None:
    known = Identity("Amina Karlsen", BORN, "750612-1001")
    changes = [Rectification(what="birth_date", now="2012-05-16"), Rectification(what="cpr", now="760512-1001")]
    assert rectify_identity(known, changes) == Identity("Amina Karlsen", RIGHT_DAY, "760512-1001")
    assert rectify_identity(known, [Rectification(what="informed", now="Peter", nth=2)]) == known
    assert rectify_identity(known, [Rectification(what="name", now="Amina Holm")]).name == "Amina Holm"


def test_a_rectified_item_says_who_corrected_what_and_when_and_keeps_the_former_names() -> None:
    item = Table(case("A-1")).does(Open(), place("A-1", "north-club")).item()
    changes = (Rectification(what="name", now="Amina Holm"), Rectification(what="name", now="Amina Beck"))
    event = Rectified(case="A-1", changes=changes, why="The parents wrote", by="Inger")
    after = apply_rectification(item, event, NOW, 3)
    (correction,) = after.corrections
    assert (correction.why, correction.by, correction.at, correction.version) == ("The parents wrote", "Inger", NOW, 3)
    assert (correction.before, correction.after, correction.personal) == (item.decision, item.decision, ("name",))
    assert (after.case.child.name, [person.name for person in after.former]) == ("Amina Beck", ["Amina Karlsen"])
