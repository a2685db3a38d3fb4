"""Plain data becomes the domain's values, or everything that is wrong with it, each in its place."""

import json
from dataclasses import is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kpcommittee.convert import codec
from kpcommittee.convert.converter import types_of
from kpcommittee.convert.intentions import InvalidLine, ParsedIntention, parse_intention
from kpcommittee.convert.issues import Issue
from kpcommittee.convert.json_text import canonical_json
from kpcommittee.domain import agenda, case, committee, law, provider
from kpcommittee.domain.agenda import MeetingHead
from kpcommittee.domain.case import Case, Informed
from kpcommittee.domain.meeting.events import EVENTS
from kpcommittee.domain.provider import Change, Period, Provider, Staff

CASE: dict[str, Any] = {
    "case_number": "2026-0412",
    "problems": ["school"],
    "child": {"name": "Amina Karlsen", "birth_date": date(2013, 10, 4), "district": "oest"},
    "grant": {
        "decided_on": date(2026, 11, 12),
        "basis": "bl-32-1-3",
        "purpose": "Tryg skolegang",
        "hours_per_week": Decimal("5.0"),
        "expected_months": 12,
    },
}


def case_with(**changes: Any) -> dict[str, Any]:
    """The case with some of its keys changed; `child__name` reaches into a table."""
    made = json.loads(json.dumps(CASE, default=str))
    for path, value in changes.items():
        *tables, key = path.split("__")
        table = made
        for name in tables:
            table = table.setdefault(name, {})
        table[key] = value
    return made  # type: ignore[no-any-return]


def issues(data: Any, cls: type[Any] = Case) -> list[tuple[str, str]]:
    """Place and code of everything that is wrong."""
    return [(issue.place, issue.code) for issue in codec.read(data, cls)[1]]


def only(data: Any, cls: type[Any] = Case) -> Issue:
    """The one flaw there is."""
    value, issues = codec.read(data, cls)
    assert value is None
    assert len(issues) == 1, issues
    return issues[0]


def test_a_case_becomes_what_it_says() -> None:
    case, issues = codec.read(CASE, Case)
    assert issues == ()
    assert case is not None
    assert case.grant.hours_per_week == Decimal(5)
    assert case.child.birth_date == date(2013, 10, 4)
    assert case.problems == ("school",)


def test_dates_and_numbers_may_be_text_as_in_json() -> None:
    assert codec.read(case_with(grant__hours_per_week="4.25"), Case)[0] is not None
    assert codec.read(case_with(), Case)[0] == codec.read(CASE, Case)[0]


def test_every_error_is_told_at_once() -> None:
    data = case_with(child__birth_date="2013-02-30", grant__expected_months="12", relations=[{"person": 3}])
    data["probelms"] = []
    del data["grant"]["basis"]
    assert issues(data) == [
        ("child.birth_date", "bad_date"),
        ("grant.basis", "missing_key"),
        ("grant.expected_months", "quoted_number"),
        ("relations[0].person", "wrong_type"),
        ("relations[0].role", "missing_key"),
        ("relations[0].strength", "missing_key"),
        ("probelms", "unknown_key"),
    ]


def test_an_unknown_key_names_the_nearest_known_one() -> None:
    issue = only(case_with(child__brith_date="2013-10-04"))
    assert issue.place == "child.brith_date"
    assert issue.values["nearest"] == "birth_date"
    assert "birth_date" in issue.values["known"]  # type: ignore[operator]


@pytest.mark.parametrize("value", [True, "5 timer", "1e3", "NaN", float("nan"), Decimal("Infinity"), 10**13, [], None])
def test_what_is_no_number_is_refused(value: Any) -> None:
    assert only(case_with(grant__hours_per_week=value)).place == "grant.hours_per_week"


def test_a_number_that_would_fill_the_memory_is_refused() -> None:
    assert only(case_with(grant__hours_per_week=Decimal("1e999999"))).code == "bad_number"
    assert only(case_with(grant__hours_per_week=Decimal("1e-999999"))).code == "bad_number"


@pytest.mark.parametrize("value", ["2026-02-30", "20260201", "2026-W05-1", "1026-02-03", "9999-12-31", "i går"])
def test_what_is_no_date_is_refused(value: str) -> None:
    assert only(case_with(child__birth_date=value)).code in {"bad_date", "date_too_far"}


def test_a_moment_is_no_date() -> None:
    data = {"id": "m", "date": datetime(2026, 12, 2, 9, 0)}  # noqa: DTZ001
    assert issues(data, MeetingHead) == [("date", "wrong_type")]


def test_a_time_is_read_as_toml_and_as_json_write_it() -> None:
    for written in (time(9, 0), "09:00", "09:00:00"):
        head, _ = codec.read({"id": "m", "date": "2026-12-02", "start": written}, MeetingHead)
        assert head is not None
        assert head.start == time(9, 0)
    assert issues({"id": "m", "date": "2026-12-02", "start": "25:00"}, MeetingHead) == [("start", "bad_date")]


def test_a_text_is_not_taken_for_a_list() -> None:
    assert issues(case_with(problems="school")) == [("problems", "wrong_type")]
    assert issues(case_with(problems={"school": 1})) == [("problems", "wrong_type")]


def test_a_pair_has_two() -> None:
    base = {"id": "a", "kind": "club", "name": "A"}
    assert codec.read({**base, "ages": [10, 17]}, Provider)[1] == ()
    assert issues({**base, "ages": [10]}, Provider) == [("ages", "wrong_type")]
    assert issues({**base, "ages": [10, "17"]}, Provider) == [("ages[1]", "quoted_number")]


def test_true_is_not_one() -> None:
    relation = {"person": "Mette", "role": "Pædagog", "strength": True}
    assert issues(case_with(relations=[relation])) == [("relations[0].strength", "not_one_of")]


def test_from_and_to_are_keys_of_periods() -> None:
    data = {"id": "a", "name": "A", "leave": [{"from": "2027-01-01", "to": "2027-02-01"}]}
    staff, _ = codec.read(data, Staff)
    assert staff is not None
    assert staff.leave == (Period(start=date(2027, 1, 1), end=date(2027, 2, 1)),)
    assert codec.to_plain(staff.leave[0]) == {"from": "2027-01-01", "to": "2027-02-01"}
    assert codec.to_plain(Change(start=date(2027, 1, 1))) == {"from": "2027-01-01"}
    assert issues({"start": "2027-01-01", "to": "2027-02-01"}, Period) == [
        ("from", "missing_key"),
        ("start", "unknown_key"),
    ]


def test_texts_are_cleaned_and_prose_keeps_its_lines() -> None:
    hostile = "\x1b]52;c;AAAA\x07[/red] \u202eA\u0301"
    case, _ = codec.read(case_with(child__name="En\nTo" + hostile, grant__purpose="En\nTo" + hostile), Case)
    assert case is not None
    assert case.child.name == "En To␛]52;c;AAAA␇[/red] \ufffdÁ"
    assert case.grant.purpose == "En\nTo␛]52;c;AAAA␇[/red] \ufffdÁ"


def test_a_five_megabyte_text_is_refused_and_not_repeated() -> None:
    issue = only(case_with(problem_note="x" * 5_000_000))
    assert issue.code == "too_long"
    assert issue.values == {"length": 5_000_000, "limit": 20_000}
    assert len(issue.value) <= 60


def test_a_required_text_is_not_empty() -> None:
    assert issues(case_with(child__name=" \n ")) == [("child.name", "empty")]
    assert issues(case_with(problem_note="")) == []


@pytest.mark.parametrize("number", ["041013-4008", "0410134008", "041013 4008", "041013–4008"])
def test_a_personal_number_is_never_repeated(number: str) -> None:
    value, issues = codec.read(case_with(child={number: number, "name": 1}, cpr=number), Case)
    assert value is None
    assert number not in repr(issues)
    assert issues


def test_what_a_hostile_key_says_is_only_text() -> None:
    issue = only(case_with(**{"\x1b[2J" + "k" * 900: 1}))
    assert "\x1b" not in issue.place
    assert len(issue.place) <= 60


def test_nothing_but_a_table_makes_a_table() -> None:
    values: tuple[Any, ...] = (None, [], "x", 3)
    for value in values:
        assert issues(value, Informed) == [("", "wrong_type")]


def test_what_is_not_set_is_left_out_of_plain_data() -> None:
    case, _ = codec.read(CASE, Case)
    assert codec.to_plain(case)["grant"]["hours_per_week"] == "5"
    assert codec.to_plain(case)["child"]["birth_date"] == "2013-10-04"
    assert "cpr" not in codec.to_plain(case)["child"]


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("5.0", "5"),
        ("12.50", "12.5"),
        ("1E+2", "100"),
        ("-0", "0"),
        ("0.00", "0"),
        ("100", "100"),
        ("1E-7", "0.0000001"),
    ],
)
def test_decimals_are_written_plainly(number: str, written: str) -> None:
    assert codec.to_plain(Decimal(number)) == written


def test_the_journal_ignores_keys_of_newer_versions() -> None:
    data = codec.to_plain(codec.read(CASE, Case)[0]) | {"new_key": 1}
    assert codec.recall(data, Case) == codec.read(CASE, Case)[0]


def test_the_journal_keeps_texts_as_they_were() -> None:
    assert codec.recall({"who": " a \n b ", "name": "x"}, Informed).who == " a \n b "


def test_a_journal_that_does_not_fit_is_told() -> None:
    with pytest.raises(ValueError, match="name: missing_key"):
        codec.recall({"who": "mother"}, Informed)


def test_canonical_json_has_one_spelling() -> None:
    assert canonical_json({"b": "ø", "a": [1, None]}) == '{"a":[1,null],"b":"ø"}'
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical_json(float("nan"))


RECORDS: set[type] = {
    value
    for module in (agenda, case, committee, law, provider)
    for value in vars(module).values()
    if isinstance(value, type) and is_dataclass(value)
}


def any_record(cls: type) -> st.SearchStrategy[Any]:
    """Any record of the class: the signature of what makes one does not name its fields."""
    return st.builds(cls, **{name: st.from_type(kind) for name, kind in types_of(cls).items()})


@pytest.mark.parametrize("kind", sorted(EVENTS))
def test_every_event_comes_back_as_it_was_written(kind: str) -> None:
    st.register_type_strategy(Decimal, st.decimals(allow_nan=False, allow_infinity=False))
    for cls in RECORDS:
        st.register_type_strategy(cls, any_record)

    @settings(
        max_examples=3,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.from_type(EVENTS[kind]))
    def comes_back(event: Any) -> None:
        written = canonical_json(codec.to_plain(event))
        read = codec.recall(json.loads(written), EVENTS[kind])
        assert read == event
        assert canonical_json(codec.to_plain(read)) == written

    comes_back()


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda cls: (
            st.lists(cls, max_size=3)
            | st.dictionaries(st.sampled_from(["child", "grant", "problems", "name", "x"]), cls, max_size=3)
        ),
        max_leaves=12,
    )
)
def test_any_data_gives_a_case_or_flaws(data: Any) -> None:
    value, issues = codec.read(data, Case)
    assert (value is None) == bool(issues)


@given(st.text(max_size=60) | st.binary(max_size=60))
def test_any_line_gives_an_intention_or_says_why_not(line: str | bytes) -> None:
    assert isinstance(parse_intention(line), (ParsedIntention, InvalidLine))
