"""What an older program wrote is read, printed and recorded by this one as it was then."""

import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from kpcommittee.documents.seals import is_sealed
from kpcommittee.domain.meeting.events import EVENTS
from kpcommittee.store.store import Store
from tests.drivers.journal import rows
from tests.drivers.program import run_here
from tests.drivers.store_harness import projections
from tests.journals.play import LISTED_ON, play, prints
from tests.journals.put_right import (
    corrected_put_right,
    listed_put_right,
    minutes_put_right,
    put_right,
    reworded,
    shown_put_right,
    with_keys_of,
    without_new_cautions,
)
from tests.journals.retold import postponed, retold, without_new

JOURNALS = Path(__file__).parents[1] / "journals"
MADE = [script.parent for script in sorted(JOURNALS.glob("*/script.jsonl"))]
LEGEND = "Medarbejdertimer "
"""The beginning of the line above the minutes' balance, whose names of the bar's signs may be corrected."""
SEAL = "<!-- kpcommittee sha256:"


@pytest.fixture(params=MADE, ids=lambda made: str(made.name), scope="module")
def made(request: pytest.FixtureRequest) -> Path:
    """The folder of an older version."""
    assert isinstance(request.param, Path)
    return request.param


@pytest.fixture(scope="module")
def folder(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its workspace as it was left, in a folder of its own."""
    folder = tmp_path_factory.mktemp(made.name)
    (folder / "agenda").mkdir()
    for name in ("config.toml", "kpcommittee.db"):
        shutil.copy(made / name, folder / name)
    for line in (made / "script.jsonl").read_text(encoding="utf-8").splitlines():
        step = json.loads(line)
        if step["in"] == "agenda":
            shutil.copy(made / "agendas" / step["copy"], folder / "agenda" / step["to"])
    return folder


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    with closing(Store.open(folder / "kpcommittee.db")) as store:
        yield store


def test_it_holds_every_kind_of_event_there_was_and_is_whole(store: Store) -> None:
    kinds = {kind for _stream, _number, _at, _by, kind, *_ in journal(store.path)}
    assert kinds <= {*EVENTS}, "a kind is known for ever"
    assert len(kinds) == 19
    assert store.verify() is None


def test_its_meetings_are_folded_as_they_were_left(store: Store) -> None:
    meetings = [store.meeting(row.id) for row in store.meetings()]
    assert [(meeting.id, meeting.state, meeting.version, meeting.last) for meeting in meetings] == [
        ("2026-12-02", "approved", 3, 36),
        ("2027-01-06", "closed", 0, 8),
        ("2027-01-20", "open", 0, 4),
    ]
    assert [(row.id, row.state, row.version, row.last) for row in store.meetings()] == [
        (meeting.id, meeting.state, meeting.version, meeting.last) for meeting in meetings
    ]


def test_a_rebuild_makes_the_tables_that_it_was_left_with(store: Store) -> None:
    left = projections(store)
    assert all(left.values())
    store.rebuild()
    assert projections(store) == left


def test_what_was_typed_is_there(store: Store) -> None:
    drafts = store.drafts("2027-01-20")
    assert [(draft.case, draft.field, draft.by, draft.text) for draft in drafts] == [
        ("2026-0442", "note.text", "inger", "Mor siger, at dre"),
        ("2026-0442", "postpone.reason", "inger", "Vi mangler æ"),
    ]


@pytest.mark.parametrize("name", prints())
def test_it_prints_what_was_printed(name: str, made: Path, folder: Path) -> None:
    form = ("--form", "full") if name.endswith(".md") else ()
    ran = run_here(["--workspace", str(folder), *prints()[name], *form])
    assert (ran.code, ran.err) == (0, "")
    then = (made / "prints" / name).read_text(encoding="utf-8")
    if name.endswith(".md"):
        assert is_sealed(ran.out)
        minutes = reworded(minutes_put_right(lasting(then)))
        assert without_new(lasting(ran.out)) == retold(minutes)
        assert set(postponed(minutes)) <= {*ran.out.splitlines()}
        (folder / "kept.md").write_text(ran.out, encoding="utf-8")
        assert run_here(["--workspace", str(folder), "verify", "--against", "kept.md"]).code == 0
    elif name == "verify.txt":
        assert ran.out.splitlines()[0] == then.strip()
    elif name.endswith(".json"):
        before = put_right(json.loads(reworded(then)))
        if name == "placements.json":
            before = listed_put_right(before, LISTED_ON)
        elif name.endswith(".show.json"):
            before = shown_put_right(before)
        assert with_keys_of(before, without_new_cautions(json.loads(ran.out))) == before
    else:
        assert ran.out == then


def test_a_decided_case_shows_what_the_journal_froze(folder: Path, store: Store) -> None:
    """T6: options, recommendation and cautions are those of the event, whatever was decided since."""
    shown = 0
    for row in store.meetings():
        ran = run_here(["--workspace", str(folder), "show", row.id, "--json"])
        meeting = store.meeting(row.id)
        for case in json.loads(ran.out)["cases"]:
            item = meeting.item(case["case_number"])
            assert item is not None
            decision = item.decision
            assert (case["now"] is None) == (decision is None)
            if decision is None:
                continue
            shown += 1
            then = [(o.provider, o.room, o.worst_week, o.excluded_by) for o in decision.options]
            keys = ("provider", "room", "worst_week", "excluded_by")
            assert [tuple(option[key] for key in keys) for option in case["options"]] == then
            assert (case["recommendation"] or {}).get("provider") == decision.recommendation.provider
            assert [c["code"] for c in case["cautions"]] == [c.code for c in decision.cautions]
            assert case["deadlines"]["first_follow_up_due"] == decision.first_follow_up_due.isoformat()
    assert shown > 5


def test_the_script_records_the_same_again(made: Path, tmp_path: Path) -> None:
    answers = play(made, tmp_path / "again")
    then, now = made / "kpcommittee.db", tmp_path / "again" / "kpcommittee.db"
    assert [coded(answer) for answer in answers] == [
        coded(json.loads(line)) for line in (made / "answers.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    for before, after in zip(journal(then), journal(now), strict=True):
        assert recorded(after, before) == recorded(before)
        assert after[5] == before[5] or json.loads(after[5]) != json.loads(before[5]), "the same is written the same"
    assert rows(now, 'SELECT * FROM draft ORDER BY stream, "case", field') == rows(
        then, 'SELECT * FROM draft ORDER BY stream, "case", field'
    )


def journal(database: Path) -> list[tuple[Any, ...]]:
    """Every event with its hash, byte for byte."""
    return rows(database, "SELECT * FROM event ORDER BY stream, number")


def recorded(row: tuple[Any, ...], then: tuple[Any, ...] | None = None) -> tuple[Any, ...]:
    """An event without its hash and the keys that older ones lack, with what was wrong corrected."""
    stream, number, at, by, kind, payload, _digest, _hash = row
    read = without_law(put_right(json.loads(payload)))
    before = without_law(put_right(json.loads(then[5]))) if then else None
    if kind == "corrected":
        read, before = corrected_put_right(read), before and corrected_put_right(before)
    return stream, number, at, by, kind, with_keys_of(before, read) if then else read


def without_law(payload: Any) -> Any:
    """What was recorded, without what comes from the law table: a later program ships a later table."""
    if isinstance(payload, dict) and "law" in payload:
        del payload["law"]
    if isinstance(payload, dict) and isinstance(payload.get("decision"), dict):
        for caution in payload["decision"]["cautions"]:
            del caution["source"]
    return payload


def coded(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer without its sentence."""
    return {key: value for key, value in answer.items() if key != "message"}


def lasting(document: str) -> str:
    """The minutes without the legend of the bars, the receipt, which is younger, and the seal, made of every line."""
    lines = document.splitlines()
    assert sum(line.startswith(LEGEND) for line in lines) == 1
    return "\n".join(line for line in lines if not line.startswith((LEGEND, SEAL, "Kvittering: "))).rstrip()
