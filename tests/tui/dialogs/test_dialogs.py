"""The small dialogs: what the chair types becomes one intention, or nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from textual.screen import Screen

from kpcommittee.domain.agenda import LeftOutCase
from kpcommittee.domain.meeting.case_view import CaseView
from kpcommittee.domain.meeting.decide import decide
from kpcommittee.domain.meeting.differences import Difference, HeadChange
from kpcommittee.domain.meeting.events import Confirmed, Postponed, Reopened
from kpcommittee.domain.meeting.intentions import (
    Approve,
    Attend,
    Close,
    Confirm,
    Disqualify,
    Note,
    Place,
    Position,
    Postpone,
    Return,
    SetAside,
    Take,
    Undo,
    Withdraw,
)
from kpcommittee.domain.meeting.refusal import Refusal
from kpcommittee.domain.meeting.told import Told
from kpcommittee.errors import BrokenError
from kpcommittee.locale import speaking
from kpcommittee.tui.dialogs.base import SAVE_AFTER, Dialog
from kpcommittee.tui.dialogs.confirm import ConfirmDialog
from kpcommittee.tui.dialogs.correct import CorrectDialog
from kpcommittee.tui.dialogs.disqualify import DisqualifyDialog
from kpcommittee.tui.dialogs.exporting import DifferenceDialog
from kpcommittee.tui.dialogs.meeting_steps import ApproveDialog, CloseDialog, OpenDialog
from kpcommittee.tui.dialogs.name import NameDialog
from kpcommittee.tui.dialogs.statements import NoteDialog, PositionDialog, PrivateNoteDialog
from kpcommittee.tui.dialogs.take import SetAsideDialog, TakeDialog
from kpcommittee.tui.dialogs.taking_back import ReopenDialog, UndoDialog
from kpcommittee.tui.dialogs.undecided import PostponeDialog, ReturnDialog, WithdrawDialog
from kpcommittee.tui.drafts import texts_of
from kpcommittee.tui.meeting import actions
from kpcommittee.tui.widgets.editors import Line
from kpcommittee.views.case_changes import head_details
from tests.builders import Table
from tests.drivers.chair import NOTHING, opened
from tests.drivers.dialog_inputs import Drafts

CASE = "2026-0412"


class FullDisk(Drafts):
    """Drafts on a disk that is full until it is made room on."""

    full = True

    def save(self, field: str, text: str) -> None:
        if self.full:
            raise BrokenError("The disk is full.", "Make room on it.")
        super().save(field, text)


UNREAD = LeftOutCase(index=2, case_number=None, message="case_number: is missing", child="Noah Beck")


def confirmed(table: Table, confirm: Confirm) -> Confirmed | Refusal:
    """What the word on a decision in principle would become."""
    answer = decide(table.meeting, confirm, table.context)
    assert isinstance(answer, (Confirmed, Refusal))
    return answer


DIALOGS: dict[str, Callable[[CaseView, Table], Screen[Any]]] = {
    "postpone": lambda case_view, _table: PostponeDialog(case_view, Drafts()),
    "return": lambda case_view, _table: ReturnDialog(case_view, Drafts()),
    "withdraw": lambda case_view, _table: WithdrawDialog(case_view, Drafts()),
    "note": lambda case_view, _table: NoteDialog(case_view, Drafts()),
    "private_note": lambda case_view, _table: PrivateNoteDialog(case_view, Drafts()),
    "position": lambda case_view, _table: PositionDialog(case_view, "club", Drafts()),
    "disqualify": lambda case_view, table: DisqualifyDialog(case_view, table.context.config, Drafts()),
    "confirm": lambda case_view, table: ConfirmDialog(case_view, lambda confirm: confirmed(table, confirm)),
    "close": lambda _case_view, table: CloseDialog(table.meeting.items),
    "approve": lambda _case_view, _table: ApproveDialog("Inger Thorsen"),
    "take": lambda _case_view, _table: TakeDialog((Difference(case_number="2026-0999", kind="late"),)),
    "open": lambda _case_view, _table: OpenDialog((UNREAD,)),
    "set_aside": lambda _case_view, _table: SetAsideDialog(UNREAD, Drafts()),
    "difference": lambda _case_view, _table: DifferenceDialog("minutes/x.md", "-before\n+after"),
    "name": lambda _case_view, _table: NameDialog("Substitute", "Name"),
    "reopen": lambda case_view, _table: ReopenDialog(case_view, Drafts()),
}
"""Each dialog as the meeting screen opens it."""


def make(name: str, table: Table) -> Screen[Any]:
    """Open one of the dialogs in the sample's first case."""
    return DIALOGS[name](table.sees(CASE), table)


def test_every_dialog_that_a_key_opens_is_here(sample: Table) -> None:
    """But those that only exist over a case with a decision, or an event to undo: `test_correcting`, `test_meeting`."""
    modules = {opens.__module__ for opens in actions.DIALOGS.values()}
    of_keys = {dialog for dialog in Dialog.__subclasses__() if dialog.__module__ in modules}
    assert of_keys - {type(make(name, sample)) for name in DIALOGS} == {CorrectDialog, UndoDialog}


@pytest.mark.parametrize("name", DIALOGS)
async def test_escape_leads_out_and_answers_nothing(sample: Table, name: str) -> None:
    async with opened(make(name, sample)) as chair:
        await chair.press("escape")
        assert chair.answer is None


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (200, 60)])
@pytest.mark.parametrize("name", ["postpone", "disqualify"])
async def test_the_buttons_are_in_sight_at_every_size(sample: Table, name: str, size: tuple[int, int]) -> None:
    async with opened(make(name, sample), size=size) as chair:
        region = chair.app.screen.query_one("#record").region
        assert chair.app.screen.region.contains_region(region)


@pytest.mark.parametrize("name", [name for name in DIALOGS if name not in ("difference", "name")])
async def test_both_buttons_are_whole_in_a_small_terminal(sample: Table, name: str) -> None:
    """At 40 columns a long verb pushed half of the other button off the screen."""
    with speaking("da"):
        screen = make(name, sample)
        async with opened(screen, size=(40, 12)) as chair:
            buttons = chair.app.screen.query_one("#buttons").region
            for button in ("#record", "#leave"):
                assert buttons.contains_region(chair.app.screen.query_one(button).region), button


async def test_a_long_difference_has_the_height_of_the_terminal_only_while_it_needs_it(sample: Table) -> None:
    """After the window was made taller it kept an empty half and a scroll bar."""
    difference = "\n".join(f"+linje {number}" for number in range(30))
    async with opened(DifferenceDialog("minutes/x.md", difference), size=(80, 24)) as chair:
        box = chair.app.screen.query_one(".dialog")
        assert (box.region.height, box.show_vertical_scrollbar) == (23, True)
        await chair.pilot.resize_terminal(80, 60)
        await chair.waits_for(lambda: not box.show_vertical_scrollbar, "the whole difference")
        await chair.sees("linje 0", "linje 29", "Behold filen")
        assert box.region.height < 40


async def test_a_postponement_needs_its_reason(sample: Table) -> None:
    async with opened(make("postpone", sample)) as chair:
        await chair.press("enter")
        assert chair.answer is NOTHING
        await chair.types("Afventer")
        await chair.press("tab")
        await chair.types("Samtale")
        await chair.press("tab", "4", "enter")
        assert chair.answer == Postpone(case=CASE, reason="Afventer", missing="Samtale", from_role="authority")


async def test_a_personal_number_is_asked_about_before_it_is_recorded(sample: Table) -> None:
    """S17: a number typed into a text; recording once more keeps it, and a changed text is asked about again."""
    async with opened(make("note", sample)) as chair:
        await chair.press("tab", "2", "shift+tab")
        await chair.types("Mor er 66 05 12 4001")
        await chair.press("enter")
        await chair.sees("CPR-nummer")
        assert chair.answer is NOTHING
        await chair.types("2")
        chair.misses("CPR-nummer")
        await chair.press("backspace", "enter")
        await chair.sees("CPR-nummer")
        assert chair.answer is NOTHING
        await chair.press("enter")
        assert chair.answer == Note(case=CASE, text="Mor er 66 05 12 4001", said_by="Per Sand")


async def test_a_line_break_is_kept_and_enter_records(sample: Table) -> None:
    async with opened(make("return", sample)) as chair:
        await chair.types("Plan")
        await chair.press("ctrl+j")
        await chair.types("Samtykke")
        await chair.press("enter")
        assert chair.answer == Return(case=CASE, missing="Plan\nSamtykke")


async def test_a_name_that_is_typed_takes_the_place_of_the_proposed_one(sample: Table) -> None:
    async with opened(make("withdraw", sample)) as chair:
        await chair.types("Flyttet")
        await chair.press("tab")
        await chair.types("Rikke Juul")
        await chair.press("enter")
        assert chair.answer == Withdraw(case=chair.answer.case, reason="Flyttet", by="Rikke Juul")


async def test_a_draft_is_written_on_at_its_end(sample: Table) -> None:
    case_view = sample.sees("2026-0412")
    drawer = Drafts(withdraw__reason="Familien flytter", withdraw__by="Rikke")
    async with opened(WithdrawDialog(case_view, drawer)) as chair:
        await chair.types(" i dag.")
        await chair.press("tab")
        await chair.types(" Juul")
        await chair.press("enter")
        assert (chair.answer.reason, chair.answer.by) == ("Familien flytter i dag.", "Rikke Juul")


async def test_text_that_cannot_be_kept_stays_in_the_dialog(sample: Table) -> None:
    """S4: the program stopped, called it a bug, and what was typed was gone."""
    drawer = FullDisk()
    async with opened(WithdrawDialog(sample.sees(CASE), drawer)) as chair:
        await chair.types("Familien flytter")
        await chair.press("escape")
        await chair.sees("The disk is full")
        assert chair.answer is NOTHING
        await chair.press("enter")
        assert chair.answer is NOTHING
        drawer.full = False
        await chair.press("enter")
        assert chair.answer.reason == "Familien flytter"


async def test_text_that_cannot_be_kept_is_given_up_by_leaving_twice(sample: Table) -> None:
    async with opened(WithdrawDialog(sample.sees(CASE), FullDisk())) as chair:
        await chair.types("Familien flytter")
        await chair.press("escape")
        await chair.sees("The disk is full")
        assert chair.answer is NOTHING
        await chair.press("escape")
        await chair.waits_for(lambda: chair.answer is None, "the dialog is left")


async def test_the_authority_withdraws_unless_another_is_named(sample: Table) -> None:
    async with opened(make("withdraw", sample)) as chair:
        await chair.types("Flyttet")
        await chair.press("enter")
        assert chair.answer == Withdraw(case=CASE, reason="Flyttet", by="Inger Thorsen")


async def test_a_private_note_asks_for_nothing_but_its_text(sample: Table) -> None:
    async with opened(make("private_note", sample)) as chair:
        await chair.press("enter")
        await chair.sees("Skriv, hvad du vil huske.")
        await chair.types("Spørg skolen igen")
        await chair.press("enter")
        assert chair.answer == Note(case=CASE, text="Spørg skolen igen", private=True)


async def test_a_note_names_who_said_it(sample: Table) -> None:
    async with opened(make("note", sample)) as chair:
        await chair.types("Mor ringer")
        await chair.press("tab", "2", "enter")
        assert chair.answer == Note(case=CASE, text="Mor ringer", said_by="Per Sand")
    async with opened(make("note", sample)) as chair:
        await chair.types("Mor ringer")
        await chair.press("tab", "2", "tab")
        await chair.types("Rikke Juul")
        await chair.press("enter")
        assert chair.answer.said_by == "Rikke Juul"


async def test_only_who_disagrees_is_asked_for_another_provider(sample: Table) -> None:
    async with opened(make("position", sample)) as chair:
        chair.misses("Hvem i stedet")
        await chair.press("2")
        await chair.sees("Hvem i stedet")
        await chair.press("1")
        chair.misses("Hvem i stedet")


async def test_who_disagrees_may_name_another_provider(sample: Table) -> None:
    async with opened(make("position", sample)) as chair:
        await chair.press("2", "tab", "space", "2", "tab")
        await chair.types("Hellere Havn")
        await chair.press("enter")
        assert chair.answer == Position(
            case=CASE, role="club", stance="disagree", provider="klub-oest", remark="Hellere Havn"
        )


async def test_whoever_is_here_may_sit_instead_and_an_empty_field_is_passed_over(sample: Table) -> None:
    """U14: an empty list of substitutes swallowed what was typed."""
    case_view = sample.sees(CASE)
    dialog = DisqualifyDialog(case_view, sample.context.config, Drafts(), ("Per Sand", "Birgit Nøhr", "Peter Dahl"))
    async with opened(dialog, size=(80, 40)) as chair:
        await chair.sees("Til stede er Birgit Nøhr og Peter Dahl.")
        await chair.press("2", "tab")
        await chair.types("Passer søsteren")
        await chair.press("tab", "tab")
        assert isinstance(chair.app.focused, Line)
        await chair.types("birg")
        await chair.waits_for(lambda: "birgit nøhr" in chair.screen_text.casefold(), "the suggestion")
        await chair.press("right", "enter")
        assert chair.answer.substitute == "Birgit Nøhr"


async def test_who_stays_needs_no_substitute(sample: Table) -> None:
    async with opened(make("disqualify", sample), size=(80, 30)) as chair:
        await chair.sees("Stedfortræder i denne sag")
        chair.app.screen.query_one("#outcome").focus()
        await chair.press("2")
        await chair.waits_for(lambda: "Stedfortræder i denne sag" not in chair.screen_text, "no substitute")


async def test_substitutes_are_listed_only_where_the_leader_has_some(sample: Table) -> None:
    """A heading with an empty line below it looked like something that failed to load."""
    async with opened(make("disqualify", sample), size=(80, 30)) as chair:
        await chair.sees("Stedfortræder i denne sag")
        chair.misses("En anden stedfortræder")
        await chair.press("3")
        await chair.sees("Bo Lind", "En anden stedfortræder")


async def test_a_name_is_chosen_by_its_number_by_the_arrows_or_typed(sample: Table) -> None:
    """U14: the letters of a name that is not on the list were swallowed."""
    offered = [("Bo Lind", "Bo Lind"), ("Per Sand", "Per Sand (klubleder)"), ("", "ingen")]
    for keys, typed, answer in (
        (("2",), "", "Per Sand"), (("down", "enter"), "", "Bo Lind"), (("up", "enter"), "", ""), (("enter",), "", None),
        (("enter",), "Jens Karl Gram", "Jens Karl Gram"), (("down", "enter"), "per", "Per Sand"),
    ):  # fmt: skip
        async with opened(NameDialog("Stedfortræder", "Navn", offered)) as chair:
            if typed:
                await chair.types(typed)
            await chair.press(*keys)
            assert chair.answer == answer


async def test_a_name_behind_the_tenth_shows_no_number_that_no_key_takes(sample: Table) -> None:
    """The eleventh row was called 11, and `1` took the first."""
    offered = [(name, name) for name in "ABCDEFGHIJKL"]
    async with opened(NameDialog("Stedfortræder", "Navn", offered)) as chair:
        await chair.sees("9  I", "0  J", "   K")
        assert "11" not in chair.screen_text
        await chair.press("0")
        assert chair.answer == "J"


async def test_the_others_decide_about_disqualification(sample: Table) -> None:
    async with opened(make("disqualify", sample), size=(80, 30)) as chair:
        await chair.press("1", "tab")
        await chair.types("Datter i klassen")
        await chair.sees("Per Sand, Inger Thorsen og Karim Haddad")
        await chair.press("tab", "tab", "1", "enter")
        assert chair.answer == Disqualify(
            case=CASE,
            role="school",
            ground="Datter i klassen",
            decided_by=("club", "authority", "internal"),
            substitute="Jan Mørk",
        )
        sample.does(chair.answer)


async def test_a_decision_in_principle_meets_its_leader(sample: Table) -> None:
    start = date(2026, 12, 2)
    placed = Place(case=CASE, provider="klub-oest", start=start, positions="all_agree", in_principle=True)
    sample.does(Attend(person="Per Sand", status="excused"), placed)
    async with opened(make("confirm", sample)) as chair:
        await chair.sees("Klub Øst", "Per Sand")
        await chair.press("enter")
        assert chair.answer == Confirm(case=CASE, role="club", by="Per Sand")
    async with opened(make("confirm", sample)) as chair:
        await chair.press("n")
        assert chair.answer == Confirm(case=CASE, role="club", by="Per Sand", refuse=True)
        sample.does(chair.answer)


async def test_a_start_is_asked_on_confirming_and_is_preset_to_one_that_is_ahead(sample: Table) -> None:
    """U11: a decision was confirmed for a start two weeks in the past without a word."""
    sample.does(Attend(person="Per Sand", status="excused"))
    ahead, today = date(2026, 12, 14), date(2026, 12, 2)
    placed = Place(case=CASE, provider="klub-oest", start=ahead, positions="all_agree", in_principle=True)
    sample.does(placed)
    async with opened(make("confirm", sample)) as chair:
        await chair.sees("14.12.2026 – 13.12.2027, som besluttet")
        await chair.press("shift+tab")
        await chair.types("4.1.")
        await chair.sees("04.01.2027 – 03.01.2028", "besluttet var 14.12.2026", "68 → 86 %")
        await chair.press("enter")
        assert chair.answer == Confirm(case=CASE, role="club", by="Per Sand", start=date(2027, 1, 4))
    past = date(2026, 11, 20)
    sample.does(Undo(), replace(placed, start=past))
    async with opened(make("confirm", sample)) as chair:
        await chair.sees("02.12.2026 – 01.12.2027", "besluttet var 20.11.2026")
        await chair.press("y")
        assert chair.answer == Confirm(case=CASE, role="club", by="Per Sand", start=today)
    async with opened(make("confirm", sample)) as chair:
        await chair.press("shift+tab")
        await chair.types("1.10.2026")
        await chair.sees("ligger før")
        await chair.press("enter")
        assert chair.answer is NOTHING


async def test_nothing_closes_over_an_open_case(sample: Table) -> None:
    async with opened(make("close", sample)) as chair:
        await chair.press("enter")
        assert chair.answer is NOTHING
        await chair.sees(CASE)
    async with opened(CloseDialog(())) as chair:
        await chair.press("enter")
        assert chair.answer == Close()


async def test_the_minutes_are_approved_by_name(sample: Table) -> None:
    async with opened(make("approve", sample)) as chair:
        await chair.press("enter")
        assert chair.answer == Approve(by="Inger Thorsen")


async def test_setting_aside_is_named_only_where_something_cannot_be_read() -> None:
    """It stood dimmed under changes of cases that can be read, and said nothing when it was pressed."""
    late = Difference(case_number="2026-0999", kind="late")
    for unread, named in ((), False), ((UNREAD,), True):
        async with opened(TakeDialog((late,), left_out=unread)) as chair:
            await chair.waits_for(lambda named=named: ("læg til side" in chair.screen_text) == named)  # type: ignore[misc]


async def test_a_difference_is_taken_over_one_by_one() -> None:
    differences = (
        Difference(case_number="A-1", kind="gone"),
        Difference(case_number="A-2", kind="waiting"),
        Difference(case_number="A-3", kind="changed"),
    )
    async with opened(TakeDialog(differences)) as chair:
        await chair.sees("Kun det, du vælger her, bliver overtaget.")
        await chair.press("enter")
        assert chair.answer is NOTHING
        await chair.press("G", "enter")
        assert chair.answer == Take(case="A-3")
    async with opened(TakeDialog(differences)) as chair:
        await chair.press("j", "enter")
        assert chair.answer == Take(case="A-2")


async def test_date_start_and_place_are_taken_over_together() -> None:
    """C2: what changed of them is said in full."""
    changes = (
        HeadChange(what="date", before="2026-12-02", after="2026-12-03"),
        HeadChange(what="place", before=None, after="Biblioteket"),
    )
    difference = Difference(case_number=None, kind="meeting", changes=changes)
    async with opened(TakeDialog((difference,), details_of=head_details)) as chair:
        await chair.sees("Mødet dato, tid eller sted ændret i filen")
        await chair.sees("Dato fra 02.12.2026 til 03.12.2026; sted fra – til Biblioteket")
        await chair.press("enter")
        assert chair.answer == Take()


async def test_a_file_that_cannot_be_read_is_not_called_the_same_as_the_meeting() -> None:
    """After an error of TOML in the middle of the meeting `d` said that the file was the same."""
    async with opened(TakeDialog((), faults=("linje 20: der mangler et anførselstegn. Tilføj det.",))) as chair:
        await chair.sees("linje 20: der mangler et anførselstegn")
        await chair.sees("Mødet fortsætter, som det blev åbnet")
        chair.misses("svarer til mødet")
        await chair.press("enter")
        assert chair.answer is NOTHING


async def test_a_case_that_cannot_be_read_is_set_aside_from_the_list() -> None:
    async with opened(TakeDialog((), (), (UNREAD,))) as chair:
        chair.misses("Kun det, du vælger her")
        await chair.press("enter")
        assert chair.answer is NOTHING
        await chair.press("u", "enter")
        await chair.types("Skolen retter")
        await chair.press("enter")
        assert chair.answer == SetAside(case="cases[2]", reason="Skolen retter")


async def test_a_text_that_is_too_long_is_refused_and_not_cut(sample: Table) -> None:
    drawer = Drafts(return__missing="x" * 20_001)
    async with opened(ReturnDialog(sample.sees(CASE), drawer)) as chair:
        await chair.press("enter")
        assert chair.answer is NOTHING
        await chair.sees("20.001")


async def test_typed_text_is_kept_within_a_second_and_marked_when_it_comes_back(sample: Table) -> None:
    drawer = Drafts()
    async with opened(PostponeDialog(sample.sees(CASE), drawer)) as chair:
        await chair.types("Afv")
        await chair.waits_for(lambda: drawer.texts == {"postpone.reason": "Afv"})
    assert SAVE_AFTER < 1
    async with opened(PostponeDialog(sample.sees(CASE), drawer)) as chair:
        await chair.sees("Afv")
        assert chair.app.screen.query(".-restored")


async def test_a_postponement_keeps_who_brings_it_and_to_when(sample: Table) -> None:
    """Both were chosen anew when the dialog was left, and after the postponement was undone."""
    drawer = Drafts()
    case_view = sample.sees(CASE)
    async with opened(PostponeDialog(case_view, drawer)) as chair:
        await chair.types("Venter")
        await chair.press("tab", "tab", "right", "right", "tab")
        await chair.types("16.12.2026")
        await chair.press("escape")
    async with opened(PostponeDialog(case_view, drawer)) as chair:
        await chair.press("enter")
        assert chair.answer == Postpone(case=CASE, reason="Venter", from_role="club", to=date(2026, 12, 16))
    postponed = decide(sample.meeting, chair.answer, sample.context)
    assert isinstance(postponed, Postponed)
    assert texts_of(postponed) == {
        "postpone.reason": "Venter", "postpone.from": "club", "postpone.to": "2026-12-16",
    }  # fmt: skip


def test_why_a_case_was_reopened_is_a_draft_again_when_that_is_undone() -> None:
    """It was lost: each event had to be listed where drafts are kept. How somebody was told has no field to go to."""
    reopened = Reopened(case=CASE, was="withdrawn", reason="Familien bliver boende")
    assert texts_of(reopened) == {"reopen.reason": "Familien bliver boende"}
    assert texts_of(Told(case=CASE, whom="child", how="Brev", on=date(2026, 12, 3), by="Inger Thorsen")) == {}


async def test_a_note_without_a_speaker_asks_once(sample: Table) -> None:
    """U19: who said it is part of the duty to note (offentlighedsloven § 13)."""
    async with opened(make("note", sample)) as chair:
        await chair.types("Mor ringer")
        await chair.press("enter")
        await chair.sees("hvem der sagde det")
        assert chair.answer is NOTHING
        await chair.press("enter")
        assert chair.answer == Note(case=CASE, text="Mor ringer", said_by=None)


@pytest.mark.parametrize(
    ("name", "keys", "lacks"),
    [
        ("position", (), "Vælg enig"),
        ("note", ("J", "a"), "hvem der sagde det"),
        ("disqualify", ("tab", "O"), "Vælg, hvem der er inhabil"),
    ],
)
async def test_what_was_missing_is_not_asked_for_once_it_is_chosen(
    sample: Table, name: str, keys: tuple[str, ...], lacks: str
) -> None:
    """A sentence that stays after its answer reads as if the answer was not taken."""
    async with opened(make(name, sample), size=(80, 30)) as chair:
        await chair.press(*keys, "enter")
        await chair.sees(lacks)
        await chair.press("1")
        chair.misses(lacks)


async def test_the_mouse_chooses_too(sample: Table) -> None:
    async with opened(make("note", sample)) as chair:
        await chair.types("Ja")
        await chair.pilot.click("Choice", offset=(24, 0))
        await chair.pilot.click("#record")
        await chair.pilot.pause()
        assert chair.answer == Note(case=CASE, text="Ja", said_by="Per Sand")


@pytest.mark.parametrize("name", DIALOGS)
async def test_every_key_says_what_it_does(sample: Table, name: str) -> None:
    async with opened(make(name, sample)) as chair:
        own = [
            binding
            for active in type(chair.app.screen).__mro__
            if active.__module__.startswith("kpcommittee")
            for binding in active.__dict__.get("BINDINGS", ())
        ]
        assert own
        assert all(binding.id and binding.description and binding.tooltip.endswith(".") for binding in own)
        footer = [active.binding for active in chair.app.screen.active_bindings.values() if active.binding.show]
        assert len({binding.action for binding in footer if binding.id}) <= 7


@pytest.mark.parametrize(
    ("name", "enter"),
    [
        ("close", "enter luk mødet"),
        ("postpone", "enter udsæt"),
        ("note", "enter registrér"),
        ("position", "enter registrér"),
    ],
)
async def test_the_lowest_line_calls_enter_and_escape_as_the_buttons(sample: Table, name: str, enter: str) -> None:
    """Under the question whether the meeting is to be closed stood `esc luk`, which did not close it."""
    with speaking("da"):
        async with opened(make(name, sample)) as chair:
            await chair.sees(enter, "esc annullér")


async def test_a_text_that_is_only_proposed_is_no_draft(sample: Table) -> None:
    """Nobody typed it, so that leaving the program asks about nothing."""
    drafts = Drafts()
    async with opened(WithdrawDialog(sample.sees("2026-0412"), drafts)) as chair:
        await chair.pilot.pause(SAVE_AFTER + 0.2)
        await chair.press("escape")
    assert drafts.texts == {}
