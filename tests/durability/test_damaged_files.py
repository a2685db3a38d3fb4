"""A disk that changes a bit or loses the database's end: noticed at opening, and nothing is wrong in silence."""

from collections import Counter
from pathlib import Path
from random import Random
from typing import get_args

import pytest

from tests.counting import Counts
from tests.drivers.damaged_files import DAMAGES, NOTHING, TRIES, Tally, Who, Whole, flipped, tally
from tests.drivers.office import Office
from tests.sample import DAY

EACH = 10
"""Damages for each draw: so many in a run, and in the soak what the page on security says."""
BATCHES = [
    pytest.param(kind, batch, id=f"{kind} {batch}", marks=pytest.mark.soak if batch else ())
    for kind, tries in TRIES.items()
    for batch in range(tries // EACH)
]
pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800), pytest.mark.usefixtures("cheap_keys")]


@pytest.fixture(scope="module")
def offices() -> dict[tuple[bool, Who], Whole]:
    """Workspaces to be damaged again and again: what this computer remembers of one stays about its whole database."""
    return {}


@pytest.fixture
def whole(
    encrypted: bool, who: Who, offices: dict[tuple[bool, Who], Whole], tmp_path_factory: pytest.TempPathFactory
) -> Whole:
    if (encrypted, who) not in offices:
        offices[encrypted, who] = Whole.of(tmp_path_factory.mktemp("whole") / "office", encrypted=encrypted)
    return offices[encrypted, who]


BOTH = pytest.mark.parametrize("encrypted", [False, True], ids=["clear", "encrypted"])


@BOTH
def test_the_file_as_it_was_closed_is_opened_without_a_word(tmp_path: Path, *, encrypted: bool) -> None:
    whole = Whole.of(tmp_path / "office", encrypted=encrypted)
    assert whole.damaged(whole.content, "medium") == (NOTHING, ())
    assert whole.damaged(whole.content, "program") == (NOTHING, ()), "a copy of it is known"


def wrong(counted: Tally, whole: Whole, who: Who, draws: range) -> list[object]:
    """Return what was shown wrong in silence or not noticed as it has to be.

    What a program wrote to the file, and no disk damaged, is tested again. A text that is being typed is in no journal,
    so nobody can tell whether it was changed.
    """
    allowed = {("being typed",)} if who == "program" else set[tuple[str, ...]]()
    faults: list[object] = [silent for silent in counted.silent if silent[1] not in allowed]
    if counted.noticed.total() != len(draws):
        faults.append(("not every damage was tried", counted.noticed))
    if (who == "medium" or whole.key is not None) and counted.noticed[NOTHING]:
        faults.append(("not noticed when it was opened", counted.noticed))
    if whole.key is not None and counted.noticed != Counter(refused=len(draws)):
        faults.append(("opened, though each page has a seal of its own", counted.noticed))
    return faults


def name_of(whole: Whole, who: Who, by: str) -> str:
    """What is counted: how the database lay there, who damaged it, and what noticed it."""
    return f"{'clear' if whole.key is None else 'encrypted'} {who}: {by}"


@pytest.mark.parametrize(("kind", "batch"), BATCHES)
@pytest.mark.parametrize("who", get_args(Who))
@BOTH
def test_nothing_is_shown_wrong_in_silence(whole: Whole, kind: str, batch: int, who: Who, counts: Counts) -> None:
    draws = range(batch * EACH, (batch + 1) * EACH)
    counted = tally(whole, DAMAGES[kind], who, draws)
    counts(**{name_of(whole, who, by): times for by, times in counted.noticed.items()})
    assert wrong(counted, whole, who, draws) == []


def test_a_command_says_what_does_not_fit_and_answers_all_the_same(tmp_path: Path) -> None:
    whole = Whole.of(tmp_path / "office", encrypted=False)
    office = Office(whole.folder)
    codes = Counter[tuple[int, str]]()
    for seed in range(EACH):
        whole.becomes(flipped(whole.content, Random(seed)), "medium")
        ran = office.run("balance", "--date", DAY, "--json")
        codes[ran.code, ran.err.partition(":")[0]] += 1
        assert ran.code or ran.json
        verified = office.run("verify", "--json")
        assert verified.code == (3 if ran.code == 3 else 1)
        assert verified.code == 3 or not verified.json["whole"]
    assert {*codes} == {(0, "warning"), (3, "error")}
