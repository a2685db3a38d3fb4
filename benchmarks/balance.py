"""The balance at the size of a large city: all providers over a year, and again after one decision.

The floor is a bare sweep in plain Python over the same starts and ends. It has whole numbers instead of decimals, one
list instead of records, and for each provider only its fullest week.
"""

import gc
import random
import time
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal

from benchmarks.measures import Comparison, Rounds
from kpcommittee.domain.capacity.ledger import Ledger
from kpcommittee.domain.capacity.placement import Placement, Ruling
from kpcommittee.domain.committee import Committee, Config
from kpcommittee.domain.provider import Change, Period, Provider, Staff

PROVIDERS, STAFF, PLACEMENTS, WEEKS = 60, 600, 20_000, 52
DAY = date(2026, 12, 2)
ALL_MS, ONE_MS = 100.0, 5.0
"""What nobody feels."""

Span = tuple[int, int, int]
"""First and last day from the day asked for, and quarter hours a week."""


def balance(rounds: int) -> Iterator[Comparison]:
    """Everything that is measured of the balance."""
    config = committee()
    placements = caseload()
    spans, rooms = bare_spans(placements), [int(provider.pedagogue_hours or 0) for provider in config.providers]
    ledger = Ledger.of(config, placements, (), DAY)
    decisions = iter(_decisions())
    series = Rounds(
        {
            "all": lambda: _timed(lambda: _weeks(_fresh(ledger))),
            "bare": lambda: _timed(lambda: [bare_worst(own, room) for own, room in zip(spans, rooms, strict=True)]),
            "one": lambda: _after_decision(ledger, next(decisions)),
            "bare one": lambda: _timed(lambda: bare_worst(spans[0], rooms[0])),
            "built": lambda: _timed(lambda: Ledger.of(config, placements, (), DAY)),
        }
    ).take(rounds)
    size = f"{PROVIDERS} providers, {STAFF} staff, {PLACEMENTS:,} placements"
    yield Comparison(
        what=f"balance over {WEEKS} weeks ({size})", floor="bare sweep of whole numbers",
        ours=series["all"], bare=series["bare"], limit=ALL_MS, digits=1,
    )  # fmt: skip
    yield Comparison(
        what="balance again after one decision", floor="bare sweep of that provider",
        ours=series["one"], bare=series["bare one"], limit=ONE_MS, digits=2,
    )  # fmt: skip
    yield Comparison(
        what="who claims what, from the rows read", floor="bare sweep of whole numbers",
        ours=series["built"], bare=series["bare"], digits=1,
    )  # fmt: skip


def committee() -> Config:
    """Clubs and others with leave, closing periods and changes, as many as a large city has."""
    dice = random.Random(1)
    providers = tuple(_provider(number, dice) for number in range(PROVIDERS))
    return Config(committee=Committee(name="Committee", municipality="City"), providers=providers)


def _provider(number: int, dice: random.Random) -> Provider:
    people = STAFF // PROVIDERS
    return Provider(
        id=f"p{number}",
        kind="club" if number % 3 else "internal",
        name=f"Provider {number}",
        district="north",
        enrolled=150,
        pedagogue_hours=Decimal(dice.randint(4000, 8000)),
        contact_share=Decimal("0.15"),
        hours_factor=Decimal("1.25"),
        closed=(Period(start=date(2026, 12, 23), end=date(2027, 1, 1)),),
        changes=(Change(start=date(2027, 8, 1), contact_share=Decimal("0.2")),),
        staff=tuple(
            Staff(id=f"s{number}-{person}", name="Name", contact_hours=Decimal(100), leave=_leave(dice))
            for person in range(people)
        ),
    )


def _leave(dice: random.Random) -> tuple[Period, ...]:
    start = DAY + timedelta(days=dice.randint(0, 300))
    return (Period(start=start, end=start + timedelta(days=30)),) if dice.random() < 0.2 else ()


def caseload() -> tuple[Placement, ...]:
    """Placements that have begun at different times and end at different times."""
    dice = random.Random(2)
    placements = []
    for number in range(PLACEMENTS):
        provider = number % PROVIDERS
        start = DAY + timedelta(days=dice.randint(-365, 300))
        placements.append(
            Placement(
                case_number=f"2026-{number:05}",
                provider=f"p{provider}",
                staff=f"s{provider}-{dice.randrange(STAFF // PROVIDERS)}",
                hours_per_week=Decimal(dice.randint(4, 40)) / 4,
                start=start,
                end=start + timedelta(days=dice.randint(90, 730)),
            )
        )
    return tuple(placements)


def _decisions() -> Iterator[Ruling]:
    """One decision after the other, each for another case."""
    number = 0
    while True:
        number += 1
        yield Ruling(
            meeting="2026-12-02",
            opened_at="2026-12-02T09:00:00+01:00",
            approved=False,
            case_number=f"A-{number}",
            state="placed",
            provider="p0",
            staff="s0-1",
            hours=Decimal(3),
            start=date(2027, 1, 4),
            end=date(2027, 12, 31),
        )


def _fresh(ledger: Ledger) -> Ledger:
    """The same claims with nothing computed yet."""
    config = ledger.config
    books = {provider: type(book)(book.claims, book.first, book.last) for provider, book in ledger.books.items()}
    return Ledger(
        config=config, first=ledger.first, last=ledger.last, accounts=ledger.accounts, changed={}, books=books
    )


def _weeks(ledger: Ledger) -> list[object]:
    return [ledger.provider_profile(provider).worst_week() for provider in ledger.config.providers]


def _after_decision(ledger: Ledger, ruling: Ruling) -> float:
    _weeks(ledger)
    return _timed(lambda: _weeks(ledger.with_rulings([ruling])))


def _timed(work: object) -> float:
    """Milliseconds of one run, without the garbage of the runs before it."""
    assert callable(work)
    gc.collect()
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def bare_spans(placements: Iterable[Placement]) -> list[list[Span]]:
    """The same placements as whole numbers, by provider."""
    spans: list[list[Span]] = [[] for _ in range(PROVIDERS)]
    for placement in placements:
        assert placement.start is not None
        assert placement.end is not None
        assert placement.hours_per_week is not None
        first, last = (placement.start - DAY).days, (placement.end - DAY).days
        spans[int(placement.provider[1:])].append((first, last, int(placement.hours_per_week * 4)))
    return spans


def bare_worst(spans: list[Span], room: int) -> tuple[float, int]:
    """The greatest share of a room in use over the horizon, and its week."""
    changes: dict[int, int] = {0: 0}
    horizon = WEEKS * 7
    for first, last, hours in spans:
        if last >= 0 and first < horizon:
            changes[max(first, 0)] = changes.get(max(first, 0), 0) + hours
            changes[last + 1] = changes.get(last + 1, 0) - hours
    used, worst = 0, (-1.0, 0)
    for day in sorted(changes):
        if day >= horizon:
            break
        used += changes[day]
        worst = max(worst, (used / room, -(day // 7)))
    return worst
