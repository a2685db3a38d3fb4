"""What the room must not read: on the meeting screen, in dialogs, minutes and messages (F2, S18, U21)."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding
from textual.color import Color

from kpcommittee.domain.meeting import intentions as want
from kpcommittee.domain.meeting.events import Recorded
from kpcommittee.domain.texts import HIDDEN
from kpcommittee.services.meeting_session import MeetingSession
from kpcommittee.services.session import Session
from kpcommittee.tui.meeting.keys import BINDINGS, name_of
from kpcommittee.tui.privacy import FREE, PrivacyFilter
from kpcommittee.tui.screens.history import HistoryScreen
from kpcommittee.tui.state import ScreenState
from kpcommittee.tui.veil import veil
from kpcommittee.tui.vocabulary import Vocabulary, texts_of, vocabulary_of
from tests.drivers.chair import NINE, MeetingChair, chair_at
from tests.sample import sample_workspace

CASE, NUMBER = "2026-0412", "720613-4008"
BLACK = Color(0, 0, 0)


def drawn(privacy_filter: PrivacyFilter, *texts: str) -> str:
    """The line the texts make, a segment each."""
    return "".join(segment.text for segment in privacy_filter.apply([Segment(text) for text in texts], BLACK))


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> ScreenState:
    """The sample meeting as its agenda prepares it."""
    session = Session.find(sample_workspace(tmp_path_factory.mktemp("hiding") / "ws"), language="en")
    agenda = session.read_agenda(session.next_agenda()).agenda
    return ScreenState.from_agenda(session.config, session.law, agenda, NINE)


@pytest.fixture(scope="module")
def hiding(state: ScreenState) -> PrivacyFilter:
    """The filter while names are hidden."""
    return PrivacyFilter(vocabulary_of(state))


# Personal numbers


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("cpr 720613-4008.", "cpr •••••••••••."),
        ("7206134008 is it", "•••••••••• is it"),
        ("72.06.13-4008 and 72 06 13 4008", "••••••••••••• and •••••••••••••"),
        ("on 2026-12-02, tel. 20 12 30 40, 1234-5678", "on 2026-12-02, tel. 20 12 30 40, 1234-5678"),
        ("sha 17206134008", "sha 17206134008"),
    ],
)
def test_personal_numbers_are_never_drawn(text: str, shown: str) -> None:
    line = drawn(PrivacyFilter(), text)
    assert line.rstrip() == shown
    assert len(line) == len(text)


def test_one_number_is_revealed_and_no_other(hiding: PrivacyFilter) -> None:
    assert drawn(PrivacyFilter(revealed=NUMBER), f"{NUMBER} 740608-5113") == f"{NUMBER} •••••••••••"
    assert drawn(hiding, NUMBER).rstrip() == "•••"


# The words of a line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Amina Karlsens mor", "••• mor"),
        ("AMINA KARLSEN, amina, karlsen", "•••"),
        ("Ami… and Karl… of kap… Familieh…  Øs…", "••• and ••• of kap… Familieh…  •••"),
        ("A.K., 13 years   A. K.   A K   B.", "••• years   •••   •••   •••"),
        ("13 år · Fyldte 18 år · 12-årig · 7.b · 10.a · 7b", "••• år · Fyldte ••• år · ••• · ••• · ••• · •••"),
        ("case 2025-0001 from 2026-12-02", "case ••• from 2026-12-02"),
        ("Klub Øst, u. 3: 68 %  4,55 t fri", "Klub Øst, u. 3: 68 %  4,55 t fri"),
        ("said by Fatima · fatima · FATIMA HASSAN", "said by ••• · ••• · •••"),
        ("ring 20 12 30 40 eller +45 20123040", "••• eller •••"),
        ("mona@karlsen.dk   Østerskolen", "•••   •••"),
        ("Record the decision   Cancel", "Record the decision   Cancel"),
        ("12.11.2026 · barnets lov § 32 stk. 1 nr. 3", "12.11.2026 · barnets lov § 32 stk. 1 nr. 3"),
        ("jan feb mar apr maj jun jul aug sep okt nov dec", "jan feb mar apr maj jun jul aug sep okt nov dec"),
        ("man. tirs. ons. tors. fre. lør. søn. 29. nov. 2026", "man. tirs. ons. tors. fre. lør. søn. 29. nov. 2026"),
        ("Er i dag søn. 29. nov. eller fredag den 4. dec.?", "Er i dag søn. 29. nov. eller fredag den 4. dec.?"),
        ("Jan here, jan there", "••• here, ••• there"),
    ],
)
def test_a_word_is_read_only_if_it_is_the_programs_own(hiding: PrivacyFilter, text: str, shown: str) -> None:
    line = drawn(hiding, text + " " * 20)
    assert re.sub(r"  +", "  ", line.rstrip()) == re.sub(r"  +", "  ", shown)
    assert len(line) == len(text) + 20


def test_words_that_the_program_has_too_are_hidden_where_somebody_wrote_them(state: ScreenState) -> None:
    purpose = state.rows[0].case.grant.purpose
    assert purpose == "Tryg og stabil skolegang og mindst ét fællesskab i fritiden"
    row = replace(state.rows[0], case=replace(state.rows[0].case, problem_note="barnets mor er leder"))
    hiding = PrivacyFilter(vocabulary_of(replace(state, rows=(row,))))
    assert drawn(hiding, "at barnets mor er leder her").rstrip() == "at ••• her"


def test_an_initial_in_a_name_hides_neither_keys_nor_units(state: ScreenState) -> None:
    """With a leader called Per N. Sand the key line lost its `n`, and with Mette T. Holm hours lost their unit."""
    leaders = tuple(replace(leader, name="Mette T. N. Holm") for leader in state.config.leaders)
    hiding = PrivacyFilter(vocabulary_of(replace(state, config=replace(state.config, leaders=leaders))))
    line = "n notat   t fremmøde   5 t/uge · 4,55 t fri"
    assert drawn(hiding, line) == line
    assert drawn(hiding, "sagt af Mette T. N. Holm, Mette T Holm").rstrip() == "sagt af •••"


@pytest.mark.parametrize("name", ["Bo", "Amina", "Amina Karlsen", "Amina-Sofie Karlsen von Holm"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("│ ", "        school   │"),
        ("╭─ 1 · ", " ────────────────╮"),
        ("", "                school   40"),
        ("  ", "                       "),
        ("school · ", ", leader      │ school"),
    ],
)
def test_masks_are_of_one_length_and_nothing_after_the_next_gap_moves(
    hiding: PrivacyFilter, name: str, before: str, after: str
) -> None:
    line = drawn(hiding, f"{before}{name}{after}")
    assert len(line) == len(f"{before}{name}{after}")
    assert line.startswith(f"{before}•••")
    assert "••••" not in line
    fixed = re.split(r"  +", after)[-1].lstrip("─ ") or " "
    assert line.endswith(fixed)


def test_no_gap_in_a_frame_tells_how_long_a_name_is(hiding: PrivacyFilter) -> None:
    lines = [drawn(hiding, f"╭─ 1 · {name} {'─' * (30 - len(name))}╮") for name in ("Bo", "Amina Karlsen", "A.K.")]
    assert {*lines} == {f"╭─ 1 · ••• {'─' * 27}╮"}


def test_a_name_without_room_for_a_mask_is_hidden_all_the_same(hiding: PrivacyFilter) -> None:
    assert drawn(hiding, "│Bo│") == "│••│"
    assert drawn(hiding, "│Bo · Xi│") in ("│•• · ••│", "│••• · •│", "│• · •••│")


def test_a_name_is_masked_across_two_styles(hiding: PrivacyFilter) -> None:
    assert drawn(hiding, "Kar", "lsen er").rstrip() == "••• er"


def test_free_text_is_hidden_as_a_whole_whatever_its_words_are(hiding: PrivacyFilter) -> None:
    free = Segment("barnets mor er leder", Style(meta={FREE: True}))
    segments = [Segment("ground: "), free, Segment(" (leader)   ")]
    assert "".join(segment.text for segment in hiding.apply(segments, BLACK)).rstrip() == "ground: ••• (leader)"
    assert PrivacyFilter().apply(segments, BLACK) == segments


def test_an_empty_line_is_not_looked_through(hiding: PrivacyFilter, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three lines of four are the empty ground of a screen or a box."""
    monkeypatch.setattr(PrivacyFilter, "_spans", lambda _filter, line: pytest.fail(f"{line!r} is looked through"))
    empty = [Segment(" " * 60), Segment("\N{NO-BREAK SPACE}  ")]
    assert hiding.apply(empty, Color(0, 0, 0)) is empty


def test_a_field_that_is_new_is_hidden_until_somebody_allows_it(state: ScreenState) -> None:
    seen = veil().rewrite(state)
    case, shown = state.rows[0].case, seen.rows[0].case
    assert (shown.case_number, shown.problems, shown.grant.basis) == (case.case_number, case.problems, case.grant.basis)
    assert {shown.child.name, shown.child.grade, shown.child.school, shown.child.club} == {HIDDEN}
    assert shown.grant.goals == (HIDDEN,) * len(case.grant.goals)
    assert shown.child_view is not None
    assert (shown.child_view.says, shown.child_view.obtained_on) == (HIDDEN, case.child_view.obtained_on)  # type: ignore[union-attr]
    assert {provider.name for provider in seen.config.providers} == {house.name for house in state.config.providers}
    assert {member.name for provider in seen.config.providers for member in provider.staff} == {HIDDEN}
    remembering = veil()
    assert remembering.rewrite(state).rows is remembering.rewrite(replace(state, scope="meeting")).rows


# Every screen

TYPED = "PER SAND siger at fatima ringer til gunhild@nord.dk paa 20 12 30 40"
WORDS = ("fatima", "gunhild", "siger", "sand", "ringer", "paa", "20 12 30 40")
"""Words typed in the meeting, in capitals and small letters."""
RECORDING = ("open", "undo", "hide", "quit", "agree", "copy")
"""Actions of the meeting screen that show nothing of their own."""
KEYS = tuple(
    binding.key.split(",")[0]
    for binding in BINDINGS
    if isinstance(binding, Binding) and name_of(binding.action) not in RECORDING
)
"""Every key of the meeting screen that shows something: a screen that is new tomorrow is walked through too."""


def secrets_of(chair: MeetingChair) -> set[str]:
    """The words of everything in the meeting that the room must not read, which the program has not itself."""
    own = vocabulary_of(chair.meeting_screen.state)
    texts = [text for value in parts_of(chair) for _owner, _name, text in texts_of(value)]
    words = {word.casefold() for text in texts for word in re.findall(r"[^\W_]+", text) if not word.isdecimal()}
    return (
        {word for word in words if len(word) > 1 and (word in own.names or word not in own.words)}
        - public(own)
        - own.calendar
    )


def parts_of(chair: MeetingChair) -> Iterator[object]:
    state = chair.meeting_screen.state
    yield from (state.config, state.rows, state.meeting)


def public(own: Vocabulary) -> set[str]:
    """Words of names that are part of a club's name too: there they are read."""
    return {word for word in own.names if re.search(rf"\b{word}\b", own.public.pattern, re.IGNORECASE)}


def leaks(chair: MeetingChair, secrets: set[str]) -> set[str]:
    """The secret words on the screen, and whole sentences of what somebody wrote."""
    seen = chair.seen.casefold()
    return secrets & {*re.findall(r"[^\W_]+", seen)} | {word for word in WORDS if re.search(rf"\b{word}\b", seen)}


async def looks_at_every_screen(chair: MeetingChair, secrets: set[str]) -> int:
    """Press every key that shows something, and find nothing there that is hidden; the number of screens seen."""
    assert leaks(chair, secrets) == set(), chair.screen_text
    seen = set()
    for key in (*KEYS, "ctrl+p"):
        await chair.press(key)
        await chair.pilot.pause()
        assert leaks(chair, secrets) == set(), f"{key}\n{chair.screen_text}"
        assert key == "ctrl+p" or re.search("names hidden|navne skjult", chair.seen, re.IGNORECASE), chair.screen_text
        seen.add(type(chair.app.screen).__name__)
        while chair.app.screen is not chair.meeting_screen:
            await chair.press("escape")
        await chair.press("escape")
    return len(seen)


def decided(workspace: Path) -> None:
    """Decide the sample's cases and approve the minutes; names typed in the meeting are nobody's in the config."""
    session = Session.find(workspace, clock=lambda: NINE, by="Inger Thorsen")
    meeting_session = MeetingSession.find(session)
    meeting_session.load()
    placed = want.Place(
        case=CASE, provider="klub-oest", staff="mette-h", start=date(2027, 1, 4), positions="all_agree",
        reason=want.ReasonGiven(code="relation", text=TYPED), second_choice="klub-havn",
    )  # fmt: skip
    others = [item.number for item in meeting_session.meeting.items if item.number != CASE]
    wanted: list[want.Intention] = [
        want.Open(),
        want.Attend(person="Merete Skov", status="excused", substitute="GUNHILD RAVN"),
        want.Note(case=CASE, text=TYPED, said_by="fatima"),
        want.Position(case=CASE, role="school", stance="agree", remark=TYPED),
        placed,
        *(want.Withdraw(case=number, reason=TYPED, by="Fatima") for number in others),
        want.Close(),
        want.Approve(),
    ]
    for intention in wanted:
        assert isinstance(meeting_session.record(intention), Recorded), intention
    session.close()


@pytest.mark.parametrize(("size", "language"), [((80, 24), "da"), ((120, 40), "en")])
async def test_nothing_hidden_is_on_any_screen_of_a_meeting(
    workspace: Path, size: tuple[int, int], language: str
) -> None:
    async with chair_at(workspace, size, language=language) as chair:
        await chair.press("s", "n")
        await chair.types(TYPED)
        await chair.press("enter", "enter", "f2")
        secrets = secrets_of(chair)
        assert {"amina", "karlsen", "mette", "fatima", "østerskolen", "skolegang", "bech"} <= secrets
        assert await looks_at_every_screen(chair, secrets) > 15
        await chair.press("f2")
        await chair.sees("A.K.")
        chair.misses("names hidden", "navne skjult")
        await chair.press("f2")
        assert leaks(chair, secrets) == set()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_nothing_hidden_is_on_any_screen_after_the_approval(workspace: Path, size: tuple[int, int]) -> None:
    decided(workspace)
    async with chair_at(workspace, size, language="da") as chair:
        await chair.press("f2")
        secrets = secrets_of(chair)
        assert {"fatima", "gunhild"} <= secrets
        assert await looks_at_every_screen(chair, secrets) > 7
        await chair.press("h")
        await chair.sees("14 beslutninger")
        chair.misses(" 13 ")
        await chair.press("down", "enter")
        await chair.sees("Sagsfremstilling")
        assert leaks(chair, secrets) == set(), chair.screen_text


@pytest.mark.parametrize("key", ["m", "h"])
async def test_a_text_that_is_read_follows_the_key_at_once(workspace: Path, key: str) -> None:
    decided(workspace)
    async with chair_at(workspace, (120, 60), language="da") as chair:
        await chair.press(key)
        if key == "h":
            await chair.sees("14 beslutninger", "siger")
        else:
            await chair.sees("GUNHILD RAVN")
        await chair.press("f2")
        await chair.waits_for(lambda: "GUNHILD" not in chair.seen and "siger" not in chair.seen, "the names gone")
        await chair.press("f2")
        await chair.waits_for(lambda: "GUNHILD" in chair.seen or "siger" in chair.seen, "the names back")


async def test_what_is_typed_is_dots_and_one_mask_once_it_is_left(workspace: Path) -> None:
    async with chair_at(workspace, (80, 24), language="da") as chair:
        await chair.press("s", "f2", "n")
        await chair.types("Amina 20123040")
        await chair.sees("••••••••••••••")
        chair.misses("Amina", "20123040")
        await chair.press("tab")
        await chair.waits_for(lambda: "••••" not in chair.seen, "one mask")
        await chair.press("escape", "enter", "tab", "tab")
        await chair.sees("02.12.2026")


@pytest.mark.parametrize("language", ["da", "en"])
async def test_the_head_and_the_keys_say_that_names_are_hidden(workspace: Path, language: str) -> None:
    sign, on, off = {
        "da": ("NAVNE SKJULT", "F2 navne skjult", "F2 skjul navne"),
        "en": ("NAMES HIDDEN", "F2 names hidden", "F2 hide names"),
    }[language]
    for size in ((60, 20), (80, 24), (120, 40)):
        async with chair_at(workspace, size, language=language) as chair:
            await chair.press("s")
            chair.misses(sign, on)
            await chair.press("f2")
            await chair.sees(sign, on)
            chair.misses(off)
            await chair.press("m")
            await chair.sees(on)


async def test_an_initial_hides_no_key(workspace: Path) -> None:
    """With Mette N. Holm and Z. R. Dahl the key line, the help and the palette lost `N`, `R` and `M`."""
    config = workspace / "config.toml"
    text = config.read_text("utf-8").replace("Mette Holm", "Mette N. Holm").replace("Peter Dahl", "M. R. Dahl")
    config.write_text(text, "utf-8")
    async with chair_at(workspace, language="da", loaded=False) as chair:
        await chair.press("f2")
        await chair.sees("M mangler", "NAVNE SKJULT")
        await chair.press("question_mark")
        await chair.sees("M  mangler", "N      privat notat", "R      genoptag")
        await chair.press("escape", "ctrl+p")
        await chair.types("genop")
        await chair.sees("genoptag (R)")
        chair.misses("N. Holm", "R. Dahl")


async def test_what_is_copied_has_nothing_that_is_hidden(workspace: Path) -> None:
    async with chair_at(workspace, language="en") as chair:
        await chair.press("s", "n")
        await chair.types(f"{TYPED} {NUMBER}")
        await chair.press("enter", "enter", "enter", "c")
        assert "Amina Karlsen" in chair.app.clipboard
        assert NUMBER not in chair.app.clipboard
        await chair.press("f2", "c")
        copied = {*re.findall(r"[^\W_]+", chair.app.clipboard.casefold())}
        assert copied & secrets_of(chair) == set()
        assert "barnets lov § 32" in chair.app.clipboard


async def test_a_number_in_a_text_is_masked_before_the_text_is_broken_into_lines(workspace: Path) -> None:
    """S17: at every width, also where a line or a cell ends in the middle of the number."""
    async with chair_at(workspace, (76, 30), language="da") as chair:
        await chair.press("s", "u")
        await chair.types("Mor er nok " + "ja " * 8 + "66 05 12 4001 " * 4)
        await chair.press("enter", "enter", "k", "k", "k")
        await chair.sees("Mor er nok")
        assert not re.search("66|4001|05 12", chair.screen_text.replace("66 %", "")), chair.screen_text
        assert chair.meeting_screen.meeting_session is not None
        chair.app.push_screen(HistoryScreen.at(chair.meeting_screen.meeting_session.session))
        await chair.sees("1 beslutning")
        assert not re.search("66|4001|05 12", chair.screen_text), chair.screen_text


# One number


async def test_the_personal_number_is_shown_for_one_case_until_it_is_left(workspace: Path) -> None:
    async with chair_at(workspace) as chair:
        number = chair.meeting_screen.state.rows[0].case.child.cpr or ""
        assert number
        await chair.sees("CPR ••••••-••••")
        chair.misses(number)
        await chair.press("f3")
        await chair.sees(f"CPR {number}")
        await chair.press("j")
        await chair.sees("CPR ••••••-••••")
        await chair.press("k")
        await chair.sees("1 · 2026-0412", "CPR ••••••-••••")
        chair.misses(number)
        await chair.press("f3", "f2")
        chair.misses(number)


async def test_a_number_that_is_typed_stays_out_of_messages_titles_and_minutes(workspace: Path) -> None:
    async with chair_at(workspace) as chair:
        number = chair.meeting_screen.state.rows[0].case.child.cpr or ""
        assert number
        await chair.press("s", "f3", "a", "enter", "enter")
        await chair.waits_for(lambda: chair.state(CASE) == "placed", "the placement")
        messages = [f"{notification.title} {notification.message}" for notification in chair.app._notifications]
        titles = [str(panel.border_title) + str(panel.border_subtitle) for panel in chair.meeting_screen.query("Panel")]
        assert number not in " ".join([*messages, *titles, chair.app.title, chair.app.sub_title])
        await chair.press("m")
        await chair.waits_for(lambda: chair.app.screen is not chair.meeting_screen, "the minutes")
        assert number not in chair.app.screen._shown  # type: ignore[attr-defined]


async def test_minutes_have_no_question_mark_for_initials_that_are_hidden(workspace: Path) -> None:
    async with chair_at(workspace) as chair:
        await chair.press("s", "f2", "m")
        await chair.waits_for(lambda: chair.app.screen is not chair.meeting_screen, "the minutes")
        assert "· ?, " not in chair.app.screen._shown  # type: ignore[attr-defined]
        await chair.press("n")
        await chair.sees("Punkt 1 · sag ••• · •••, ••• år · •••")
