"""A disk that changes a bit or loses the end of the database: noticed when it is opened, nothing wrong in silence."""

from collections import Counter
from pathlib import Path
from random import Random
from typing import get_args

import pytest

from kpcommittee.store.key_file import Cost
from tests.drivers.damaged_files import DAMAGES, NOTHING, TRIES, Who, Whole, flipped, tally
from tests.drivers.office import Office
from tests.sample import DAY

FEW = 25
pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deriving a key takes most of a second; what it costs is tested elsewhere."""
    monkeypatch.setattr(Cost, "__new__", lambda cls, *given: tuple.__new__(cls, given or (64, 1, 1)))


@pytest.fixture(params=[False, True], ids=["clear", "encrypted"])
def whole(request: pytest.FixtureRequest, tmp_path: Path) -> Whole:
    return Whole.of(tmp_path / "office", encrypted=request.param)


def test_the_file_as_it_was_closed_is_opened_without_a_word(whole: Whole) -> None:
    assert whole.damaged(whole.content, "medium") == (NOTHING, ())
    assert whole.damaged(whole.content, "program") == (NOTHING, ()), "a copy of it is known"


def wrong(kind: str, whole: Whole, who: Who, draws: range) -> list[object]:
    """Damage it so many times, and return what was shown wrong in silence or not noticed as it has to be.

    What no disk did but a program that wrote to the file is tested anew: a text that is being typed stands in no
    journal, so that nobody can tell whether it was changed.
    """
    found = tally(whole, DAMAGES[kind], who, draws)
    allowed = {("being typed",)} if who == "program" else set[tuple[str, ...]]()
    faults: list[object] = [silent for silent in found.silent if silent[1] not in allowed]
    if found.noticed.total() != len(draws):
        faults.append(("not every damage was tried", found.noticed))
    if (who == "medium" or whole.key is not None) and found.noticed[NOTHING]:
        faults.append(("not noticed when it was opened", found.noticed))
    if whole.key is not None and found.noticed != Counter(refused=len(draws)):
        faults.append(("opened, though each page has a seal of its own", found.noticed))
    return faults


@pytest.mark.parametrize("kind", DAMAGES)
@pytest.mark.parametrize("who", get_args(Who))
def test_nothing_is_shown_wrong_in_silence(whole: Whole, kind: str, who: Who) -> None:
    assert wrong(kind, whole, who, range(FEW if kind == "a bit flipped" else 10)) == []


@pytest.mark.soak
@pytest.mark.parametrize("kind", DAMAGES)
@pytest.mark.parametrize("who", get_args(Who))
def test_nothing_is_shown_wrong_in_silence_however_often(whole: Whole, kind: str, who: Who) -> None:
    assert wrong(kind, whole, who, range(TRIES[kind])) == []


def test_a_command_says_what_does_not_fit_and_answers_all_the_same(tmp_path: Path) -> None:
    whole = Whole.of(tmp_path / "office", encrypted=False)
    office = Office(whole.folder)
    codes = Counter[tuple[int, str]]()
    for seed in range(FEW):
        whole.damaged(flipped(whole.content, Random(seed)), "medium")
        ran = office.run("balance", "--date", DAY, "--json")
        codes[ran.code, ran.err.partition(":")[0]] += 1
        assert ran.code or ran.json
        verified = office.run("verify", "--json")
        assert verified.code == (3 if ran.code == 3 else 1)
        assert verified.code == 3 or not verified.json["whole"]
    assert {*codes} == {(0, "warning"), (3, "error")}
