"""One line in, one intention or the key that is wrong."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from kpcommittee import locale
from kpcommittee.convert.intentions import InvalidLine, ParsedIntention, parse_intention
from kpcommittee.domain.meeting.intentions import INTENTIONS, Correct, LeaderStance, Open, Place, Postpone, Withdraw
from kpcommittee.wording.issues import issue_text, remedy
from tests.docs.reading import example_of


def parsed(**keys: Any) -> ParsedIntention:
    """What the line with these keys says."""
    read = parse_intention(json.dumps(keys))
    assert isinstance(read, ParsedIntention), read
    return read


def invalid(line: str | bytes | dict[str, Any]) -> tuple[str, str]:
    """The key that is wrong, and what is wrong with it."""
    read = parse_intention(json.dumps(line) if isinstance(line, dict) else line)
    assert isinstance(read, InvalidLine), read
    return read.key, read.code


PLACE = {"do": "place", "case": "2026-0412", "provider": "klub-oest", "start": "2026-12-03"}

WHOLE: dict[str, dict[str, Any]] = {
    "attend": {"person": "Per Sand", "status": "excused", "substitute": "Helle Roed", "case": "1"},
    "disqualify": {"case": "1", "role": "club", "ground": "Onkel", "decided_by": ["school"], "outcome": "out"},
    "position": {"case": "1", "role": "club", "stance": "disagree", "provider": "fokus", "remark": "En\nTo"},
    "place": {
        **PLACE,
        "staff": None,
        "positions": "all_agree",
        "answers": [{"caution": "declined", "code": "other", "text": "x"}],
        "hours": 4.25,
    },
    "confirm": {"case": "1", "role": "school", "by": "Lone Bech", "refuse": False, "start": "2027-01-04"},
    "postpone": {"case": "1", "reason": "x", "missing": "y", "from": "school", "to": "2027-01-13"},
    "withdraw": {"case": "1", "by": "authority", "reason": "x"},
    "note": {"case": "1", "text": "x", "said_by": "Karim", "private": True},
    "undo": {"n": 4},
    "approve": {"by": "Inger"},
    "correct": {
        "case": "1",
        "place": {"staff": None, "hours": 4},
        "why": "Skrivefejl",
        "by": "Inger",
        "texts": [{"what": "note", "n": 1, "text": "x"}],
        "attend": [{"person": "Lone", "status": "excused", "substitute": "Jan"}],
        "positions": {"club": "agree", "school": {"stance": "disagree", "provider": "k", "remark": "x"}},
    },
    "told": {"case": "1", "whom": "custody", "how": "Brev", "on": "2026-12-03", "by": "Inger"},
    "journalised": {"case": "1", "number": "27-1234", "on": "2026-12-03", "by": "Inger"},
    "circulate": {"until": "2026-12-09", "by": "Inger"},
    "comment": {"case": "1", "text": "Det var torsdag", "said_by": "Lone Bech"},
    "resolve": {
        "comment": 2,
        "outcome": "taken_in",
        "text": "Rettet",
        "by": "Inger",
        "texts": [{"what": "note", "n": 1, "text": "x"}],
    },
}


LINES = {do: WHOLE[do] if do in WHOLE else example_of(do) for do in INTENTIONS}
"""Each intention with every key where it is here, else as the documentation shows it."""


@pytest.mark.parametrize("do", sorted(INTENTIONS))
def test_every_intention_of_the_contract_is_read(do: str) -> None:
    assert isinstance(parsed(**{**LINES[do], "do": do}).intention, INTENTIONS[do])


@pytest.mark.parametrize("do", sorted(INTENTIONS))
def test_every_intention_may_say_when_and_by_whom(do: str) -> None:
    read = parsed(**{**LINES[do], "do": do, "at": "2026-12-02T09:05:00+00:00", "by": "Inger"})
    assert read.at == datetime(2026, 12, 2, 9, 5, tzinfo=UTC)
    assert read.by == "Inger"


@pytest.mark.parametrize("do", sorted(INTENTIONS))
def test_an_unknown_key_is_named_in_every_intention(do: str) -> None:
    assert invalid({**LINES[do], "do": do, "casee": "1"}) == ("casee", "unknown_key")


def test_a_misspelled_needed_key_is_named_rather_than_the_key_that_is_missing_for_it() -> None:
    """The answer was that `text` is missing, and said nothing of the key that was written."""
    assert invalid({"do": "note", "case": "1", "txt": "Ringet til skolen"}) == ("txt", "unknown_key")


def test_the_one_who_withdraws_is_the_one_who_records() -> None:
    read = parsed(do="withdraw", case="1", by="Rikke", reason="Flyttet")
    assert read.intention == Withdraw(case="1", by="Rikke", reason="Flyttet")
    assert read.by == "Rikke"


def test_bytes_are_read_as_utf8() -> None:
    assert parse_intention(b'\xef\xbb\xbf{"do": "open"}\n') == ParsedIntention(intention=Open())
    assert invalid(b'{"do": "\xe6"}') == ("", "not_utf8")


def test_the_case_is_named_also_when_the_line_is_invalid() -> None:
    read = parse_intention('{"do": "note", "case": "2026-0412"}')
    assert isinstance(read, InvalidLine)
    assert read.case == "2026-0412"
    assert (read.key, read.code) == ("text", "missing_key")


def test_positions_in_three_spellings() -> None:
    assert parsed(**PLACE, positions="all_agree").intention.positions == "all_agree"  # type: ignore[union-attr]
    short = parsed(**PLACE, positions={"school": "agree"}).intention
    long = parsed(**PLACE, positions={"school": {"stance": "disagree", "provider": "fokus", "remark": "Nej"}}).intention
    assert isinstance(short, Place)
    assert isinstance(long, Place)
    assert short.positions == {"school": LeaderStance(stance="agree")}
    assert long.positions == {"school": LeaderStance(stance="disagree", provider="fokus", remark="Nej")}
    assert parsed(**PLACE, positions=None).intention.positions is None  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("positions", "key"),
    [
        ("all_agre", "positions"),
        ({"scool": "agree"}, "positions.scool"),
        ({"school": "yes"}, "positions.school.stance"),
        ({"school": {"stance": "agree", "why": "x"}}, "positions.school.why"),
        (["agree"], "positions"),
    ],
)
def test_wrong_positions_say_where(positions: Any, key: str) -> None:
    assert invalid({**PLACE, "positions": positions})[0] == key


def test_from_is_a_role() -> None:
    assert parsed(do="postpone", case="1", reason="x", **{"from": "school"}).intention == Postpone(
        case="1", reason="x", from_role="school"
    )
    assert invalid({"do": "postpone", "case": "1", "reason": "x", "from_role": "school"}) == (
        "from_role",
        "unknown_key",
    )


def test_a_correction_notes_which_keys_it_gives() -> None:
    read = parsed(do="correct", case="1", why="x", place={"end": None, "start": "2026-12-04"}).intention
    assert isinstance(read, Correct)
    assert read.place.given == {"end", "start"}
    assert read.place.start == date(2026, 12, 4)
    assert invalid({"do": "correct", "case": "1", "why": "x", "place": {"given": ["x"]}}) == (
        "place.given",
        "unknown_key",
    )


@pytest.mark.parametrize(
    ("line", "key", "code"),
    [
        ("", "", "not_json"),
        ("nej", "", "not_json"),
        ("{", "", "not_json"),
        ("NaN", "", "not_json"),
        ('{"do": "undo", "n": NaN}', "", "not_json"),
        ("[" * 100_000, "", "not_json"),
        ('{"do": "undo", "n": ' + "9" * 5000 + "}", "", "not_json"),
        ("[]", "", "not_an_object"),
        ("3", "", "not_an_object"),
        ("{}", "do", "missing_key"),
        ('{"do": 3}', "do", "wrong_type"),
        ('{"do": "plase"}', "do", "not_one_of"),
        ('{"do": "open", "do": "close"}', "do", "duplicate_key"),
        ('{"do": "open", "at": "i dag"}', "at", "wrong_type"),
        ('{"do": "open", "at": "0001-01-01T00:00:00+14:00"}', "at", "date_too_far"),
        ('{"do": "open", "at": "9999-12-31T23:59:59-14:00"}', "at", "date_too_far"),
        ('{"do": "open", "by": 3}', "by", "wrong_type"),
        ('{"do": "undo", "n": 1.5}', "n", "wrong_type"),
        ('{"do": "undo", "n": true}', "n", "wrong_type"),
        ('{"do": "order", "cases": "12"}', "cases", "wrong_type"),
        ('{"do": "order", "cases": ["1", 2]}', "cases[1]", "wrong_type"),
        ('{"do": "note", "case": "1", "text": "  "}', "text", "empty"),
        ('{"do": "note", "case": null, "text": "x"}', "case", "wrong_type"),
    ],
)
def test_a_line_that_is_no_intention_says_which_key(line: str, key: str, code: str) -> None:
    assert invalid(line) == (key, code)


def test_the_nearest_intention_is_named() -> None:
    read = parse_intention('{"do": "plase"}')
    assert isinstance(read, InvalidLine)
    assert read.issue.values["nearest"] == "place"


def test_a_five_megabyte_note_is_refused() -> None:
    assert invalid({"do": "note", "case": "1", "text": "x" * 5_000_000}) == ("text", "too_long")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('{"do": "note", "case": null, "text": "x"}', "case: null is not a text in quotation marks"),
        ('{"do": "undo", "n": true}', "n: true is not a whole number"),
        ('{"do": "place", "case": "1", "answers": {}}', "answers: is not a list in square brackets"),
        ('{"do": "place", "case": "1", "reason": "x"}', "reason: x is not an object in braces"),
    ],
)
def test_what_is_wrong_is_worded_as_json_has_it(line: str, sentence: str) -> None:
    read = parse_intention(line)
    assert isinstance(read, InvalidLine)
    with locale.speaking("en"):
        texts = [issue_text(issue) for issue in read.issues]
        remedies = [remedy(issue) for issue in read.issues]
    assert sentence in texts
    assert not any("[[" in text or "table" in text for text in remedies)
