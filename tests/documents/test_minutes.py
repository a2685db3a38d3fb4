"""The minutes of the sample meeting, read as a clerk reads them."""

import re
from dataclasses import replace
from datetime import date, time
from decimal import Decimal

import pytest
from jinja2 import meta

from kpcommittee import locale
from kpcommittee.documents import markdown
from kpcommittee.documents.builder import NeverOpened, minutes_of, versions
from kpcommittee.documents.markdown import bar, render_minutes
from kpcommittee.domain.capacity.balance import Figures
from kpcommittee.domain.meeting import intentions as want
from kpcommittee.domain.meeting.closing import balance_of
from kpcommittee.domain.meeting.frozen import Waiting
from kpcommittee.domain.meeting.meeting import Meeting, fold
from tests.builders import Table, agenda, case, config, place
from tests.sample import sample_table

WAITS = ("6 · sag 2026-0398", "8 · sag 2026-0415", "9 · sag 2026-0388", "10 · sag 2026-0395")
AGREED = (
    "**Stillingtagen:** Alle enige: skoleleder Lone Bech (Østerskolen); klubleder Per Sand (Klub Øst);"
    " myndighed Inger Thorsen; intern udfører Karim Haddad."
)


def text_of(table: Table) -> str:
    return render_minutes(minutes_of(table.meeting, balance_of(table.meeting, table.context)))


def part(text: str, number: str) -> str:
    """The part of the minutes about one case."""
    _, _, following = text.partition(f"sag {number} · ")
    assert following, f"no item about {number}"
    return re.split(r"\n#{2,3} ", following)[0]


@pytest.fixture
def printed(final: Table) -> str:
    return text_of(final)


def test_the_head_says_when_where_and_who(printed: str) -> None:
    head, _, _ = printed.partition("## Godkendelse af dagsorden")
    for line in (
        "# Beslutningsreferat · Fordelingsudvalget",
        "- **Udvalg:** Fordelingsudvalget, Lindebæk Kommune",
        "- **Møde:** onsdag den 2. december 2026 kl. 09.00",
        "- **Sted:** Rådhuset, mødelokale 3",
        "- **Version:** 2",
        "- Inger Thorsen, myndighed (mødeleder)",
        "- Lone Bech, skoleleder, Østerskolen · punkt 1, 4–5",
        "- Ulrik Steen, skoleleder – stedfortræder for Merete Skov · punkt 2–3",
    ):
        assert line in head.splitlines()
    assert "- **Godkendt:** af Inger Thorsen, 02.12.2026 kl. 09." in head


def test_excused_absent_and_gone_are_different(printed: str) -> None:
    assert "**Afbud**\n\n- Merete Skov, skoleleder · stedfortræder: Ulrik Steen\n" in printed
    assert "**Fraværende**\n\n- Peter Dahl, skoleleder, Vesterskolen · ingen stedfortræder\n" in printed
    assert "**Forlod mødet**\n\n- Karim Haddad, intern udfører · punkt 11–14 · stedfortræder: Tove Friis\n" in printed


def test_the_items_come_in_the_order_of_danish_minutes(printed: str) -> None:
    assert re.findall(r"^## (.*)$", printed, re.MULTILINE) == [
        "Beslutninger",
        "Godkendelse af dagsorden",
        "Godkendelse af referat fra sidste møde",
        "Sager",
        "Eventuelt",
        "Kapacitetsbalance før og efter mødet",
        "Sager, der ikke er afsluttet",
        "Første opfølgninger",
        "Referatets grundlag",
    ]


def test_each_heading_holds_place_and_case_number_and_no_name(final: Table, printed: str) -> None:
    headings = re.findall(r"^### (.*)$", printed, re.MULTILINE)
    assert headings[0] == "Punkt 1 · sag 2026-0412 · A.K., 13 år · Øst"
    for place_, (heading, item) in enumerate(zip(headings, final.meeting.items, strict=True), 1):
        assert heading.startswith(f"Punkt {place_} · sag {item.number} · ")
        assert not any(word in heading for word in item.case.child.name.split())
    assert printed.count("*Lukket punkt*") == 14


def test_no_personal_number_and_no_full_name_of_a_child(final: Table, printed: str) -> None:
    assert not re.search(r"\d{6}[- ]?\d{4}", printed)
    assert [item.case.child.name for item in final.meeting.items if item.case.child.name in printed] == []


def test_a_case_tells_what_was_granted_and_said(printed: str) -> None:
    for line in (
        "- Bevilling: 12.11.2026 · 5 t/uge · forventet 12 måneder",
        "- Hjemmel: Fast kontaktperson for barnet, den unge eller hele familien · barnets lov § 32 stk. 1 nr. 3",
        "- Formål: Tryg og stabil skolegang og mindst ét fællesskab i fritiden",
        "- Samtykke givet",
        "- Plan: barnets plan, frist 12.02.2027",
        "- Barnets syn: 20.11.2026 · Samtale på skolen: »Vil helst have Mette fra klubben, for hende kender hun.«",
        "  - Mette Holm · Klubpædagog · Klub Øst – nær relation, siden 15.08.2023. Fast voksen siden 4. klasse",
        "- Skolefravær: 22 %, aug.–okt. 2026",
        "- Tidligere udfører: Fokus Ung ApS · 01.02.2024 – 30.09.2024 · Målet nået",
        "Klub Øst · Mette Holm",
        AGREED,
        "- Alternativ: Klub Havn",
        "- Forældremyndighedens indehaver (mor)",
        "- Klub Øst: Per Sand",
    ):
        assert line in part(printed, "2026-0412").splitlines()
    assert re.search(r"- 09\.\d\d · Lone Bech: Mor er glad for klubben\.\\\n  Hun kan selv hente kl\. 17\.", printed)


def test_a_correction_says_from_to_who_when_and_why(printed: str) -> None:
    assert "ved Mette Holm leverer kontaktperson 5 t/uge fra 11.01.2027 til 03.01.2028." in part(printed, "2026-0412")
    assert re.search(
        r"^Rettet: startdatoen 04\.01\.2027 er ændret til 11\.01\.2027; "
        r"første opfølgning 04\.04\.2027 er ændret til 11\.04\.2027\. "
        r"Årsag: Forkert uge \(Inger Thorsen, 02\.12\.2026 kl\. 09\.\d\d, version 2\)$",
        printed,
        re.MULTILINE,
    )


def test_dissent_cautions_and_reasons_of_a_hard_case(printed: str) -> None:
    hard = part(printed, "2026-0377")
    assert "**Beskyttet adresse**" in hard
    assert "Skole og klub" not in hard
    assert "Ingen indstilling: den voksne, barnet kender, har ikke plads." in hard
    assert "- Barnets relation vejer tungest: Er kun tryg i værkstedet" in hard
    assert " **Svar:** Ekstra timer er aftalt med klubbens leder: Susanne Krog" in hard
    dissent = hard.partition("**Forbehold og mindretalsudtalelse**")[2]
    assert "Skoleleder Ulrik Steen: uenig, peger på Klub Øst – Klub Havn er fuld \\| også i marts" in dissent
    assert "Myndighed Inger Thorsen: enig – Følges op efter en måned" in dissent
    assert "Intern udfører Karim Haddad: tager ikke stilling" in dissent


def test_disqualification_is_in_its_own_item_only(printed: str) -> None:
    phrase = "Deltog ikke under punkt 4 (inhabil)"
    assert printed.count("inhabil)") == 1
    assert phrase in part(printed, "2026-0391")
    assert "ikke inhabil, deltog. Kender familien flygtigt" in part(printed, "2026-0417")


def test_what_was_not_placed_says_why(printed: str) -> None:
    postponed = part(printed, "2026-0409")
    assert (
        "Udvalget udsætter sagen til næste møde.\n\n- Begrundelse: Barnets syn er ikke indhentet\n"
        "- Mangler: Samtale med barnet og afdækning\n" in postponed
    )
    assert "- Indhentes af myndigheden" in postponed
    assert "**Til stede:** Ulrik Steen, skoleleder (stedfortræder for Merete Skov); Per Sand, klubleder" in postponed
    assert "Sagen er trukket tilbage af Myndighed.\n\n- Begrundelse: Den unge er flyttet" in part(printed, "2026-0420")
    assert "Sendt tilbage til myndigheden.\n\n- Mangler: Samtykke fra far" in part(printed, "2026-0296")
    listed = printed.partition("## Sager, der ikke er afsluttet")[2].partition("##")[0].strip().splitlines()
    assert listed == [
        (
            "- Punkt 2 · sag 2026-0409 · udsat: Barnets syn er ikke indhentet"
            " · mangler: Samtale med barnet og afdækning (fra myndighed)"
        ),
        *(f"- Punkt {waits} · i princippet · afventer skoleleder Peter Dahl" for waits in WAITS),
        "- Punkt 14 · sag 2026-0296 · tilbage til myndighed · mangler: Samtykke fra far",
    ]


def test_family_is_left_out_where_it_must_not_be_contacted(printed: str) -> None:
    honour = part(printed, "2026-0415")
    assert "**Kontakt ikke familien**" in honour
    assert "**Familien underrettes ikke, før myndigheden siger til**" in honour
    protected = part(printed, "2026-0377").partition("**Underrettes**")[2]
    assert "Familien underrettes kun af myndigheden" in protected
    assert "indehaver" not in protected
    assert "Beata" not in honour
    assert "Tomasz" not in honour
    assert "- Den unge\n" in honour


def test_a_child_below_ten_is_not_informed_itself(printed: str) -> None:
    informed = part(printed, "2026-0422").partition("**Underrettes**")[2]
    assert "- Barnet" not in informed
    assert "- Forældremyndighedens indehaver (mor)\n" in informed


def test_in_principle_says_whom_it_awaits(printed: str) -> None:
    waits = part(printed, "2026-0398")
    assert "Udvalget besluttede i princippet, at Fokus Ung ApS leverer kontaktperson 10 t/uge" in waits
    assert "- Afventer: skoleleder Peter Dahl" in waits
    assert "| Skoleleder | Peter Dahl: fraværende | – | – |" in waits
    assert "Underrettes, når beslutningen er bekræftet" in waits


def test_the_balance_has_every_provider_and_clubs_first(final: Table, printed: str) -> None:
    table = printed.partition("## Kapacitetsbalance")[2].partition("##")[0]
    rows = [line.split(" | ") for line in table.splitlines() if line.startswith("| ")][1:]
    providers = sorted(
        final.context.config.providers, key=lambda provider: ("club", "internal", "external").index(provider.kind)
    )
    assert [row[0].removeprefix("| ") for row in rows] == [provider.name for provider in providers]
    oest = next(row for row in rows if "Klub Øst" in row[0])
    assert oest[1:8] == ["u. 3/2027", "33,3", "22,5 (68 %)", "28,75 (86 %)", "4,55", "ok → stram", "███████▓▓░"]
    havn = next(row for row in rows if "Klub Havn" in row[0])
    assert havn[5:8] == ["0 (4,8 over)", "over", "██████████"]


def test_the_legend_of_the_balance_names_the_symbols_that_its_bars_draw(printed: str) -> None:
    table = printed.partition("## Kapacitetsbalance")[2].partition("##")[0]
    legend = next(line for line in table.splitlines() if line.startswith("Medarbejdertimer"))
    assert legend.endswith("i søjlen: █ løbende, ▓ holdt, ░ fri.")
    drawn = {sign for line in table.splitlines() if line.startswith("| ") for sign in line if "▀" <= sign <= "▟"}
    assert drawn == {sign for sign in legend if "▀" <= sign <= "▟"}


def test_first_follow_ups_are_sorted_by_date(printed: str) -> None:
    listed = printed.partition("## Første opfølgninger")[2].partition("##")[0]
    days = [line[2:12] for line in listed.splitlines() if line.startswith("| ") and line[2].isdigit()]
    assert days[0] == "01.02.2027"
    assert sorted(days, key=lambda day: day.split(".")[::-1]) == days
    assert len(days) == 11


def test_the_rules_it_rests_on(printed: str) -> None:
    assert "- Lov: Barnets lov, LBK nr. 282 af 17/03/2025 (lovtabel pr. 17.03.2025)" in printed
    assert "- Beslutningsform: ved uenighed konkluderer mødelederen" in printed


def test_before_approval_it_is_a_draft(draft: Table, printed: str) -> None:
    assert "UDKAST" not in printed
    open_ = text_of(draft)
    assert open_.splitlines()[2] == "**UDKAST** – mødet er i gang, og referatet er ikke godkendt."
    assert "- **Version:** udkast" in open_
    assert "| Klub Øst | u. 3/2027 |" in open_


def test_the_same_meeting_gives_the_same_bytes(final: Table, printed: str) -> None:
    again = fold(final.meeting.id, final.journal)
    locale.use("en")
    assert render_minutes(minutes_of(again)).encode() == printed.encode()
    assert locale.current() == "en"


def test_each_version_can_be_printed_again(final: Table, printed: str) -> None:
    first, second = versions(final.journal)
    assert (first.version, second.version) == (1, 2)
    assert "Rettet:" not in render_minutes(minutes_of(first))
    assert "fra 04.01.2027 til 03.01.2028." in part(render_minutes(minutes_of(first)), "2026-0412")
    assert render_minutes(minutes_of(second)) == printed


def test_nothing_of_today_gets_in(final: Table, printed: str) -> None:
    assert final.meeting.config is not None
    assert minutes_of(final.meeting, balance=()).balance == minutes_of(final.meeting).balance
    assert render_minutes(minutes_of(replace(final.meeting, last=99))) == printed


def test_english_minutes() -> None:
    table = Table(case("A-1"), case("A-2"), settings=config())
    table.does(want.Open(), place("A-1", "north-club", staff="mia"), want.Postpone(case="A-2", reason="Later"))
    text = text_of(table)
    assert locale.current() == "da"
    assert "### Item 1 · case A-1 · A.K., 14 years · North" in text
    assert "**DRAFT** – the meeting is in progress" in text
    assert (
        "unanimously that North Club, with Mia Holm, provides a contact person 3 h/week from 04/01/2027 to 03/07/2027."
        in text
    )


def test_a_meeting_that_was_never_opened_has_no_minutes() -> None:
    with pytest.raises(NeverOpened):
        minutes_of(Meeting(id="2026-12-02"))


def carried(state: str = "in_principle") -> Table:
    """A meeting whose second case was decided in principle at the one before, when the school leader was away."""
    before = Table(case("A-2"), settings=config())
    before.does(
        want.Open(),
        want.Attend(person="Lone", status="excused"),
        place("A-2", "north-club", staff="mia", in_principle=True),
    )
    decision = before.item("A-2").decision
    waits = Waiting(
        case_number="A-2", meeting="2026-11-18", date=date(2026, 11, 18), state="in_principle", postponed_times=0,
        decision=decision,
    )  # fmt: skip
    return Table(case("A-1"), case("A-2"), settings=config(), waiting=(waits,)).does(want.Open())


def test_a_case_in_principle_is_in_its_place_and_is_confirmed() -> None:
    """T12: item 2 was printed before item 1, and a confirmation without its time."""
    table = carried()
    waiting = text_of(table)
    assert waiting.index("### Item 1 · case A-1") < waiting.index("### Item 2 · case A-2")
    assert "## Cases decided in principle at an earlier meeting" not in waiting
    assert "- Awaits: school leader Lone" in waiting
    table.does(want.Confirm(case="A-2", role="school", by="Lone"))
    confirmed = text_of(table)
    assert "- Decided in principle at the meeting on 18/11/2026" in confirmed
    assert "- Confirmed by school leader: Lone, at 09:02\n" in confirmed
    assert "Awaits" not in confirmed


def test_a_refused_case_says_so() -> None:
    table = carried().does(want.Confirm(case="A-2", role="school", by="Lone", refuse=True))
    text = text_of(table)
    assert "The decision in principle (North Club · Mia Holm) was taken off again." in text
    assert "School leader (Lone) refused it." in text


def test_a_case_postponed_again_says_the_how_manieth_time() -> None:
    waits = Waiting(
        case_number="A-1", meeting="m", date=date(2026, 11, 18), state="postponed", postponed_times=1,
        reasons=("No plan yet",),
    )  # fmt: skip
    table = Table(case("A-1"), settings=config(), waiting=(waits,))
    table.does(want.Open(), want.Postpone(case="A-1", reason="Still none"))
    text = text_of(table)
    assert "The committee postpones the case for the second time, to the next meeting." in text
    assert "- Postponed before: No plan yet" in text


def test_a_late_case_is_marked() -> None:
    table = Table(case("A-1"), settings=config()).does(want.Open())
    late = replace(table.context.agenda, cases=(case("A-1"), case("A-9")))  # type: ignore[type-var]
    table.knows(agenda=late).does(want.Take(case="A-9"))
    text = text_of(table)
    assert "The agenda was approved (1 case).\nAdded late: item 2, case A-9." in text
    assert "*Closed item* · **added late**" in text


def test_a_meeting_that_moved_says_from_where_to_where() -> None:
    """C2: date, start and place are taken over like a case."""
    table = Table(case("A-1"), settings=config(), agenda=None)
    table.knows(agenda=agenda(case("A-1"), place="Town hall")).does(want.Open())
    moved = agenda(case("A-1"), place="Library", date=date(2026, 12, 9), start=time(10, 30))
    table.knows(agenda=moved).does(want.Take())
    text = text_of(table)
    assert "- **Meeting:** Wednesday 9 December 2026 at 10:30" in text
    assert "Changed after the opening: date from 02/12/2026 to 09/12/2026." in text
    assert "Changed after the opening: start from – to 10:30." in text
    assert "Changed after the opening: place from Town hall to Library." in text


def test_a_case_that_was_taken_over_anew_is_marked_and_the_others_are_not() -> None:
    table = Table(case("A-1"), case("A-2"), settings=config()).does(want.Open())
    changed = replace(table.context.agenda, cases=(case("A-1", problems=("temper",)), case("A-2")))  # type: ignore[type-var]
    table.knows(agenda=changed).does(want.Take(case="A-1"))
    marked = "*Closed item* · **changed after the opening**"
    first, _, second = text_of(table).partition("### Item 2")
    assert marked in first
    assert marked not in second
    table.does(want.Undo())
    assert marked not in text_of(table)


@pytest.mark.parametrize(
    ("room", "load", "held", "shown"),
    [
        ("10", "4", "2", "████▓▓░░░░"),
        ("10", "9", "9", "█████████▓"),
        ("10", "0", "0", "░░░░░░░░░░"),
        ("10", "5", "4.9", "█████▓▓▓▓░"),
        ("10", "5", "5", "█████▓▓▓▓▓"),
        ("0", "1", "0", "██████████"),
        ("0", "0", "0", "░░░░░░░░░░"),
        (None, "4", "2", ""),
    ],
)
def test_the_bar(room: str | None, load: str, held: str, shown: str) -> None:
    figures = Figures(room=None if room is None else Decimal(room), load=Decimal(load), held=Decimal(held))
    assert bar(figures) == shown


def test_the_templates_call_nothing_that_is_not_there() -> None:
    environment = markdown.environment()
    handed_over = {"minutes", "item", "names", "case", "child", "decision", "grant", "full"}
    handed_over |= {"options", "since", "versions", "extract", "letter", "statistics", "sheet"}
    handed_over |= {"before", "after", "groups", "marked"}
    templates = environment.list_templates()
    assert "minutes.md.j2" in templates
    for name in templates:
        assert environment.loader is not None
        source, _, _ = environment.loader.get_source(environment, name)
        assert meta.find_undeclared_variables(environment.parse(source)) <= {*environment.globals, *handed_over}


def test_a_placement_that_ends_before_its_first_follow_up_is_not_printed_as_due() -> None:
    """T13: the first follow-up of a month's placement was printed after its end."""
    table = Table(case("A-1", caseworker="Rikke Juul"), case("A-2"), settings=config()).does(want.Open())
    table.does(place("A-1", "north-club", end=date(2027, 2, 3)), place("A-2", "north-club"))
    text = text_of(table)
    assert "- The placement ends on 03/02/2027, before a first follow-up is due (04/04/2027)" in text
    assert text.count("- First follow-up no later than 04/04/2027") == 1
    listed = text.partition("## First follow-ups")[2]
    assert "| none: ends 03/02/2027 | 1 | A-1 |" in listed
    assert "| 04/04/2027 | 2 | A-2 |" in listed


# Who was there, item by item


def head_of(*wanted: want.Intention) -> str:
    """The head of the minutes of a meeting with three cases of one bench."""
    table = Table(case("A-1"), case("A-2"), case("A-3"), settings=config()).does(want.Open(), *wanted)
    return text_of(table).partition("## Approval of the agenda")[0]


def test_an_item_without_a_substitute_is_told_apart() -> None:
    """T11: the head named a substitute for items 7 to 9, although nobody sat in item 7."""
    head = head_of(
        want.Attend(person="Inger", status="left", case="A-2"),
        want.Attend(person="Inger", status="left", case="A-3", substitute="Bo"),
    )
    assert "- Inger, authority (chair) · item 1\n" in head
    assert "- Bo, authority – substitute for Inger (chair) · item 3\n" in head
    assert "- Inger, authority · item 2–3 · substitute: Bo (item 3), no substitute (item 2)\n" in head


def test_one_substitute_for_all_items_is_named_once() -> None:
    assert "- Inger, authority · substitute: Bo\n" in head_of(
        want.Attend(person="Inger", status="excused", substitute="Bo")
    )


def test_somebody_in_two_seats_is_listed_in_each() -> None:
    """T11: whoever sat in two seats was listed under the first only."""
    settings = config()
    leaders = (settings.leaders[0], replace(settings.leaders[1], name="Lone"))
    south = case("A-2", district="south")
    table = Table(case("A-1"), south, settings=replace(settings, leaders=leaders)).does(want.Open())
    head = text_of(table).partition("## Approval of the agenda")[0]
    assert "- Lone, school leader, North School · item 1\n" in head
    assert "- Lone, internal provider\n" in head


def test_who_sat_in_a_decision_was_not_away_from_it() -> None:
    table = Table(case("A-1"), case("A-2"), settings=config()).does(want.Open(), place("A-1", "north-club"))
    head = text_of(table.does(want.Attend(person="Inger", status="left"))).partition("## Approval of the agenda")[0]
    assert "- Inger, authority · item 2 · no substitute\n" in head


def test_no_code_that_only_the_program_knows_is_in_the_minutes(printed: str) -> None:
    """U15: neither a line of a source document, nor a key or a digest of the config."""
    assert not re.search(r"\b00\d:\d|egne regler|config\.toml|^- Config", printed, flags=re.MULTILINE)
    assert "barnets lov § 91" in printed


def test_a_note_that_a_role_said_names_who_sat_there() -> None:
    """U15: a script may write the role; nobody is called `school`."""
    table = sample_table().does(want.Open(), want.Note(case="2026-0412", text="Fraværet falder.", said_by="school"))
    assert "Lone Bech (skoleleder): Fraværet falder." in render_minutes(minutes_of(table.meeting))
