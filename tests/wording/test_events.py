"""Each event as a line in the log."""

from datetime import timedelta
from decimal import Decimal

import pytest

from kpcommittee import locale
from kpcommittee.domain.capacity.placement import Placement
from kpcommittee.domain.meeting import events as ev
from kpcommittee.domain.meeting import intentions as want
from kpcommittee.domain.meeting.access_events import Accessed, Sampled
from kpcommittee.domain.meeting.caseload_events import Imported, ImportUndone, PlacementChanged, Restored
from kpcommittee.domain.meeting.followed_up import FollowedUp
from kpcommittee.wording.events import event_line
from tests.builders import MEETS, NOW, Table, case, config, place


def lines(table: Table) -> list[str]:
    return [event_line(recorded, table.meeting.places) for recorded in table.journal]


def test_a_meeting_as_lines() -> None:
    table = Table(case("A-1"), case("A-2"), settings=config(rule="consensus"))
    table.does(
        want.Open(),
        want.Attend(person="Lone", status="excused", substitute="Jan", case="A-2"),
        want.Disqualify(case="A-2", role="club", ground="Sister", decided_by=("authority", "internal")),
        want.Position(case="A-1", role="school", stance="agree"),
        want.Note(case="A-1", text="New school", said_by="Inger"),
        place("A-1", "north-club", staff="mia"),
        want.Undo(),
        want.Order(cases=("A-2", "A-1")),
        want.Postpone(case="A-1", reason="Later"),
        want.Return(case="A-2", missing="A plan"),
        want.Close(),
        want.Approve(by="Inger"),
    )
    assert lines(table) == [
        "Mødet er åbnet",
        "Lone: afbud · fra punkt 1 · stedfortræder Jan",
        "Sag 1: North Club Leader er inhabil",
        "Sag 2: skoleleder enig",
        "Sag 2: notat (Inger)",
        "Sag 2 placeret: North Club · Mia Holm · fra 04.01.2027",
        "Fortrudt: sag 2 placeret",
        "Ny rækkefølge",
        "Sag 2 udsat",
        "Sag 1 tilbage til myndighed",
        "Mødet er lukket",
        "Referatet er godkendt af Inger",
    ]


def recorded(event: ev.Event) -> ev.Recorded:
    return ev.Recorded(stream="m", number=1, at=NOW, by="Chair", event=event)


PLACEMENT = Placement(case_number="R-1", provider="north-club", hours_per_week=Decimal(2))


@pytest.mark.parametrize(
    ("event", "danish", "english"),
    [
        (ev.Taken(case=case("A-1"), late=True), "Sag A-1 optaget sent", "Case A-1 added late"),
        (
            ev.Taken(case=case("A-1"), late=False),
            "Sag A-1 ændret som i dagsordensfilen",
            "Case A-1 changed as in the agenda's file",
        ),
        (
            ev.Postponed(case="A-1", reason="r", times=2),
            "Sag A-1 udsat for anden gang",
            "Case A-1 postponed for the second time",
        ),
        (
            ev.Confirmed(case="A-1", role="club", by="Per"),
            "Sag A-1: klubleder bekræftede",
            "Case A-1: club leader confirmed",
        ),
        (
            ev.Confirmed(case="A-1", role="club", by="Per", refuse=True),
            "Sag A-1: klubleder afviste",
            "Case A-1: club leader refused",
        ),
        (
            ImportUndone(number=1, source="p.csv", removed=(PLACEMENT,)),
            "Indlæsning taget tilbage p.csv: 1 fjernet, 0 som før",
            "Import taken back p.csv: 1 removed, 0 as before",
        ),
        (
            Restored(made_at=None, lost=3),
            "Sikkerhedskopi lagt tilbage: 3 hændelser tabt",
            "Backup brought back: 3 events lost",
        ),
        (Accessed(what="opened", case="A-1"), "Opslag A-1", "Look A-1"),
        (Sampled(numbers=(1,), confirmed=True), "Stikprøve af opslag", "Sample of the access log"),
        (Restored(made_at=None, lost=None), "Sikkerhedskopi lagt tilbage", "Backup brought back"),
        (ev.Undone(number=3, what="attended", case="A-1"), "Fortrudt: fremmøde", "Undone: attendance"),
        (ev.Undone(number=3, what="closed"), "Fortrudt: mødets lukning", "Undone: the closing of the meeting"),
        (
            Imported(source="placements.csv", read=60, new=(PLACEMENT,)),
            "Import placements.csv: 60 forløb læst, 1 nye, 0 ændret",
            "Import placements.csv: 60 placements read, 1 new, 0 changed",
        ),
        (
            PlacementChanged(before=PLACEMENT, after=PLACEMENT),
            "Sag R-1: forløb ændret",
            "Case R-1: placement changed",
        ),
        (
            FollowedUp(case_number="R-1", provider="north-club", held_on=MEETS, next_on=MEETS + timedelta(days=30)),
            "Sag R-1: opfølgning holdt 02.12.2026, næste 01.01.2027",
            "Case R-1: follow-up held on 02/12/2026, next on 01/01/2027",
        ),
        (
            FollowedUp(case_number="R-1", provider="north-club", held_on=MEETS, start_meeting=True),
            "Sag R-1: opstartsmøde holdt 02.12.2026",
            "Case R-1: start meeting held on 02/12/2026",
        ),
    ],
)
def test_an_event_as_a_line(event: ev.Event, danish: str, english: str) -> None:
    assert event_line(recorded(event)) == danish
    locale.use("en")
    assert event_line(recorded(event)) == english
