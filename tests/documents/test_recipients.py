"""What each recipient gets of a meeting: what they need, nothing else, and nothing of anybody else."""

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from kpcommittee.convert.intentions import InvalidLine, parse_intention
from kpcommittee.documents import model, recipients
from kpcommittee.documents.builder import minutes_of
from kpcommittee.documents.leaks import find_leaks
from kpcommittee.documents.letterhead import Letterhead, Picture
from kpcommittee.documents.model import Minutes, MinutesItem
from kpcommittee.documents.recipients import (
    KINDS,
    Letter,
    NoDocumentError,
    ProviderExtract,
    items_for,
    recipient_of,
)
from kpcommittee.documents.shapes import bystanders_of, document_for
from kpcommittee.documents.statistics import Statistics
from kpcommittee.domain.capacity.caseload import Caseload
from kpcommittee.domain.capacity.options import Option
from kpcommittee.domain.capacity.placement import Placement
from kpcommittee.domain.meeting.decision import Decision, PositionTaken
from kpcommittee.domain.meeting.intentions import Amendment, Approve, Close, Correct, Open, ReasonGiven
from kpcommittee.domain.texts import Rewriter
from kpcommittee.workspace.reading import read_agenda, read_config, read_law
from tests.builders import Table, case, place
from tests.random_meetings import FIRST_DAY, ROLES, RandomCommittee
from tests.seeds import seeds

HERE = "2026-0377"
"""A case with dissent, a caution that was answered, a second choice of nobody, and a protected address."""
OPEN_CASE = "2026-0412"


def text(minutes: Minutes, asked: str) -> str:
    return document_for(minutes, recipient_of(asked)).source


def told(minutes: Minutes, asked: str) -> list[tuple[str, int]]:
    """The leaks that block in a recipient's document."""
    recipient = recipient_of(asked)
    document, about = document_for(minutes, recipient), bystanders_of(minutes, items_for(minutes, recipient))
    leaks = find_leaks(document.source.split("\n"), about, outside_texts=document.outside_texts)
    return [(leak.kind, leak.line) for leak in leaks if leak.blocks]


def everybody(minutes: Minutes) -> Iterator[str]:
    """Every recipient that may be asked for."""
    yield "statistics"
    yield from (f"leader:{role}" for role in ROLES)
    yield from (f"provider:{provider.id}" for provider in minutes.names.config.providers)
    yield from (f"{kind}:{item.case.case_number}" for kind in ("case", "child", "family") for item in minutes.items)


def possible(minutes: Minutes) -> Iterator[str]:
    """Those for whom there is a document."""
    for asked in everybody(minutes):
        try:
            items_for(minutes, recipient_of(asked))
        except NoDocumentError:
            continue
        yield asked


@pytest.fixture
def minutes(final: Table) -> Minutes:
    return minutes_of(final.meeting)


# What each holds


def test_the_extract_of_a_child_is_the_item_of_the_minutes_and_no_other(minutes: Minutes) -> None:
    source = text(minutes, f"case:{OPEN_CASE}")
    full = text(minutes, "full")
    start = full.index("### Punkt 1 ·") if f"Punkt 1 · sag {OPEN_CASE}" in full else full.index(f"sag {OPEN_CASE}") - 20
    line = next(line for line in full[start:].split("\n") if OPEN_CASE in line)
    assert line in source
    assert [item.case.case_number for item in minutes.items if item.case.case_number in source] == [OPEN_CASE]


def test_a_provider_gets_who_when_hours_purpose_and_contact_and_neither_options_nor_dissent(minutes: Minutes) -> None:
    source = text(minutes, "provider:klub-havn")
    item = next(item for item in minutes.items if item.case.case_number == HERE)
    assert HERE in source
    assert item.case.grant.purpose in source
    assert item.case.child.initials in source
    assert item.case.child.name not in source, "the name is protected"
    for hidden in ("Klub Øst", "uenig", "er fuld", "%", "værkstedet", "Susanne finder", "Begrundelse"):
        assert hidden not in source
    assert "Amina Karlsen, 13 år" in text(minutes, "provider:klub-oest")


def test_a_provider_is_told_that_a_placement_ends_before_its_first_follow_up() -> None:
    """T13: it was asked to take part in one a month after the placement had ended."""
    table = Table(case()).does(Open(), place("A-1", "north-club", end=date(2027, 2, 3)))
    source = text(minutes_of(table.meeting), "provider:north-club")
    assert "- The placement ends on 03/02/2027, before a first follow-up is due (04/04/2027)" in source
    assert "First follow-up no later" not in source


def test_a_provider_is_told_what_ends_there_too_and_not_where_the_child_goes() -> None:
    runs = Placement(case_number="A-1", provider="south-club", staff="eva", start=date(2026, 2, 1))
    table = Table(case(caseworker="Rikke Juul")).knows(caseload=Caseload.of([runs], ())).does(Open())
    table.does(place("A-1", "north-club", staff="mia", reason="Agreed"))
    minutes = minutes_of(table.meeting)
    source = text(minutes, "provider:south-club")
    for part in ("## Ends", "Amina Karlsen", "Eva Lund", "03/01/2027", "Rikke Juul"):
        assert part in source, part
    for hidden in ("North Club", "Mia Holm", "To belong", "## Begins"):
        assert hidden not in source, hidden
    assert "## Ends" not in text(minutes, "provider:north-club")


def test_a_provider_that_lost_a_child_by_a_correction_is_told_that_and_nothing_more() -> None:
    """The told list named it as the provider until now, and there was no document for it."""
    table = Table(case("A-1", caseworker="Rikke Juul")).does(Open(), place("A-1", "south-club", reason="Agreed"))
    table.does(Close(), Approve(by="Inger"))
    keys = {"provider": "north-club", "staff": "mia", "reason": ReasonGiven(code="agreed", text="Nearer")}
    amended = Amendment(given=frozenset(keys), **keys)  # type: ignore[arg-type]
    table.does(Correct(case="A-1", place=amended, why="Wrong club", by="Inger"))
    minutes = minutes_of(table.meeting)
    source = text(minutes, "provider:south-club")
    assert "Case A-1: the placement was taken from South Club by a correction of the minutes." in source
    for hidden in (
        "Amina",
        "A.K.",
        "North Club",
        "Mia Holm",
        "Rikke",
        "To belong",
        "Nearer",
        "Wrong",
        "## Begins",
        "## Ends",
    ):
        assert hidden not in source, hidden
    assert "taken" not in text(minutes, "provider:north-club")


@pytest.mark.parametrize("shape", [ProviderExtract, Letter, Statistics])
def test_their_models_have_no_place_for_what_they_must_not_see(shape: type) -> None:
    held = _held(shape)
    assert not held & {Option, PositionTaken, Decision, MinutesItem, Minutes}


def _held(kind: Any) -> set[Any]:
    seen: set[Any] = set()
    waiting = [kind]
    while waiting:
        each = waiting.pop()
        if each not in seen:
            seen.add(each)
            names = vars(model) | vars(recipients)
            hints = get_type_hints(each, localns=names) if is_dataclass(each) else {}
            waiting += [*get_args(each), *(hints[field.name] for field in (fields(each) if hints else ()))]
    return seen


def test_a_leader_gets_the_minutes_without_the_case_in_which_they_were_disqualified(minutes: Minutes) -> None:
    source = text(minutes, "leader:internal")
    assert "2026-0391" not in source
    assert "2026-0417" in source, "the leader who stayed is not disqualified"
    assert "Dagsordenen blev godkendt (14 sager)." in source
    assert "2026-0391" in text(minutes, "leader:school")


def test_a_letter_is_plain_and_says_that_it_is_no_legal_decision(minutes: Minutes) -> None:
    for asked, called in ((f"child:{OPEN_CASE}", "Kære Amina"), (f"family:{OPEN_CASE}", "Kære forældre til Amina")):
        source = text(minutes, asked)
        assert called in source
        assert "Det er ikke en afgørelse" in source
        assert "5 timer om ugen" in source
        assert OPEN_CASE not in source
        assert "§" not in source


@pytest.mark.parametrize("asked", [f"child:{OPEN_CASE}", f"family:{OPEN_CASE}"])
@pytest.mark.parametrize("hours", [5, 1])
def test_what_follows_the_list_of_a_letter_is_a_paragraph_of_its_own(minutes: Minutes, asked: str, hours: int) -> None:
    item = next(item for item in minutes.items if item.case.case_number == OPEN_CASE)
    assert item.decision is not None
    changed = replace(item, decision=replace(item.decision, hours=Decimal(hours)))
    lines = text(replace(minutes, cases=(changed,), in_principle=()), asked).splitlines()
    ends = max(n for n, line in enumerate(lines) if line.startswith("- "))
    assert lines[ends + 1] == ""
    assert "Rikke Juul" in lines[ends + 2]


def test_statistics_name_nobody_and_hide_small_numbers(minutes: Minutes) -> None:
    source = text(minutes, "statistics")
    assert [item.case.case_number for item in minutes.items if item.case.case_number in source] == []
    assert "| Udsat | – |" in source
    assert "Tal under 5 er skjult" in source
    numbers = [int(cell) for cell in source.replace("|", " ").split() if cell.isdecimal() and len(cell) < 3]
    assert min(number for number in numbers if number != 2) >= 5, "the 2nd of December is no count"


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ("everybody", "unknown_recipient"),
        ("case", "unknown_recipient"),
        ("case:", "unknown_recipient"),
        ("full:1", "unknown_recipient"),
        ("leader:chair", "unknown_role"),
        ("case:2099-1", "unknown_case"),
        ("provider:moon", "unknown_provider"),
        ("provider:klub-vest-2", "unknown_provider"),
        ("child:2026-0409", "nothing_to_tell"),
        ("family:2026-0377", "protected_address"),
        ("family:2026-0415", "do_not_contact_family"),
        ("family:2026-0391", "of_age"),
    ],
)
def test_who_gets_no_document_and_why(minutes: Minutes, asked: str, why: str) -> None:
    with pytest.raises(NoDocumentError) as refused:
        text(minutes, asked)
    assert refused.value.why == why


def test_a_child_below_the_age_of_a_party_and_one_decided_in_principle_get_no_letter(minutes: Minutes) -> None:
    small = replace(next(item for item in minutes.items if item.case.case_number == OPEN_CASE), inform_child=False)
    young = replace(minutes, cases=(small,), in_principle=())
    with pytest.raises(NoDocumentError) as refused:
        text(young, f"child:{OPEN_CASE}")
    assert refused.value.why == "child_too_young"
    waiting = replace(small, item=replace(small.item, state="in_principle"))
    with pytest.raises(NoDocumentError) as refused:
        text(replace(young, cases=(waiting,)), f"family:{OPEN_CASE}")
    assert refused.value.why == "in_principle"


def test_every_kind_is_tried_here() -> None:
    assert {"full", "script", "statistics", "leader", "provider", "case", "child", "family"} == set(KINDS)


# Nothing of anybody else


def test_an_ordinary_meeting_is_refused_to_nobody(minutes: Minutes) -> None:
    asked = [*possible(minutes)]
    assert len(asked) > 30
    assert {recipient: leaks for recipient in asked if (leaks := told(minutes, recipient))} == {}


SMUGGLED = "Camilla Holmgaard"
"""The mother in another case."""


def smuggled(minutes: Minutes, place: int, smuggled_name: str = SMUGGLED) -> tuple[Minutes, str, str] | None:
    """The minutes with the name in the n-th text of one item; None behind the last one."""
    item = next(item for item in minutes.items if item.case.case_number == OPEN_CASE)
    seen: list[tuple[str, str]] = []

    def change(owner: type, name: str, written: str) -> str:
        seen.append((owner.__name__, name))
        return f"{written} {smuggled_name}" if len(seen) == place + 1 else written

    changed = Rewriter(change).rewrite(item)
    if place >= len(seen):
        return None
    swap = [changed if other is item else other for other in minutes.items]
    first = len(minutes.in_principle)
    return replace(minutes, in_principle=tuple(swap[:first]), cases=tuple(swap[first:])), *seen[place]


@pytest.mark.slow
def test_a_part_of_a_name_is_found_wherever_it_would_be_if_no_word_were_the_program_s_own(minutes: Minutes) -> None:
    for nth in count(0, 20):
        mutant = smuggled(minutes, nth, "Holmgaards")
        if mutant is None:
            break
        for asked in (f"case:{OPEN_CASE}", "leader:internal", "provider:klub-oest", f"family:{OPEN_CASE}"):
            try:
                document = document_for(mutant[0], recipient_of(asked))
            except NoDocumentError:
                continue
            about = bystanders_of(mutant[0], items_for(mutant[0], recipient_of(asked)))
            lines = document.source.split("\n")
            known = find_leaks(lines, about, outside_texts=document.outside_texts)
            assert known == find_leaks(lines, about), (asked, *mutant[1:])
    assert nth > 100


@pytest.mark.parametrize("field", ["source", "bases"])
def test_a_name_in_a_law_table_of_the_municipality_s_own_is_found(minutes: Minutes, field: str) -> None:
    """Its sentences are in the documents, and whoever keeps the table may write anything."""
    law = minutes.law
    basis = next(item.case.grant.basis for item in minutes.items if item.case.case_number == OPEN_CASE)
    bases = tuple(replace(each, da=f"{each.da} Holmgaard") if each.key == basis else each for each in law.bases)
    own = replace(law, source="Aftalt med Holmgaard") if field == "source" else replace(law, bases=bases)
    assert told(replace(minutes, law=own), f"case:{OPEN_CASE}") != []


def test_a_word_in_a_drawn_logo_is_a_text_from_outside(minutes: Minutes) -> None:
    """A PDF has it as text."""
    logo = Picture("svg", b'<svg xmlns="http://www.w3.org/2000/svg">\n<text>Holmgaard</text>\n</svg>')
    document = document_for(minutes, recipient_of(f"case:{OPEN_CASE}"), Letterhead(logo=logo))
    about = bystanders_of(minutes, items_for(minutes, recipient_of(f"case:{OPEN_CASE}")))
    assert find_leaks(["Holmgaard"], about, outside_texts=document.outside_texts) != ()


@pytest.mark.slow
def test_a_name_that_is_smuggled_into_any_field_is_found_wherever_it_is_printed(minutes: Minutes) -> None:
    printed: dict[str, set[str]] = {}
    missed = []
    place = 0
    while (mutant := smuggled(minutes, place)) is not None:
        changed, owner, name = mutant
        place += 1
        for asked in (f"case:{OPEN_CASE}", "provider:klub-oest", f"child:{OPEN_CASE}", f"family:{OPEN_CASE}"):
            try:
                source = text(changed, asked)
            except NoDocumentError:
                continue
            if SMUGGLED in source.replace("\\", ""):
                printed.setdefault(asked.partition(":")[0], set()).add(f"{owner}.{name}")
                if not told(changed, asked):
                    missed.append((asked, owner, name))
    assert place > 100
    assert missed == []
    assert len(printed["case"]) > 25
    assert {"Grant.purpose", "Grant.caseworker"} <= printed["provider"]
    assert {"Decision.staff_name", "Decision.provider_name"} <= printed["child"] & printed["family"]


@pytest.mark.parametrize("part", ["Holmgaard", "Holmgaards", "F.H.", "2026-0377"])
def test_a_part_of_it_in_free_text_is_found_too(minutes: Minutes, part: str) -> None:
    item = next(item for item in minutes.items if item.case.case_number == OPEN_CASE)
    note = replace(item.item.notes[0], text=f"Som {part} også siger")
    swapped = replace(item, item=replace(item.item, notes=(note,)))
    changed = replace(minutes, cases=tuple(swapped if other is item else other for other in minutes.cases))
    assert len(told(changed, f"case:{OPEN_CASE}")) == 1


# 200 random meetings


def drawn(seed: int, folder: Path) -> Minutes:
    """The minutes of a meeting drawn at random; of another one where nobody could open it."""
    return next(filter(None, (_drawn(other, folder) for other in count(seed, 1000))))


def _drawn(seed: int, folder: Path) -> Minutes | None:
    """The minutes of a random meeting; None if it never got anywhere."""
    committee = RandomCommittee(seed)
    day = FIRST_DAY + timedelta(seed)
    numbers = [f"27.{seed}-{n}" for n in range(committee.random.randint(2, 6))]
    (folder / "config.toml").write_text(committee.config, encoding="utf-8")
    written = committee.agenda(day, [committee.case(number, day) for number in numbers])
    (folder / f"{day}.toml").write_text(written, encoding="utf-8")
    config = read_config(folder / "config.toml").config
    assert config is not None
    law = read_law(config.law, folder).law
    assert law is not None
    agenda = read_agenda(folder / f"{day}.toml", config, law).agenda
    assert agenda is not None
    table = Table(*agenda.cases, settings=config, law=law)
    table.knows(agenda=agenda)
    intentions = [{"do": "open"}, *(committee.intention(numbers, day) for _ in range(60))]
    for intention in intentions:
        parsed = parse_intention(json.dumps(intention, default=str))
        if not isinstance(parsed, InvalidLine):
            table.tries(parsed.intention)

    return minutes_of(table.meeting) if table.meeting.state != "preparing" else None


@pytest.mark.parametrize("seed", seeds(5, 200))
def test_random_meetings_tell_nobody_of_anybody_else_and_refuse_nothing(seed: int, tmp_path: Path) -> None:
    minutes = drawn(seed, tmp_path)
    for asked in possible(minutes):
        recipient = recipient_of(asked)
        source = document_for(minutes, recipient).source
        about = bystanders_of(minutes, items_for(minutes, recipient))
        assert [leak for leak in find_leaks(source.split("\n"), about) if leak.blocks] == [], asked
        for other in about.outside:
            assert other.child.name not in source.replace("\\", ""), asked
            assert other.case_number not in source, asked


def test_the_day_of_the_sample_is_no_number_of_the_statistics(minutes: Minutes) -> None:
    assert minutes.head.date == date(2026, 12, 2)
