"""Every code of the domain has words, in Danish and in English."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator
from dataclasses import is_dataclass
from pathlib import Path
from string import Formatter
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest

from kpcommittee import domain, locale
from kpcommittee.domain.capacity.balance import RoomStatus
from kpcommittee.domain.capacity.delivery import Form
from kpcommittee.domain.capacity.imports import KEYS
from kpcommittee.domain.capacity.options import Departure, WhyNone
from kpcommittee.domain.capacity.quality import FindingCode
from kpcommittee.domain.case import AssessmentKind, Consent, PlanKind
from kpcommittee.domain.committee import ROLES, WEEKDAYS, Reason, ReasonTopic
from kpcommittee.domain.documentation import Standing, Subject
from kpcommittee.domain.law import PlacementKind
from kpcommittee.domain.look import Looked
from kpcommittee.domain.meeting.attendance import AttendanceStatus
from kpcommittee.domain.meeting.bench import SeatStatus
from kpcommittee.domain.meeting.cautions import BLOCKING, NOTICES, Caution
from kpcommittee.domain.meeting.child_placements import Ended
from kpcommittee.domain.meeting.comments import Outcome
from kpcommittee.domain.meeting.corrected_texts import TextKind
from kpcommittee.domain.meeting.differences import DifferenceKind, HeadPart
from kpcommittee.domain.meeting.disqualification import Doubt
from kpcommittee.domain.meeting.event_base import MeetingState
from kpcommittee.domain.meeting.events import EVENTS
from kpcommittee.domain.meeting.followed_up import FollowUpResult
from kpcommittee.domain.meeting.intentions import Stance
from kpcommittee.domain.meeting.item import CaseState
from kpcommittee.domain.meeting.rectified import Personal
from kpcommittee.domain.meeting.refusal import Refusal, RefusalCode
from kpcommittee.domain.meeting.telling import KeptOut
from kpcommittee.domain.meeting.told import Whom
from kpcommittee.domain.missing import Missing
from kpcommittee.domain.provider import ListKind, ProviderKind
from kpcommittee.domain.review.costs import Unpriced
from kpcommittee.domain.review.endings import Ending, Relation
from kpcommittee.domain.review.follow_ups import FOLLOW_UP_KINDS
from kpcommittee.domain.review.grammar import TERMS, FlawCode, Kind
from kpcommittee.domain.review.past import Order
from kpcommittee.domain.review.purging import Code as HindranceCode
from kpcommittee.domain.review.purging import Hindrance
from kpcommittee.domain.review.query import Facet, Number
from kpcommittee.domain.review.report import AGE_BANDS, FOLLOWED, IN_TIME
from kpcommittee.domain.review.sides import Band
from kpcommittee.domain.review.timeline import EntryKind, SameBy, Source
from kpcommittee.domain.verification import Why
from kpcommittee.views import access
from kpcommittee.wording import (
    agenda_file,
    catalogues,
    cautions,
    comments,
    doubts,
    events,
    grants,
    leaders,
    missing,
    placements,
    providers,
    purges,
    queries,
    refusals,
    relations,
    report,
    states,
    stories,
    telling,
    verification,
)
from tests.builders import config


def _label(table: str) -> Callable[[str], str]:
    return lambda code: report.label(table, code, config())


SOURCES = sorted(Path(domain.__file__).parent.rglob("*.py"))
KNOWN: list[tuple[object, Callable[[str], str], tuple[str, ...]]] = [
    (leaders.ROLES, leaders.role, ROLES),
    (leaders.SEATS, leaders.seat, ROLES),
    (leaders.SEAT_STATUSES, leaders.seat_status, get_args(SeatStatus)),
    (leaders.SEAT_STATUSES, leaders.attendance, get_args(AttendanceStatus)),
    (states.CASE_STATES, states.case_state, get_args(CaseState)),
    (states.CASE_STATES_BRIEF, states.case_state_brief, ("returned", "withdrawn")),
    (states.CASE_SYMBOLS, states.case_symbol, get_args(CaseState)),
    (states.MEETING_STATES, states.meeting_state, get_args(MeetingState)),
    (agenda_file.DIFFERENCES, agenda_file.difference, get_args(DifferenceKind)),
    (leaders.STANCES, leaders.stance, get_args(Stance)),
    (providers.KINDS, providers.kind, get_args(ProviderKind)),
    (providers.LISTS, providers.list_name, get_args(ListKind)),
    (providers.ROOM, providers.status, get_args(RoomStatus)),
    (verification.WHY, verification.why, get_args(Why)),
    (missing.MISSING, missing.lack_name, get_args(Missing)),
    (grants.CONSENTS, grants.consent, get_args(Consent)),
    (grants.ASSESSMENTS, grants.assessment, get_args(AssessmentKind)),
    (grants.PLANS, grants.plan, get_args(PlanKind)),
    (placements.KINDS, placements.kind, get_args(PlacementKind)),
    (placements.ENDINGS, placements.ending, get_args(Ended)),
    (placements.KEYS, placements.key_name, KEYS),
    (report.UNPRICED, report.why_unpriced, get_args(Unpriced)),
    (report.BANDS, report.band, get_args(Band)),
    (report.AGES, _label("by_age"), AGE_BANDS),
    (report.FOLLOWED, _label("followed"), FOLLOWED),
    (report.IN_TIME, _label("follow_ups"), IN_TIME),
    (stories.KINDS, stories.kind_of, FOLLOW_UP_KINDS),
    (stories.RESULTS, stories.result_of, get_args(FollowUpResult)),
    (providers.EMPLOYMENTS, providers.employment, ("permanent", "hourly")),
    (relations.WISHES, relations.wish, ("asked_for", "declined")),
    (stories.ENTRIES, stories.entry_kind, get_args(EntryKind)),
    (stories.SOURCES, stories.source_line, get_args(Source)),
    (stories.SAME_BY, stories.same_by, get_args(SameBy)),
    (stories.ENDINGS, stories.ending, get_args(Ending)),
    (stories.RELATIONS, stories.relation, get_args(Relation)),
    (purges.HINDRANCES, lambda code: purges.hindrance(Hindrance(code=code)), get_args(HindranceCode)),  # type: ignore[arg-type]
    (leaders.DISQUALIFICATIONS, leaders.disqualification, ("out", "stays")),
    (cautions.NAMES, cautions.caution_name, (*BLOCKING, *NOTICES)),
    (cautions.HELP, cautions.caution_help, (*BLOCKING, *NOTICES)),
    (cautions.DEPARTURES, cautions.departures, get_args(Departure)),
    (cautions.WHY_NONE, cautions.why_none, get_args(WhyNone)),
    (cautions.WHY_NONE_BRIEF, cautions.why_none_brief, get_args(WhyNone)),
    (queries.ORDERS, queries.order, get_args(Order)),
    (queries.HOLDS, queries.holds, tuple(term.name for term in TERMS)),
    (comments.STATES, comments.state_named, ("open", *get_args(Outcome))),
    (events.HEAD_PARTS, events.head_part, get_args(HeadPart)),
    ({kind: name for kind, (name, _line) in events.KINDS.items()}, events.event_kind, tuple(EVENTS)),
    (access.LOOKS, access.look_words, get_args(Looked)),
    (telling.WHOM, telling.whom, get_args(Whom)),
    (telling.KEPT_OUT, telling.family_kept_out, get_args(KeptOut)),
]
WORDED_OTHERWISE: dict[tuple[object, ...], str] = {
    ("same_surname", "related_person"): "a question with names: wording.doubts.doubt",
    (1, 2, 3): "a strength: circles and words for a number",
    ("da", "en"): "a language, written in the config",
    get_args(ReasonTopic): "written in the config: names of cautions and departures",
    ("consensus", "majority"): "the template of the minutes",
    ("all_agree",): "written in an intention only",
    ("hour", "month"): "of a rate, written in the config",
    WEEKDAYS: "written in the config",
    get_args(TextKind): "with whose or which it is: wording.corrections.part_named",
    get_args(Personal): "wording.corrections.part_named",
    ("-10", "11-14", "15-17", "18+"): "an age band: figures",
    get_args(Subject): "with kind, date and number: wording.documentation",
    get_args(Standing): "a sign: wording.documentation",
    get_args(Form): "with counts: views.delivery_facts",
    get_args(FindingCode): "views.quality",
    get_args(FlawCode): "whole sentences: wording.queries",
    get_args(Facet): "terms of a query: wording.queries",
    get_args(Number): "terms of a query: wording.queries",
    get_args(Kind): "how a term is read: the readers of the grammar",
    ("since", "until", "year", "numbers", "without", "children", "people"): "terms of a query: wording.queries",
    ("none", "passphrase"): "a key of config.toml",
    ("short", "full"): "a form of the minutes, written in config.toml",
    get_args(RefusalCode): "whole sentences: wording.refusals",
}
"""Literals of the domain that no table of words is for, and where they are worded."""
SPOKEN_ALIKE = {"11_14", "15_17", "start", "ok", "over", "plan", "screening", "ukn", "imported"}
"""Codes whose word is the same in both languages."""


def literals() -> dict[tuple[object, ...], str]:
    """Every Literal of the domain, named or in a field → where it is."""
    places: dict[tuple[object, ...], str] = {}
    for info in pkgutil.walk_packages(domain.__path__, f"{domain.__name__}."):
        for name, value in vars(importlib.import_module(info.name)).items():
            hints = get_type_hints(value) if is_dataclass(value) else {"": value}
            for field, hint in hints.items():
                places |= dict.fromkeys(codes_in(hint), f"{info.name}.{name} {field}")
    return places


def codes_in(hint: Any) -> Iterator[tuple[object, ...]]:
    """The values of every Literal in a type."""
    if get_origin(hint) is Literal:
        yield get_args(hint)
    else:
        for part in get_args(hint):
            yield from codes_in(part)


def test_every_literal_of_the_domain_is_worded() -> None:
    worded = [set(known) for _, _, known in KNOWN]
    walked = literals()
    assert len(walked) > 20
    missing = [where for codes, where in walked.items() if not any(set(codes) <= known for known in worded)]
    assert missing == [walked[codes] for codes in walked if codes in WORDED_OTHERWISE]
    assert set(WORDED_OTHERWISE) <= set(walked)


@pytest.mark.parametrize(("table", "say", "known"), KNOWN, ids=[say.__name__ for _, say, _ in KNOWN])
def test_every_code_has_a_text_in_both_languages(
    table: dict[object, str], say: Callable[[str], str], known: tuple[str, ...]
) -> None:
    assert [code for code in known if code not in table] == []
    for code in known:
        locale.use("en")
        english = say(code)
        locale.use("da")
        assert english
        assert say(code)
        if table is not states.CASE_SYMBOLS and code not in SPOKEN_ALIKE:
            assert say(code) != english, f"{code}: is its Danish missing, or older than kpcommittee.po? make install"


def test_every_kind_of_event_has_a_line() -> None:
    assert set(events.KINDS) == set(EVENTS)


def test_no_text_is_kept_for_a_code_that_is_gone() -> None:
    for table, _, known in KNOWN:
        assert set(table) <= set(known) | set(get_args(SeatStatus)), table  # type: ignore[call-overload]


@pytest.mark.parametrize("code", [*BLOCKING, *NOTICES])
def test_the_help_of_a_caution_is_two_sentences(code: str) -> None:
    for language in locale.LANGUAGES:
        locale.use(language)
        text = cautions.caution_help(code)
        assert len(re.findall(r"\.(?: (?=[A-ZÆØÅ])|$)", text)) == 2, text


def calls(name: str) -> Iterator[ast.Call]:
    """Every call of a function anywhere in the domain."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
                yield node


def raised() -> list[tuple[str, frozenset[str], str | None]]:
    """Every refusal the domain can raise: its code, the names of its values, and why where that is written out."""
    codes = []
    for call in calls("refuse"):
        first = call.args[0]
        written = (first.body, first.orelse) if isinstance(first, ast.IfExp) else (first,)
        keys = {word.arg for word in call.keywords if word.arg}
        whys = [
            word.value.value for word in call.keywords if word.arg == "why" and isinstance(word.value, ast.Constant)
        ]
        given = frozenset(keys | ({"case"} if len(call.args) > 1 else set()))
        codes += [(code.value, given, whys[0] if whys else None) for code in written if isinstance(code, ast.Constant)]
    return codes  # type: ignore[return-value]


def wanted(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_refusal_is_worded() -> None:
    worded = {*refusals.SENTENCES, "cases_open", "cases_left_out", "conflict", "read_only", "invalid"}
    assert worded == set(get_args(RefusalCode))


def test_the_domain_refuses_something() -> None:
    assert len({code for code, _, _ in raised()}) > 15


@pytest.mark.parametrize(("code", "given", "why"), raised())
def test_a_refusal_names_only_what_the_domain_tells(code: str, given: frozenset[str], why: str | None) -> None:
    if code == "invalid":
        assert why in refusals.WHY
        text, known = refusals.WHY[str(why)], given | {"role"}
    elif code in refusals.SENTENCES:
        text, known = refusals.SENTENCES[code], given
    else:
        return
    if "name" in given:
        text = refusals.GONE[code]
    # Outside any case the sentence must not speak of one; `unknown_case` and the like always have one.
    assert wanted(text) <= known | {"case"}
    values = {
        key: "2026-12-02" if key in ("start", "granted") else "2" for key in given if key not in ("case", "cautions")
    }
    values |= {"key": "role", "why": why or ""}
    refused = Refusal(code=code, case="A-1", values=values, cautions=("declined",))  # type: ignore[arg-type]
    for language in locale.LANGUAGES:
        locale.use(language)
        sentence = refusals.refusal(refused)
        assert sentence[0] == sentence[0].upper()
        assert sentence.endswith(".")
        assert "{" not in sentence
        assert "–" not in sentence


def test_a_refusal_says_what_to_do() -> None:
    refused = Refusal(code="start_before_grant", case="A-1", values={"start": "2026-11-01", "granted": "2026-11-12"})
    assert refusals.refusal(refused) == (
        "Starten 01.11.2026 ligger før bevillingen af 12.11.2026. Vælg en start den dag eller senere."
    )


def test_a_refusal_says_a_role_and_a_departure_in_words() -> None:
    empty = Refusal(code="seat_empty", case="A-1", values={"role": "club"})
    assert "klubleder" in refusals.refusal(empty)
    lacking = Refusal(code="reason_required", case="A-1", values={"departures": "from_relation,from_list"})
    assert "afviger fra en kendt relation og fra listen" in refusals.refusal(lacking)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"meeting": "2026-11-18"}, "møde 2026-11-18"),
        ({"n": "3", "newest": "5"}, "Hændelse 3"),
        ({}, "Et andet program"),
    ],
)
def test_a_conflict_says_which_one(values: dict[str, str], sentence: str) -> None:
    assert sentence in refusals.refusal(Refusal(code="conflict", case="A-1", values=values))


def test_braces_in_a_value_stay_text() -> None:
    refused = Refusal(code="unknown_person", values={"person": "{case.__class__} {0}"})
    assert "{case.__class__} {0}" in refusals.refusal(refused)


def yielded() -> dict[str, list[dict[str, str]]]:
    """Every caution the domain can make, with the names of its values; a value without a sample is a number."""
    samples = {
        "percent": "15", "days": "3", "hours": "12", "delivered": "6.0",
        "age": "19", "youngest": "12", "from": "10", "to": "17", "due": "2027-02-12", "on": "2027-05-01", "times": "2",
        "roles": "school,club", "week": "2027-W03", "over": "0.50", "who": "Mette", "person": "Mette",
        "why": "on_leave", "cases": "A-2", "latest": "2027-02-12", "basis": "barnets lov § 32", "granted": "2026-11-16",
        "end": "2027-07-04",
    }  # fmt: skip
    tree = ast.parse(next(path for path in SOURCES if path.name == "cautions.py").read_bytes())
    made: dict[str, list[dict[str, str]]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple):
            code, *_, values = node.value.elts
            names = [
                key.value
                for part in ast.walk(values)
                if isinstance(part, ast.Dict)
                for key in part.keys
                if isinstance(key, ast.Constant)
            ]
            if isinstance(code, ast.Constant):
                made.setdefault(str(code.value), []).append({str(name): samples.get(str(name), "2") for name in names})
    # The codes of these are in variables.
    made["relation_without_room"] = [{"person": samples["person"], "why": samples["why"]}]
    ages = [{"age": samples["age"]}, {"age": samples["age"], "start": "2027-01-04"}]
    made["aftercare_conditions"] = ages
    made["two_providers"] = [{"where": "Klub Øst"}, {"where": "Klub Øst, Fokus", "since": "2026-12-02"}]
    return made | {f"turns_{age}": [{"on": samples["on"]}] for age in (16, 18, 23)}


def test_every_caution_is_a_sentence_without_gaps() -> None:
    made = yielded()
    assert set(made) == {*BLOCKING, *NOTICES}
    for language in locale.LANGUAGES:
        locale.use(language)
        for code, several in made.items():
            for values in several:
                sentence = cautions.caution_sentence(Caution(code=code, source="", values=values))
                assert sentence.endswith("."), sentence
                assert "–" not in sentence, sentence
                assert "2027-" not in sentence, sentence


def test_a_caution_speaks_in_dates_and_hours() -> None:
    over = Caution(code="over_capacity", source="", values={"week": "2027-W03", "over": "1.25"})
    assert cautions.caution_sentence(over) == "Bringer udføreren 1,25 t/uge over kapaciteten i u. 3."
    locale.use("en")
    assert cautions.caution_sentence(over) == "Brings the provider 1.25 h/week over capacity in week 3."


def test_a_caution_names_each_seat_that_nobody_fills() -> None:
    empty = Caution(code="seat_empty", source="", values={"roles": "school,club"})
    assert cautions.caution_sentence(empty) == "Ingen skoleleder eller klubleder til stede."


def test_a_caution_without_the_plans_date() -> None:
    assert cautions.caution_sentence(Caution(code="plan_missing", source="")) == "Plan er ikke oplyst."
    due = Caution(code="plan_missing", source="", values={"due": "2027-02-12"})
    assert cautions.caution_sentence(due) == "Plan er ikke oplyst; fristen er 12.02.2027."


@pytest.mark.parametrize("code", get_args(get_type_hints(Doubt)["code"]))
def test_a_doubt_is_a_question_with_names(code: str) -> None:
    question = Doubt(role="club", person="Per Sand", code=code, about="Ida Sand")  # type: ignore[arg-type]
    for language, role in (("da", "Klubleder"), ("en", "Club leader")):
        locale.use(language)
        assert doubts.doubt(question).startswith(f"{role} Per Sand ")
        assert doubts.doubt(question).endswith("?")


def test_an_unknown_code_is_shown_as_it_is() -> None:
    assert leaders.role("janitor") == "janitor"
    assert cautions.caution_sentence(Caution(code="new_one", source="")) == "New_one"
    assert relations.relation("nabo") == "nabo"


def test_problems_and_reasons_are_worded_by_the_config() -> None:
    settings = config(reasons=(Reason(code="agreed", da="Aftalt", en="Agreed"),))
    assert [catalogues.problem(code, settings) for code in ("school", "gone")] == ["Skole", "gone"]
    assert [catalogues.reason(code, settings) for code in ("agreed", "other", "gone")] == ["Aftalt", "Andet", "gone"]
    locale.use("en")
    assert catalogues.problem("school", settings) == "School"


def test_a_relation_is_shown_in_circles_and_words() -> None:
    assert [relations.strength_symbol(count) for count in range(4)] == ["", "●", "●●", "●●●"]
    assert [relations.strength_word(count) for count in range(4)] == ["", "kender", "god relation", "nær relation"]
