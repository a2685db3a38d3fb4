"""The sample meeting, driven through the rules to its approval and a correction."""

from datetime import date
from functools import cache

import pytest

from kpcommittee.domain.meeting import intentions as want
from tests.builders import Table
from tests.sample import sample_table

START = date(2027, 1, 4)


def place(case: str, provider: str, staff: str | None = None, **keys: object) -> want.Place:
    """A placement on which all agree unless positions are given."""
    answers = keys.pop("answers", {})
    reason = keys.pop("reason", None)
    assert isinstance(answers, dict)
    return want.Place(
        case=case,
        provider=provider,
        staff=staff,
        start=START,
        answers=tuple(want.Answer(caution=caution, code=code, text=text) for caution, (code, text) in answers.items()),
        reason=want.ReasonGiven(code=reason[0], text=reason[1]) if isinstance(reason, tuple) else None,
        **{"positions": "all_agree", **keys},  # type: ignore[arg-type]
    )


PEOPLE = (
    want.Attend(person="Merete Skov", status="excused", substitute="Ulrik Steen"),
    want.Attend(person="Peter Dahl", status="absent"),
    want.Attend(person="Karim Haddad", status="left", substitute="Tove Friis", case="2026-0417"),
)
DECISIONS = (
    want.Note(case="2026-0412", text="Mor er glad for klubben.\nHun kan selv hente kl. 17.", said_by="Lone Bech"),
    place("2026-0412", "klub-oest", "mette-h", second_choice="klub-havn"),
    want.Postpone(
        case="2026-0409",
        reason="Barnets syn er ikke indhentet",
        missing="Samtale med barnet og afdækning",
        from_role="authority",
    ),
    place(
        "2026-0377",
        "klub-havn",
        "jonna-f",
        answers={"over_capacity": ("room_agreed", "Susanne Krog finder to timer i januar")},
        reason=("relation", "Er kun tryg i værkstedet"),
        positions={
            "school": want.LeaderStance(
                stance="disagree", provider="klub-oest", remark="Klub Havn er fuld | også i marts"
            ),
            "club": want.LeaderStance(stance="agree"),
            "authority": want.LeaderStance(stance="agree", remark="Følges op efter en måned"),
            "internal": want.LeaderStance(stance="abstain"),
        },
    ),
    want.Disqualify(
        case="2026-0391",
        role="internal",
        ground="Er den unges tidligere kontaktpersons ægtefælle",
        decided_by=("authority",),
        substitute="Tove Friis",
    ),
    place("2026-0391", "familiehuset", "sanne-w"),
    want.Withdraw(case="2026-0420", by="Myndighed", reason="Den unge er flyttet til en anden kommune"),
    want.Return(case="2026-0296", missing="Samtykke fra far"),
    want.Disqualify(
        case="2026-0417",
        role="club",
        ground="Kender familien flygtigt",
        decided_by=("authority", "school"),
        outcome="stays",
    ),
)


@cache
def decided() -> Table:
    """The sample meeting with every case dealt with."""
    table = sample_table().does(want.Open(), *PEOPLE, *DECISIONS)
    for item in table.meeting.items:
        if item.state == "open":
            table.does(somehow(table, item.number))
    return table


def somehow(table: Table, number: str) -> want.Intention:
    """A placement with the recommended provider or the first with room, in principle where a seat is empty."""
    seen = table.sees(number, START)
    free = [option for option in seen.options if not option.excluded_by and (option.candidate or option.kind != "club")]
    provider = seen.recommendation.provider or free[0].provider
    waits = {caution.code for caution in seen.cautions if caution.is_blocking and caution.provider in (None, provider)}
    return place(
        number,
        provider,
        seen.recommendation.staff,
        answers={code: ("other", "Drøftet på mødet") for code in waits if code != "seat_empty"},
        reason=("child_wish", "Drøftet på mødet"),
        in_principle=bool(seen.bench.missing_seats()),
    )


@cache
def approved() -> Table:
    """The sample meeting, closed, approved and corrected once."""
    return Table.does(
        _copied(decided()),
        want.Close(),
        want.Approve(by="Inger Thorsen"),
        want.Correct(
            case="2026-0412",
            place=want.Amendment(given=frozenset({"start"}), start=date(2027, 1, 11)),
            why="Forkert uge",
            by="Inger Thorsen",
        ),
    )


def _copied(table: Table) -> Table:
    other = Table(settings=table.context.config)
    other.context, other.meeting, other.journal = table.context, table.meeting, [*table.journal]
    return other


@pytest.fixture
def draft() -> Table:
    return decided()


@pytest.fixture
def final() -> Table:
    return approved()
