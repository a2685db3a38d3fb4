"""The chair's run sheet for a meeting: each block's bench, what is missing or tight, and private notes."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import groupby

from kpcommittee.domain.agenda import LeftOutCase, MeetingHead
from kpcommittee.domain.committee import BalanceRules, Committee, Config
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.law import Law
from kpcommittee.domain.meeting.bench import Seat
from kpcommittee.domain.meeting.case_view import CaseView
from kpcommittee.domain.meeting.frozen import BalanceLine
from kpcommittee.domain.meeting.meeting import Meeting
from kpcommittee.domain.missing import lacks_of
from kpcommittee.domain.text import Prose
from kpcommittee.locale import _
from kpcommittee.wording import cautions, missing, sentences, states
from kpcommittee.wording.names import Names


@immutable
class RunCase:
    """One case as the chair prepares it, in the words of the screen."""

    place: int
    case_number: str
    initials: str
    age: int
    state: str
    hours: Decimal
    recommended: str
    why_none: str
    missing: tuple[str, ...]
    cautions: tuple[str, ...]
    private_notes: tuple[Prose, ...]


@immutable
class Block:
    """Cases that follow each other with the same bench."""

    district: str
    """Empty on a sheet with a protected child: named only for other cases, it would reveal the child's."""
    bench: tuple[Seat, ...]
    cases: tuple[RunCase, ...]

    @property
    def places(self) -> tuple[int, ...]:
        """The items of the block."""
        return tuple(case.place for case in self.cases)


@immutable
class RunSheet:
    """The chair's own document, the only one that may contain private notes."""

    committee: Committee
    head: MeetingHead
    balance: BalanceRules
    cases: int
    blocks: tuple[Block, ...]
    tight: tuple[BalanceLine, ...]
    left_out: tuple[LeftOutCase, ...]


def run_sheet_of(
    meeting: Meeting,
    views: Sequence[CaseView],
    balance: Iterable[BalanceLine],
    left_out: Iterable[LeftOutCase],
    config: Config,
    law: Law,
) -> RunSheet:
    """Build the run sheet, in the current language.

    Args:
        meeting: prepared or opened.
        views: the views of all its cases, in the order of the agenda.
        balance: the balance of all providers.
        left_out: the cases of the agenda file that cannot be read.
        config: of the committee.
        law: the law table.
    """
    assert meeting.head is not None, "a meeting has a head once it is prepared or opened"
    names = Names(config)
    protects = any(view.item.case.child.protected_address for view in views)
    blocks = []
    for (district, bench), same_bench in groupby(views, key=_bench_of):
        cases = tuple(_case(meeting, view, config, law) for view in same_bench)
        blocks.append(Block(district="" if protects else names.district(district), bench=bench, cases=cases))
    tight = (line for line in balance if line.after.status(config.balance) in ("tight", "over"))
    return RunSheet(
        committee=config.committee,
        head=meeting.head,
        balance=config.balance,
        cases=len(views),
        blocks=tuple(blocks),
        tight=tuple(tight),
        left_out=tuple(left_out),
    )


def _bench_of(view: CaseView) -> tuple[str, tuple[Seat, ...]]:
    return view.item.case.child.district, view.bench.seats


def _case(meeting: Meeting, view: CaseView, config: Config, law: Law) -> RunCase:
    case, recommended, why_none = view.item.case, _name_recommended(view, config), view.recommendation.why_none
    open_case = view.item.is_undecided
    of_case = (caution for caution in view.cautions if caution.provider is None) if open_case else ()
    return RunCase(
        place=view.place,
        case_number=case.case_number,
        initials=case.child.initials,
        age=view.age,
        state=sentences.capitalise_first(states.case_state(view.item.state)),
        hours=case.grant.hours_per_week,
        recommended=recommended if open_case else "",
        why_none=cautions.why_none(why_none) if open_case and why_none else "",
        missing=tuple(missing.lack(lack) for lack in lacks_of(case, law, view.day)) if open_case else (),
        cautions=tuple(map(cautions.caution_sentence, of_case)),
        private_notes=tuple(note.text for note in meeting.private_notes_on(case.case_number)),
    )


def _name_recommended(view: CaseView, config: Config) -> str:
    """Name the recommended provider; a protected child's club is only called a club, as it is in its district."""
    recommended = view.recommendation.provider
    provider = config.provider(recommended) if recommended else None
    if provider and provider.kind == "club" and view.item.case.child.protected_address:
        return _("a club")
    return Names(config).provider(recommended) if recommended else ""
