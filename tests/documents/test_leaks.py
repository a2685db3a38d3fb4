"""The leak check: each thing that tells of a child outside the document is found, however it is written."""

from dataclasses import replace
from datetime import date
from time import process_time

import pytest

from kpcommittee.documents.bystanders import Bystanders
from kpcommittee.documents.leaks import Leak, find_leaks
from kpcommittee.documents.record_texts import texts_in
from kpcommittee.domain.case import Case, Earlier, Informed
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
        ("Freja’s ven", "name_part"),
        ("Freja-sagen", "name_part"),
        ("Fre\u200bja", "name_part"),
        ("\u2060Freja\ufeff", "name_part"),
        ("familien Kernholt", "name_part"),
        ("de to Kernholtes hus", "name_part"),
        ("som F.K. også gør", "initials"),
        ("som F. K. også gør", "initials"),
        ("som F.K også gør", "initials"),
        ("640312-4008", "number"),
        ("64 03 12 4008", "number"),
        ("6403124008", "number"),
        ("64.03.12-4008", "number"),
        ("64-03-2012-4008", "number"),
        ("64/03/2012-4008", "number"),
        ("som i sag 2026-0499.", "case_number"),
        ("2026-0499-sagen", "case_number"),
        ("sag 2026\u20110499", "case_number"),
        ("sag 2026–0499", "case_number"),
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
        "F.K.L. og AF.K. og F.Kl og 6403124007",
        "Birkevej 121",
        "frejaø Kernholtsen",
    ],
)
def test_what_is_somebody_else_is_not(text: str) -> None:
    assert find_leaks([text], KNOWN) == ()


STREETS = (
    "Skolegade 5", "Bøge Allé 7", "Rønne Alle 7", "Torvets Plads 2", "Sankt Peders Stræde 9 B", "Ørnevænget 14",
    "Kastanjevænge 3", "Søparken 8", "Nytorv 1", "H.C. Andersens Boulevard 22", "Åstien 4", "Kirkebakken 31",
    "Rosentoften 6",
)  # fmt: skip


@pytest.mark.parametrize("address", STREETS)
@pytest.mark.parametrize("field", ["purpose", "note", "earlier"])
def test_an_address_is_found_whatever_its_street_is_called_and_wherever_the_case_has_it(
    address: str, field: str
) -> None:
    """The first address of the sample is a vej in a note: any other was looked for by no test."""
    written = f"Bor på {address}, hos sin far"
    other = case("2026-0499", name="Freja Kernholt", cpr=None)
    if field == "purpose":
        other = replace(other, grant=replace(other.grant, purpose=written))
    elif field == "note":
        other = replace(other, problem_note=written)
    else:
        other = replace(other, earlier=(Earlier(provider="house", ended_because=written),))
    assert leaks(f"turen gik forbi {address} i går", known=Bystanders(outside=(other,), inside=(OWN,))) == ["address"]


def test_a_number_that_the_same_child_has_in_two_cases_is_its_own() -> None:
    again = replace(OTHER, case_number="2026-0777")
    known = Bystanders(outside=(again,), inside=(OTHER,))
    assert leaks("nummeret er 640312-4008", known=known) == []


def test_a_name_that_is_typed_with_loose_accents_or_in_capitals_is_found() -> None:
    known = Bystanders(outside=(case("2026-0003", name="Åse Groß Émond"),))
    assert leaks("A\u030ase", known=known) == ["name_part"]
    assert leaks("E\u0301mond", known=known) == ["name_part"]
    assert leaks("GROSS", known=known) == ["name_part"]


def test_two_words_with_a_colon_between_them_are_no_public_name() -> None:
    """A list such as »Lone: Bech« is of two people."""
    known = Bystanders(outside=(case("2026-0003", name="Lone Vang"),), public=frozenset({"Lone Bech"}))
    (leak,) = find_leaks(["Lone: Bech er med"], known)
    assert (leak.kind, leak.blocks) == ("name_part", False)
    assert find_leaks(["Lone Bech er med"], known) == ()


def test_a_word_that_a_public_name_has_too_is_shown_and_does_not_block() -> None:
    known = Bystanders(outside=(case("2026-0003", name="Mette Vang"),), public=PUBLIC)
    assert [leak.blocks for leak in find_leaks(["så siger Mette"], known)] == [False]
    assert [leak.blocks for leak in find_leaks(["så siger Mette Vang"], known)] == [True]


def test_a_name_of_two_letters_is_shown_and_does_not_block() -> None:
    known = Bystanders(outside=(case("2026-0003", name="Ib Zeuthen"),))
    assert [leak.blocks for leak in find_leaks(["så siger Ib"], known)] == [False]
    assert [leak.blocks for leak in find_leaks(["så siger Ib Zeuthen"], known)] == [True]


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


@pytest.mark.parametrize("name", ["Ida van den Berghs", "Ida von der Berghs", "Ida Berghs den Yngre af Nord og Syd"])
def test_small_words_inside_a_name_are_none_by_themselves(name: str) -> None:
    """One child with such a name blocked every letter and all statistics: each has a date with `den` in it."""
    known = replace(KNOWN, outside=(case("A-1", name=name),))
    assert leaks("onsdag den 2. december, hvor der var plads, af udvalget og van", known=known) == []
    assert leaks("Den unge var der. Den er sendt.", known=known) == []
    assert leaks(f"sammen med {name}", known=known) == ["name"]
    assert leaks("sammen med Berghs", known=known) == ["name_part"]


def test_a_word_of_the_program_s_own_is_no_name_unless_a_text_from_outside_has_it_too() -> None:
    """A child called `Møde` made every extract of the meeting impossible: each has the word in its head."""
    known = replace(KNOWN, outside=(case("A-1", name="Møde Kernholt"),))
    head = "Møde: onsdag den 2. december"
    assert leaks(head, known=known) == ["name_part"], "whoever edits a file may have written it"
    assert find_leaks([head], known, outside_texts=["Klub Øst", "Mødet", "En god plan"]) == ()
    for text in ("sammen med Møde", "MØDES bror", "Moede", "Mø\u200bde", "til møde i skolen"):
        found = find_leaks([head, text], known, outside_texts=["Klub Øst", text])
        assert [leak.blocks for leak in found] == [True, True], text
    (leak,) = find_leaks(["Møde Kernholt"], known, outside_texts=())
    assert leak.kind == "name", "no word of the program is followed by the rest of a name"


def test_a_name_is_found_whichever_of_two_names_the_program_makes_of_it() -> None:
    """The program's genitive made of one name a word that is another child's name, and it was its own word."""
    known = replace(KNOWN, outside=(case("A-1", name="Ida Lohse"), case("A-2", name="Ida Lohses")))
    (leak,) = find_leaks(["Lohses bror"], known, outside_texts=["Lohse"])
    assert leak.blocks


def test_a_kind_of_value_whose_texts_are_not_known_is_no_text_of_the_program() -> None:
    with pytest.raises(TypeError):
        [*texts_in((OTHER, {"a": ["b", frozenset({1.5})]}, object()))]


def test_such_a_word_with_a_capital_is_shown_and_does_not_block() -> None:
    known = replace(KNOWN, outside=(case("A-1", name="Ida Van Den Berghs"),))
    leaks = find_leaks(["onsdag den 2. december", "Den unge"], known)
    assert [(leak.line, leak.blocks) for leak in leaks] == [(2, False)]


@pytest.mark.parametrize(
    ("person", "told"),
    [
        ("Farmor", []),
        ("Fodboldtræneren", []),
        ("En nabo", []),
        ("Tidligere kontaktperson", []),
        ("Mentor fra Red Barnet", []),
        ("farmor gurli", ["relation"]),
        ("Farmor Gurli", ["relation"]),
        ("Gurli (nabo)", ["relation"]),
        ("Gurli van der Hulst", ["relation"]),
    ],
)
def test_an_adult_who_is_only_called_what_it_is_to_the_child_is_no_name(person: str, told: list[str]) -> None:
    """`Mentor fra Red Barnet` as a relation blocked every document in which anything was from anywhere."""
    known = replace(KNOWN, outside=(case("A-1", name="Freja Kernholt", relations=(knows(person, None),)),))
    text = "Farmor, fodboldtræneren, en nabo, den tidligere kontaktperson og en mentor fra kommunen hjælper barnet."
    assert leaks(text, known=known) == []
    assert leaks("Gurli hjælper.", known=known) == told


@pytest.mark.parametrize("person", ["Van Le", "Le Van Du", "Dos Da"])
def test_an_adult_whose_name_is_of_small_words_is_found(person: str) -> None:
    """Written with capitals they are a whole name, such as a Vietnamese one."""
    known = replace(KNOWN, outside=(case("A-1", relations=(knows(person, None),)),))
    assert leaks(f"Barnet kender {person}.", known=known) == ["relation"]


def test_a_childs_name_is_one_whatever_the_word_is_else() -> None:
    """Mentor is a first name too, and a name of small words alone may be written small."""
    known = replace(KNOWN, outside=(case("A-1", name="Mentor Hoxha"), case("A-2", name="van le")))
    assert leaks("Mentor er glad for klubben.", known=known) == ["name_part"]
    assert leaks("sammen med van le", known=known) == ["name"]


def test_a_letter_between_two_names_is_no_name_by_itself() -> None:
    known = replace(KNOWN, outside=(case("A-1", name="Freja B Kernholt"),))
    assert find_leaks(["Hold B og indgang B"], known) == ()
    assert leaks("Freja B Kernholt", known=known) == ["name"]


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


def test_a_text_is_looked_through_once_however_many_children_are_to_be_kept_out_of_it() -> None:
    """What must be before a number was looked at for each child, at each letter: empty lines took seconds."""
    children = [case(f"2026-{number:04}", name=f"Barn {number}", grade="7.b") for number in range(600)]
    few, many = (Bystanders(outside=tuple(children[:count])) for count in (1, 600))
    lines = [""] * 200_000
    find_leaks(lines, few)
    times = []
    for about in (few, many):
        before = process_time()
        assert find_leaks(lines, about) == ()
        times.append(process_time() - before)
    assert times[1] < 1 + 8 * times[0]
