"""What each intention becomes in each state: an event, or the contract's code."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, get_args

import pytest

from kpcommittee.domain.agenda import Agenda, LeftOutCase
from kpcommittee.domain.meeting.differences import differences_of
from kpcommittee.domain.meeting.events import EVENTS
from kpcommittee.domain.meeting.frozen import Waiting
from kpcommittee.domain.meeting.intentions import (
    INTENTIONS,
    Amendment,
    Approve,
    Attend,
    Circulate,
    Close,
    Comment,
    Confirm,
    Correct,
    Disqualify,
    Intention,
    Journalise,
    LeaderStance,
    Note,
    Open,
    Order,
    Place,
    Position,
    Postpone,
    ReasonGiven,
    Reopen,
    Resolve,
    Return,
    SetAside,
    Take,
    Tell,
    Undo,
    Withdraw,
)
from kpcommittee.domain.meeting.refusal import RefusalCode
from kpcommittee.locale import speaking
from kpcommittee.wording.refusals import refusal
from tests.builders import MEETS, START, Table, agenda, case, config, knows, place

AMENDED = Amendment(
    given=frozenset({"provider", "reason"}),
    provider="south-club",
    reason=ReasonGiven(code="agreed", text="Swims there"),
)

WANTED: dict[str, Intention] = {
    "open": Open(),
    "take": Take(case="A-9"),
    "attend": Attend(person="Lone", status="present"),
    "disqualify": Disqualify(case="A-1", role="school", ground="Cousin", decided_by=("club", "authority")),
    "position": Position(case="A-1", role="school", stance="agree"),
    "place": place("A-1", "north-club"),
    "confirm": Confirm(case="A-1", role="school"),
    "postpone": Postpone(case="A-1", reason="No papers"),
    "return": Return(case="A-1", missing="The plan"),
    "withdraw": Withdraw(case="A-1", reason="Moved away"),
    "note": Note(case="A-1", text="She moves in May"),
    "order": Order(cases=("A-2", "A-1")),
    "undo": Undo(),
    "close": Close(),
    "approve": Approve(by="Inger"),
    "correct": Correct(case="A-1", place=AMENDED, why="A slip of the pen"),
    "set_aside": SetAside(case="A-8", reason="The school puts it right"),
    "reopen": Reopen(case="A-1", reason="The mother called"),
    "told": Tell(case="A-1", whom="provider", how="Telephone"),
    "journalised": Journalise(case="A-1", number="27-1"),
    "circulate": Circulate(),
    "comment": Comment(case="A-1", text="It was Thursday", said_by="Lone"),
    "resolve": Resolve(comment=1, outcome="withdrawn"),
}

BECOMES = {"open": "opened", "take": "taken", "attend": "attended", "disqualify": "disqualified",
           "position": "positioned", "place": "decided", "confirm": "confirmed", "postpone": "postponed",
           "return": "returned",
           "withdraw": "withdrawn", "note": "noted", "order": "reordered", "undo": "undone", "close": "closed",
           "approve": "approved", "correct": "corrected", "set_aside": "set_aside",
           "reopen": "reopened", "told": "told", "journalised": "journalised",
           "circulate": "circulated", "comment": "commented", "resolve": "resolved"}  # fmt: skip


def at(state: str, table_of: Callable[..., Table] = Table) -> Table:
    """A meeting in that state, or with its first case in that state; `table_of` makes the table."""
    agreed, elsewhere = case("A-1"), case("A-2", district="south")
    table = table_of(agreed, elsewhere)
    late = agenda(agreed, elsewhere, case("A-9"))
    if state == "preparing":
        return table.knows(agenda=late)
    table.does(Open()).knows(agenda=late)
    if state not in ("closed", "approved"):
        table.knows(left_out=(LeftOutCase(index=3, case_number="A-8", message="No grant"),))
    if state == "in_principle":
        away = Attend(person="Lone", status="excused")
        return table.does(away, place("A-1", "north-club", in_principle=True), replace(away, status="present"))
    ways: dict[str, tuple[Intention, ...]] = {
        "open": (),
        "placed": (WANTED["place"],),
        "postponed": (WANTED["postpone"],),
        "returned": (WANTED["return"],),
        "withdrawn": (WANTED["withdraw"],),
    }
    intentions = (place("A-1", "north-club"), Postpone(case="A-2", reason="Time"), Close())
    return table.does(*ways.get(state, (*intentions, Approve()) if state == "approved" else intentions))


DONE = "already_decided"
ON_ITEM = ("disqualify", "position", "place", "postpone", "return", "withdraw")
AFTERWARDS = {"told": "", "journalised": ""}
"""What is done with a decision also once the meeting is over."""
EXPECTED: dict[str, dict[str, str]] = {
    "preparing": {
        **dict.fromkeys(WANTED, "not_open"),
        "open": "", "undo": "nothing_to_undo", "approve": "not_closed", "correct": "not_approved",
        "circulate": "not_closed",
    },
    "open": {"open": "already_open", "confirm": "not_in_principle", "close": "cases_open", "approve": "not_closed",
             "correct": "not_approved", "reopen": "invalid", "told": "invalid", "journalised": "invalid",
             "circulate": "not_closed", "resolve": "invalid"},
    "closed": {**dict.fromkeys(WANTED, "already_closed"), "undo": "", "approve": "", "correct": "not_approved",
               **AFTERWARDS, "circulate": "", "comment": "", "resolve": "invalid"},
    "approved": {**dict.fromkeys(WANTED, "already_approved"), "correct": "", **AFTERWARDS},
}  # fmt: skip
EXPECTED |= {
    state: EXPECTED["open"] | dict.fromkeys(ON_ITEM, DONE) | {"reopen": "", "journalised": ""}
    for state in ("placed", "returned", "withdrawn")
}
EXPECTED["placed"] |= AFTERWARDS
EXPECTED |= {
    "postponed": EXPECTED["open"] | {"reopen": "", "journalised": ""},
    "in_principle": EXPECTED["placed"] | {"confirm": "", "told": "invalid"},
}


@pytest.mark.parametrize("do", WANTED)
@pytest.mark.parametrize("state", EXPECTED)
def test_every_intention_in_every_state(state: str, do: str) -> None:
    table, code = at(state), EXPECTED[state].get(do, "")
    if code:
        before = table.meeting
        table.refused(code, WANTED[do])
        assert table.meeting is before
    else:
        table.does(WANTED[do])
        assert table.journal[-1].kind == BECOMES[do]


def test_every_intention_and_event_of_the_contract_is_here() -> None:
    assert {*INTENTIONS} - {*WANTED} == set(), "WANTED has an intention of each kind, and BECOMES its event"
    assert {*WANTED} == {*INTENTIONS}
    assert {*BECOMES.values()} == {*EVENTS} - {
        "imported",
        "import_undone",
        "placement_changed",
        "followed_up",
        "restored",
        "accessed",
        "exported",
        "sampled",
        "purged",
        "rectified",
    }
    assert {event.do: kind for kind, event in EVENTS.items() if event.do} == BECOMES


def test_the_codes_are_those_of_the_contract() -> None:
    assert {*get_args(RefusalCode)} == {
        "unknown_case", "unknown_provider", "unknown_staff", "unknown_person", "not_open", "already_open",
        "already_closed", "already_approved", "already_decided", "seat_empty", "disqualified", "positions_missing",
        "no_majority", "reason_required", "caution_unanswered", "not_in_principle", "start_before_grant",
        "cases_open", "cases_left_out", "nothing_to_undo", "carried_over",
        "not_closed", "not_approved", "conflict", "read_only", "invalid",
    }  # fmt: skip


@pytest.mark.parametrize("do", [do for do in WANTED if hasattr(WANTED[do], "case") and do != "attend"])
def test_an_unknown_case_is_said(do: str) -> None:
    known: Any = WANTED[do]
    assert at("open").refused("unknown_case", replace(known, case="A-7")).case == "A-7"


@pytest.mark.parametrize(
    ("wanted", "code", "key"),
    [
        (Attend(person="Nobody", status="absent"), "unknown_person", None),
        (Attend(person="Lone", status="absent", case="A-7"), "unknown_case", None),
        (Attend(person="Lone", status="absent", substitute="Lone"), "invalid", "substitute"),
        (Order(cases=("A-1",)), "invalid", "cases"),
        (Order(cases=("A-1", "A-1")), "invalid", "cases"),
        (Order(cases=("A-1", "A-7")), "unknown_case", None),
        (Postpone(case="A-1", reason=""), "invalid", "reason"),
        (Return(case="A-1", missing=""), "invalid", "missing"),
        (Withdraw(case="A-1", reason=""), "invalid", "reason"),
        (Note(case="A-1", text=""), "invalid", "text"),
        (Disqualify(case="A-1", role="school", ground="", decided_by=("club",)), "invalid", "ground"),
        (Disqualify(case="A-1", role="school", ground="x", decided_by=()), "invalid", "decided_by"),
        (Disqualify(case="A-1", role="school", ground="x", decided_by=("school", "club")), "invalid", "decided_by"),
        (
            Disqualify(case="A-1", role="school", ground="x", decided_by=("club",), substitute="Lone"),
            "invalid",
            "substitute",
        ),
        (Position(case="A-1", role="school", stance="disagree", provider="gone"), "unknown_provider", None),
        (Take(case="A-1"), "invalid", "case"),
        (Undo(n=7), "conflict", None),
        (Confirm(case="A-1", role="club"), "not_in_principle", None),
    ],
)
def test_senseless_intentions(wanted: Intention, code: str, key: str | None) -> None:
    assert at("open").refused(code, wanted).values.get("key") == key


def test_a_refusal_names_what_is_unknown_and_why_it_is_invalid() -> None:
    table = at("open")
    wish = table.refused("unknown_provider", Position(case="A-1", role="school", stance="disagree", provider="gone"))
    assert wish.values == {"provider": "gone"}
    own = Disqualify(case="A-1", role="school", ground="x", decided_by=("club",), substitute="Lone")
    assert table.refused("invalid", own).values["why"] == "own_substitute"


def test_positions_of_empty_seats_and_of_those_who_are_out_are_refused() -> None:
    table = at("open").does(Attend(person="Karim", status="absent"), WANTED["disqualify"])
    recusal: Any = WANTED["disqualify"]
    refused: list[tuple[str, Intention, str]] = [
        ("seat_empty", Position(case="A-1", role="internal", stance="agree"), "internal"),
        ("disqualified", Position(case="A-1", role="school", stance="agree"), "school"),
        ("disqualified", recusal, "school"),
        ("seat_empty", replace(recusal, role="internal"), "internal"),
    ]
    for code, wanted, role in refused:
        assert table.refused(code, wanted).values == {"role": role}
    assert table.item().positions == ()
    assert [out.role for out in table.item().disqualified] == ["school"]


def test_cases_on_another_open_agenda_do_not_open_or_come_late() -> None:
    table = Table(case("A-1"), open_elsewhere={"A-1": "m0"})
    assert table.refused("conflict", Open()).values == {"meeting": "m0"}
    table.knows(open_elsewhere={"A-9": "m0"}).does(Open()).knows(agenda=agenda(case("A-1"), case("A-9")))
    table.refused("conflict", Take(case="A-9"))


def test_an_agenda_that_is_gone_does_not_open() -> None:
    assert Table(case(), agenda=None).refused("invalid", Open()).values["key"] == "agenda"


def test_date_start_and_place_are_taken_over_without_a_case() -> None:
    """C2: what changed of them in the file was neither taken over nor listed."""
    agreed = case("A-1")
    table = Table(agreed, agenda=agenda(agreed, place="Town hall")).does(Open())
    assert table.refused("invalid", Take()).values == {"key": "case", "why": "head_unchanged"}
    table.knows(agenda=agenda(agreed, date=date(2026, 12, 9), place="Library"))
    (difference,) = differences_of(table.meeting, table.context.agenda, ())
    assert (difference.case_number, difference.kind) == (None, "meeting")
    assert [(change.what, change.before, change.after) for change in difference.changes] == [
        ("date", "2026-12-02", "2026-12-09"),
        ("place", "Town hall", "Library"),
    ]
    table.does(Take())
    assert (table.meeting.id, table.meeting.date, table.item().amended) == ("2026-12-02", date(2026, 12, 9), False)
    assert differences_of(table.meeting, table.context.agenda, ()) == ()
    table.does(Undo())
    assert table.meeting.date == MEETS
    table.knows(agenda=None).refused("invalid", Take())


def test_closing_names_the_open_cases() -> None:
    assert at("open").refused("cases_open", Close()).values == {"cases": "A-1, A-2", "count": "2"}
    assert at("placed").refused("cases_open", Close()).values["cases"] == "A-2"


def test_an_empty_meeting_closes() -> None:
    assert Table().does(Open(), Close(), Approve()).meeting.approved_by == "Chair"


# A placement

STALE = date(2026, 1, 1)


def test_a_placement_is_tested_in_the_order_of_the_contract() -> None:
    """Each step mends what the step before was refused for."""
    table = at("open").does(Attend(person="Lone", status="absent"))
    wrong: dict[str, Any] = {"start": STALE, "positions": None}
    refused: list[tuple[Any, str | None, str]] = [
        (place("A-1", "gone", staff="gone", reason="x", **wrong), "unknown_code", "invalid"),
        (place("A-1", "gone", staff="gone", second_choice="gone", **wrong), None, "invalid"),
        (place("A-1", "gone", staff="gone", **wrong), None, "unknown_provider"),
        (place("A-1", "house", staff="mia", **wrong), None, "unknown_staff"),
        (place("A-1", "house", second_choice="gone", **wrong), None, "unknown_provider"),
        (
            place("A-1", "house", start=STALE, positions={"club": LeaderStance(stance="agree", provider="gone")}),
            None,
            "unknown_provider",
        ),
        (place("A-1", "house", **wrong), None, "start_before_grant"),
        (place("A-1", "house", end=date(2027, 1, 3), positions=None), None, "invalid"),
        (place("A-1", "house", positions=None), None, "positions_missing"),
        (place("A-1", "house"), None, "reason_required"),
        (place("A-1", "house", reason="Better"), None, "caution_unanswered"),
    ]
    for wanted, reason_code, code in refused:
        if reason_code:
            wanted = replace(wanted, reason=replace(wanted.reason, code=reason_code))  # noqa: PLW2901
        table.refused(code, wanted)
    assert (table.item().state, table.item().decision) == ("open", None), "what is refused leaves no trace"
    table.does(place("A-1", "house", reason="Better", answers={"seat_empty": "Heard before"}))
    decision = table.item().decision
    assert decision is not None
    assert (decision.provider, decision.start, decision.end) == ("house", START, date(2027, 7, 3))
    assert decision.reason is not None
    assert decision.reason.text == "Better"
    answers = [(caution.code, caution.answer.text) for caution in decision.cautions if caution.answer]
    assert answers == [("seat_empty", "Heard before")]


def test_whether_a_seat_is_empty_is_tested_with_the_state_and_so_before_start_and_positions() -> None:
    """A placement in principle without an empty seat was refused for its majority first."""
    table = Table(case(), settings=config(rule="majority")).does(Open())
    against = dict.fromkeys(("school", "club", "authority", "internal"), LeaderStance(stance="disagree"))
    for wrong in ({"start": STALE}, {"positions": None}, {"positions": against}):
        refused = table.refused("invalid", place("A-1", "house", in_principle=True, **wrong))
        assert (refused.values["key"], refused.values["why"]) == ("in_principle", "no_seat_missing")
    table.refused("no_majority", place("A-1", "house", positions=against))


def test_the_second_choice_is_another_provider_than_the_first() -> None:
    refused = at("open").refused("invalid", place("A-1", "north-club", second_choice="north-club"))
    assert (refused.values["key"], refused.values["why"]) == ("second_choice", "chosen_already")


def test_whoever_disagrees_wants_another_provider_than_the_chosen_one() -> None:
    table, wish = at("open"), LeaderStance(stance="disagree", provider="north-club")
    agree = dict.fromkeys(("club", "authority", "internal"), LeaderStance(stance="agree"))
    refused = table.refused("invalid", place("A-1", "north-club", positions={"school": wish, **agree}))
    assert (refused.values["key"], refused.values["value"], refused.values["why"]) == (
        "positions", "school", "wants_the_chosen",
    )  # fmt: skip
    with speaking("en"):
        assert refusal(refused).startswith("Lone disagrees and would rather have the provider that is chosen.")
    table.does(Position(case="A-1", role="school", stance="disagree", provider="north-club"))
    table.refused("invalid", place("A-1", "north-club", positions=agree))
    table.does(place("A-1", "north-club", positions={"school": replace(wish, provider=None), **agree}))


@pytest.mark.parametrize("state", ["preparing", "placed", "closed"])
def test_keys_and_references_go_before_the_state(state: str) -> None:
    unknown = place("A-1", "north-club", answers={"declined": "x"})
    assert at(state).refused("invalid", _coded(unknown)).values["key"] == "answers.code"
    at(state).refused("unknown_provider", place("A-1", "gone", start=STALE))
    assert at(state).refused(EXPECTED[state]["place"], place("A-1", "house", start=STALE)).case == "A-1"


def _coded(wanted: Place) -> Place:
    return replace(wanted, answers=tuple(replace(answer, code="unknown") for answer in wanted.answers))


def test_an_answer_without_words_is_none() -> None:
    table = Table(case(consent=None)).does(Open())
    assert table.refused(
        "caution_unanswered", place("A-1", "north-club", answers={"consent_missing": ""})
    ).cautions == ("consent_missing",)


def test_all_cautions_are_named_in_one_refusal() -> None:
    table = Table(case(consent=None, child_view=None)).does(Open(), Attend(person="Lone", status="left"))
    unknown = table.refused("invalid", place("A-1", "north-club", answers={"consent_mising": "Father is away"}))
    assert (unknown.values["key"], unknown.values["value"]) == ("answers.caution", "consent_mising")
    refusal = table.refused("caution_unanswered", place("A-1", "north-club"))
    assert refusal.cautions == ("child_view_missing", "consent_missing", "seat_empty")


def test_a_reason_may_always_be_given() -> None:
    decision = at("open").does(place("A-1", "north-club", reason="Near")).item().decision
    assert decision is not None
    assert decision.reason is not None
    assert (decision.reason.wording, decision.departures, decision.followed_recommendation) == ("Agreed", (), True)


def test_dissent_is_recorded_and_the_chair_concludes_under_consensus() -> None:
    against = LeaderStance(stance="disagree", provider="house", remark="Needs more")
    stands = {"school": against, "club": against, "internal": against, "authority": LeaderStance(stance="agree")}
    decision = at("open").does(place("A-1", "north-club", positions=stands)).item().decision
    assert decision is not None
    assert [position.role for position in decision.dissent] == ["school", "club", "internal"]
    assert decision.dissent[0].remark == "Needs more"


@pytest.mark.parametrize(
    ("stances", "passes"),
    [("++++", True), ("+++-", True), ("++--", False), ("--++", True), ("-+-+", False), ("+00+", False), ("00++", True),
     ("+000", False), ("0000", False), ("-0+-", False)],
)  # fmt: skip
def test_majority_counts_all_who_sit_and_the_chair_concludes_a_tie(stances: str, passes: bool) -> None:
    signs = {"+": "agree", "-": "disagree", "0": "abstain"}
    roles = ("school", "club", "authority", "internal")
    stands: Any = {role: LeaderStance(stance=signs[s]) for role, s in zip(roles, stances, strict=True)}  # type: ignore[arg-type]
    table = Table(case(), settings=config(rule="majority")).does(Open())
    wanted = place("A-1", "north-club", positions=stands)
    if passes:
        table.does(wanted)
    else:
        agreeing = stances.count("+")
        assert table.refused("no_majority", wanted).values == {"agree": str(agreeing), "seated": "4"}


def test_positions_given_go_before_those_recorded_and_only_of_who_sits_now() -> None:
    table = at("open").does(
        Position(case="A-1", role="school", stance="disagree"),
        Position(case="A-1", role="club", stance="disagree"),
        Attend(person="Lone", status="left", substitute="Jan"),
    )
    some: Any = {role: LeaderStance(stance="agree") for role in ("club", "authority", "internal")}
    lacking = table.refused("positions_missing", place("A-1", "north-club", positions=some))
    assert lacking.values == {"roles": "school"}
    table.does(Position(case="A-1", role="school", stance="abstain"), place("A-1", "north-club", positions=some))
    decision = table.item().decision
    assert decision is not None
    assert [(p.person, p.stance) for p in decision.positions] == [
        ("Jan", "abstain"), ("North Club Leader", "agree"), ("Inger", "agree"), ("Karim", "agree"),
    ]  # fmt: skip


def test_nobody_decides_when_nobody_sits() -> None:
    table = at("open").does(*(Attend(person=p, status="left") for p in ("Lone", "North Club Leader", "Inger", "Karim")))
    refused = table.refused("positions_missing", place("A-1", "north-club", in_principle=True))
    assert refused.values == {"roles": "school,club,authority,internal"}
    assert table.item().state == "open"


OUT = Disqualify(case="A-1", role="club", ground="Sister", decided_by=("school", "authority", "internal"))


def test_who_is_disqualified_is_never_awaited() -> None:
    """U1: the minutes said of one person both that they did not take part and that they are awaited."""
    table = at("open").does(OUT)
    refused = table.refused("invalid", place("A-1", "north-club", in_principle=True))
    assert (refused.values["key"], refused.values["why"]) == ("in_principle", "only_disqualified")
    table.does(Attend(person="Lone", status="excused"))
    table.refused("caution_unanswered", place("A-1", "north-club", in_principle=True))
    answered = place("A-1", "north-club", answers={"seat_empty": "The club's leader is out"}, in_principle=True)
    decision = table.does(answered).item().decision
    assert decision is not None
    assert [(seat.role, seat.person) for seat in decision.awaits] == [("school", "Lone")]
    assert [caution.answer is not None for caution in decision.cautions if caution.code == "seat_empty"] == [True]


def test_the_leader_of_a_disqualified_substitute_is_awaited() -> None:
    table = at("open").does(Attend(person="North Club Leader", status="excused", substitute="Jan"), OUT)
    decision = table.does(place("A-1", "north-club", in_principle=True)).item().decision
    assert decision is not None
    assert [(seat.role, seat.person) for seat in decision.awaits] == [("club", "North Club Leader")]


def test_what_a_decision_freezes() -> None:
    decision = (
        at("open").does(place("A-1", "south-club", staff="eva", reason="Swims", second_choice="firm")).item().decision
    )
    assert decision is not None
    assert (decision.provider_name, decision.staff_name, decision.second_choice_name) == (
        "South Club",
        "Eva Lund",
        "Firm",
    )
    assert (decision.start, decision.end, decision.age) == (START, date(2027, 7, 3), 14)
    assert decision.hours == 3
    assert decision.receiving_leader == "South Club Leader"
    assert [option.provider for option in decision.options] == ["north-club", "south-club"]
    assert decision.option.provider == "south-club"
    assert decision.departures == ("from_recommendation",)
    assert decision.first_follow_up_due == date(2027, 4, 4)


def test_a_given_end_is_kept() -> None:
    decision = at("open").does(place("A-1", "north-club", end=START)).item().decision
    assert decision is not None
    assert decision.end == START


# Late and changed cases


def test_a_late_case_is_marked_and_brings_what_waits() -> None:
    waits = Waiting(case_number="A-9", meeting="m0", date=MEETS, state="postponed", postponed_times=1)
    table = at("open").knows(waiting=(waits,)).does(Take(case="A-9"))
    assert (table.item("A-9").late, table.item("A-9").waiting) == (True, waits)
    assert table.meeting.places == {"A-1": 1, "A-2": 2, "A-9": 3}


def test_a_waiting_case_is_offered_until_the_file_or_the_meeting_has_it() -> None:
    waits = Waiting(case_number="A-9", meeting="m0", date=MEETS, state="postponed", postponed_times=1)

    def offers(table: Table, file: Agenda) -> list[str | None]:
        differences = differences_of(table.meeting, file, (waits,), table.context.left_out)
        return [difference.case_number for difference in differences if difference.kind == "waiting"]

    table, file = at("open"), agenda(case("A-1"), case("A-2"))
    assert offers(table, file) == ["A-9"]
    assert offers(table, agenda(*file.cases, case("A-9"))) == []
    spoilt = LeftOutCase(index=2, case_number="A-9", message="the birth date is missing")
    assert offers(at("open").knows(left_out=(spoilt,)), file) == []
    assert offers(table.knows(waiting=(waits,)).does(Take(case="A-9")), file) == []


def test_a_changed_case_is_taken_over_until_it_is_decided() -> None:
    changed = case("A-1", expected_months=12)
    table = at("open").knows(agenda=agenda(changed)).does(Take(case="A-1"))
    assert (table.item().case, table.item().late) == (changed, False)
    at("placed").knows(agenda=agenda(changed)).refused("already_decided", Take(case="A-1"))


def test_a_case_that_the_file_no_longer_has_or_cannot_be_read_is_not_called_unknown() -> None:
    """It was said not to be on the agenda, although it is in the list of cases."""
    unread = LeftOutCase(index=1, case_number="A-9", message="grant: is missing")
    table = at("open").knows(agenda=agenda(case("A-2")), left_out=(unread,))
    for number in ("A-1", "A-9"):
        assert table.refused("unknown_case", Take(case=number)).values["why"] == "not_in_file"
    assert "why" not in table.refused("unknown_case", Take(case="A-8")).values


@pytest.mark.parametrize(("provider", "followed"), [("north-club", True), ("south-club", False)])
def test_a_decision_says_whether_it_followed_the_recommendation(provider: str, followed: bool) -> None:
    table = Table(case(relations=(knows("Mia Holm", "north-club", "mia"),))).does(Open())
    assert table.sees().recommendation.provider == "north-club"
    decision = table.does(place("A-1", provider, reason="Agreed")).item().decision
    assert decision is not None
    assert decision.followed_recommendation is followed
    nobody = replace(decision, recommendation=replace(decision.recommendation, provider=None))
    assert nobody.followed_recommendation is None


def test_whoever_sits_in_the_chairs_seat_chairs() -> None:
    settings = config()
    assert (settings.committee.chair, settings.chair) == ("authority", "Inger")
    other = replace(settings, committee=replace(settings.committee, chair="internal"))
    assert other.chair == "Karim"
