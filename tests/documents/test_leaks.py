"""The leak check: each thing that tells of a child outside the document is found, however it is written."""

from dataclasses import replace
from datetime import date

import pytest

from kpcommittee.documents.leaks import Bystanders, Leak, find_leaks
from kpcommittee.domain.case import Case, Informed
from tests.builders import case, knows

OTHER = case(
    "2026-0499",
    name="Freja Louise Kernholt",
    cpr="640312-4008",
    grade="7.b",
    inform=(Informed(who="mother", name="Annette Vibholm"),),
    relations=(knows("Gurli Ottosen", None),),
    problem_note="Bor hos sin moster, Birkevej 12, 2. sal",
)
OWN = case("2026-0412", name="Amina Karlsen", cpr="641004-4008", grade="5.a")
PUBLIC = frozenset({"Lone Bech", "Mette Holm", "Klub Øst"})
KNOWN = Bystanders(outside=(OTHER,), inside=(OWN,), public=PUBLIC)


def leaks(*lines: str, known: Bystanders = KNOWN) -> list[str]:
    return [leak.kind for leak in find_leaks(lines, known) if leak.blocks]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Freja Louise Kernholt går i klubben", "name"),
        ("FREJA LOUISE KERNHOLTS mor", "name"),
        ("Freja Louise\u00a0Kernholt", "name"),
        ("Fre\u00adja Louise Kern\u00adholt", "name"),
        ("sammen med Freja", "name_part"),
        ("sammen med freja", "name_part"),
        ("Frejas ven", "name_part"),
        ("Freja's ven", "name_part"),
        ("Freja-sagen", "name_part"),
        ("familien Kernholt", "name_part"),
        ("de to Kernholtes hus", "name_part"),
        ("som F.K. også gør", "initials"),
        ("som F. K. også gør", "initials"),
        ("640312-4008", "number"),
        ("64 03 12 4008", "number"),
        ("6403124008", "number"),
        ("64.03.12-4008", "number"),
        ("som i sag 2026-0499.", "case_number"),
        ("2026-0499-sagen", "case_number"),
        ("bor på Birkevej 12", "address"),
        ("BIRKEVEJ  12", "address"),
        ("går i 7.b", "school_class"),
        ("går i 7b", "school_class"),
        ("i 7. B", "school_class"),
        ("Annette Vibholm ringer", "relation"),
        ("Annettes ord", "relation"),
        ("Gurli kender ham", "relation"),
        ("Ottosens gruppe", "relation"),
    ],
)
def test_what_tells_of_another_child_is_found(text: str, kind: str) -> None:
    assert leaks(text) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "Amina Karlsen, A.K., går i 5.a; sag 2026-0412",
        "Lone Bech og Mette Holm fra Klub Øst",
        "sag 2026-04991 og 12026-0499, 17.b og 7.bx",
        "F.K.L. og AF.K. og 6403124007",
        "Birkevej 121",
        "frejaø Kernholtsen",
    ],
)
def test_what_is_somebody_else_is_not(text: str) -> None:
    assert find_leaks([text], KNOWN) == ()


def test_a_name_that_goes_on_in_the_next_line_is_one_name() -> None:
    (leak,) = find_leaks(["### Punkt 1", "sammen med Freja Louise", "Kernholt på lejr"], KNOWN)
    assert leak == Leak(kind="name", line=2, heading="Punkt 1", masked="F•••", blocks=True)


def test_the_place_is_told_and_not_the_name() -> None:
    lines = ["Sag om Freja", "Andet", "Kernholt"]
    first, second = find_leaks(lines, KNOWN, headings={"Sag om Freja"})
    assert (first.line, first.heading) == (1, "Sag om F•••")
    assert (second.line, second.heading, second.masked) == (3, "Sag om F•••", "K•••")


def test_what_both_children_have_in_common_is_no_leak() -> None:
    sister = replace(OTHER, child=replace(OTHER.child, name="Alba Karlsen", grade="5.a", cpr=None))
    known = Bystanders(outside=(sister,), inside=(OWN,), public=PUBLIC)
    assert leaks("Amina Karlsen, A.K., i 5.a", known=known) == []
    assert leaks("Alba Karlsen", known=known) == ["name"]
    assert leaks("Alba", known=known) == ["name_part"]


def test_a_member_of_staff_who_knows_both_is_no_outsider() -> None:
    known = Bystanders(outside=(replace(OTHER, relations=(knows("Mette Holm", "klub-oest"),)),), public=PUBLIC)
    assert leaks("Mette Holm er kontaktperson", known=known) == []


@pytest.mark.parametrize("name", ["Storm Lund", "Gry Strand", "Bo Skov"])
def test_a_word_that_is_also_a_name_is_shown_and_does_not_block(name: str) -> None:
    first, last = name.split()
    known = Bystanders(outside=(case("2026-0001", name=name),))
    shown = find_leaks([f"{first} {last.lower()}", f"{last} og {first.lower()}"], known)
    assert [(leak.kind, leak.blocks) for leak in shown] == [("name", True), ("name_part", False)]
    assert find_leaks([f"en {first.lower()} ved en {last.lower()}"], known) == ()


def test_a_short_case_number_is_found_behind_its_word() -> None:
    known = Bystanders(outside=(case("A"),), inside=(case("B", name="Bo Ravn"),))
    assert leaks("A. Plan A og klub A", known=known) == []
    assert leaks("se sag A.", known=known) == ["case_number"]


@pytest.mark.parametrize("text", ["Åse", "Aases", "AASE", "åse", "Kjærsgårds", "Kjaersgaard", "Émilie", "Emilies"])
def test_a_name_is_found_however_its_letters_are_written(text: str) -> None:
    known = Bystanders(outside=(case("2026-0003", name="Åse Émilie Kjærsgård"),))
    assert leaks(f"sammen med {text} i går", known=known) == ["name_part"]


def test_a_whole_name_is_found_and_a_public_one_passed_over_however_its_letters_are_written() -> None:
    outside = (case("2026-0003", name="Åse Émilie Kjærsgård"), case("2026-0004", name="Émile Ørum"))
    known = Bystanders(outside=outside, inside=(OWN,), public=frozenset({"Åse Bech"}), acting=frozenset({"Émile Vang"}))
    assert leaks("Åse Émilie Kjærsgård", known=known) == ["name"]
    assert leaks("Aase Emilie Kjaersgaard", known=known) == ["name"]
    assert leaks("Åse Bech og Émile Vang", known=known) == []


def test_a_child_of_one_name_and_without_anything_else_is_found() -> None:
    bare = Case(case_number="2026-0003", problems=(), child=replace(OTHER.child, name="Zenobia", cpr=None, grade=None,
                inform=()), grant=OTHER.grant)  # fmt: skip
    assert leaks("Zenobias plan", known=Bystanders(outside=(bare,))) == ["name_part"]


def test_hundreds_of_cases_are_looked_for_in_a_moment() -> None:
    outside = tuple(
        case(f"2026-{n:04}", name=f"Xaver{chr(97 + n % 26)}{chr(97 + n // 26)} Ymersen", birth_date=date(2012, 1, 1))
        for n in range(300)
    )
    text = ["Klubben har plads, og skolen er enig i det hele."] * 3000 + ["Xaverbb"]
    assert len(find_leaks(text, Bystanders(outside=outside))) == 1
