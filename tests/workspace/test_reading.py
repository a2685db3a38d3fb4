"""Config, law and agendas from real files: the good part, and every flaw of the rest with its place."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kpcommittee.convert.issues import Issue
from kpcommittee.domain.committee import Config, LawChoice
from kpcommittee.domain.law import Law
from kpcommittee.workspace.reading import AgendaRead, law_dates, read_agenda, read_config, read_law
from kpcommittee.workspace.starting import sample_folder

HEAD = "[meeting]\ndate = 2026-12-02\n"
CASE = """
[[cases]]
case_number = "2026-0412"
problems = ["school"]
  [cases.child]
  name = "Amina Karlsen"
  birth_date = 2013-10-04
  district = "oest"
  school = "oesterskolen"
  club = "klub-oest"
  cpr = "641013-4008"
  [cases.grant]
  decided_on = 2026-11-12
  basis = "bl-32-1-3"
  purpose = "Tryg skolegang"
  hours_per_week = 5.0
  expected_months = 12
  [cases.child_view]
  obtained_on = 2026-11-20
  wishes_staff = ["mette-h"]
  declines = ["fokus"]
  [[cases.relations]]
  person = "Mette Holm"
  role = "Klubpædagog"
  provider = "klub-oest"
  staff = "mette-h"
  strength = 3
  [[cases.earlier]]
  provider = "fokus"
  start = 2024-02-01
  end = 2024-09-30
"""


Reader = Callable[[str], AgendaRead]


@pytest.fixture
def agenda(tmp_path: Path, config: Config, law: Law) -> Reader:
    """Reads a text as the agenda `2026-12-02.toml`."""

    def read(text: str) -> AgendaRead:
        path = tmp_path / "2026-12-02.toml"
        path.write_text(text, encoding="utf-8")
        return read_agenda(path, config, law, "agenda/2026-12-02.toml")

    return read


def flaws(issues: tuple[Issue, ...]) -> list[tuple[str, str]]:
    """Place and code of each flaw."""
    return [(issue.place, issue.code) for issue in issues]


def test_the_sample_is_without_flaw(config: Config, law: Law) -> None:
    assert read_config(sample_folder() / "config.toml").issues == ()
    for path in sorted((sample_folder() / "agenda").glob("*.toml")):
        read = read_agenda(path, config, law)
        assert read.issues == ()
        assert read.agenda is not None
        assert len(read.agenda.cases) == 14


def test_a_right_case_is_read_and_the_meeting_is_named_after_its_file(agenda: Reader) -> None:
    read = agenda(HEAD + CASE)
    assert read.issues == ()
    assert read.agenda is not None
    assert read.agenda.meeting.id == "2026-12-02"
    assert read.agenda.cases[0].child.name == "Amina Karlsen"


WRONG: dict[str, tuple[str, str, str, str]] = {
    "an unknown district": ('district = "oest"', 'district = "ost"', "child.district", "unknown_reference"),
    "an unknown school": ('school = "oesterskolen"', 'school = "skole"', "child.school", "unknown_reference"),
    "an unknown club": ('club = "klub-oest"', 'club = "klub-ost"', "child.club", "unknown_reference"),
    "a club that is none": ('club = "klub-oest"', 'club = "fokus"', "child.club", "unknown_reference"),
    "an unknown problem": ('["school"]', '["skole"]', "problems[0]", "unknown_reference"),
    "a problem twice": ('["school"]', '["school", "school"]', "problems[1]", "twice_in_list"),
    "no problem": ('["school"]', "[]", "problems", "empty_list"),
    "an unknown basis": ('"bl-32-1-3"', '"bl-32"', "grant.basis", "unknown_reference"),
    "an unknown wish": (
        'wishes_staff = ["mette-h"]',
        'wishes_staff = ["x"]',
        "child_view.wishes_staff[0]",
        "unknown_reference",
    ),
    "a refusal of nobody": ('declines = ["fokus"]', 'declines = ["x"]', "child_view.declines[0]", "unknown_reference"),
    "a relation elsewhere": ('provider = "klub-oest"', 'provider = "x"', "relations[0].provider", "unknown_reference"),
    "a relation to nobody": (
        'staff = "mette-h"\n  strength',
        'staff = "nobody"\n  strength',
        "relations[0].staff",
        "unknown_reference",
    ),
    "a relation to another provider's staff": (
        'staff = "mette-h"\n  strength',
        'staff = "sanne-w"\n  strength',
        "relations[0].staff",
        "staff_elsewhere",
    ),
    "an unknown earlier provider": ('provider = "fokus"', 'provider = "x"', "earlier[0].provider", "unknown_reference"),
    "an earlier end before its start": ("end = 2024-09-30", "end = 2023-09-30", "earlier[0].end", "period_reversed"),
    "a birth after the meeting": (
        "birth_date = 2013-10-04",
        "birth_date = 2031-01-01",
        "child.birth_date",
        "after_meeting",
    ),
    "a grant after the meeting": (
        "decided_on = 2026-11-12",
        "decided_on = 2026-12-03",
        "grant.decided_on",
        "after_meeting",
    ),
    "a grant before birth": ("decided_on = 2026-11-12", "decided_on = 2012-12-03", "grant.decided_on", "before_birth"),
    "a view after the meeting": (
        "obtained_on = 2026-11-20",
        "obtained_on = 2026-12-20",
        "child_view.obtained_on",
        "after_meeting",
    ),
    "no hours": ("hours_per_week = 5.0", "hours_per_week = 0", "grant.hours_per_week", "too_low_exclusive"),
    "negative hours": ("hours_per_week = 5.0", "hours_per_week = -1.5", "grant.hours_per_week", "too_low_exclusive"),
    "odd hours": ("hours_per_week = 5.0", "hours_per_week = 4.3", "grant.hours_per_week", "not_quarters"),
    "more hours than a week": ("hours_per_week = 5.0", "hours_per_week = 169", "grant.hours_per_week", "too_high"),
    "no months": ("expected_months = 12", "expected_months = 0", "grant.expected_months", "too_low"),
    "too many months": ("expected_months = 12", "expected_months = 99999999", "grant.expected_months", "too_high"),
    "another one's number": ("641013-4008", "651013-4008", "child.cpr", "cpr_birth_date"),
    "an unknown key": ("  name =", "  nmae =", "child.name", "missing_key"),
}


@pytest.mark.parametrize("spoilt", sorted(WRONG))
def test_a_wrong_case_is_left_out_and_the_rest_stays(spoilt: str, agenda: Reader) -> None:
    old, new, place, code = WRONG[spoilt]
    assert old in CASE
    read = agenda(HEAD + CASE.replace(old, new) + CASE.replace("2026-0412", "2026-0500"))
    assert (f"cases[0].{place}", code) in flaws(read.issues)
    assert {issue.file for issue in read.issues} == {"agenda/2026-12-02.toml"}
    assert read.agenda is not None
    assert [case.case_number for case in read.agenda.cases] == ["2026-0500"]
    assert [(left_out.index, left_out.case_number) for left_out in read.left_out] == [(0, "2026-0412")]
    # A child born after the meeting also has a grant from before its birth: that is not a second error.
    assert len(read.issues) <= 2


def test_a_child_older_than_23_is_no_error(agenda: Reader) -> None:
    older = CASE.replace("2013-10-04", "2000-10-04").replace('  cpr = "641013-4008"\n', "")
    assert agenda(HEAD + older).issues == ()


def test_an_odd_number_is_the_committees_to_notice(agenda: Reader) -> None:
    for number in ("ukendt", "041013-ABC1", "041013-4009", "991399-1234"):
        assert agenda(HEAD + CASE.replace("641013-4008", number)).issues == ()


def test_the_personal_number_is_in_no_error(agenda: Reader) -> None:
    (issue,) = agenda(HEAD + CASE.replace("641013-4008", "651013-4008")).issues
    assert issue.values == {"birth_date": "2013-10-04", "said": "2013-10-05"}
    assert "651013" not in repr(issue)


def test_two_cases_with_one_number(agenda: Reader) -> None:
    read = agenda(HEAD + CASE + CASE)
    (issue,) = read.issues
    assert (issue.place, issue.code) == ("cases[1].case_number", "duplicate_id")
    assert issue.values["first"] == "cases[0].case_number"
    assert read.agenda is not None
    assert len(read.agenda.cases) == 1


def test_a_case_without_a_grant_has_its_own_words(agenda: Reader) -> None:
    begin, end = CASE.index("  [cases.grant]"), CASE.index("  [cases.child_view]")
    assert flaws(agenda(HEAD + CASE[:begin] + CASE[end:]).issues) == [("cases[0].grant", "no_grant")]


def test_a_case_that_is_no_table_is_left_out(agenda: Reader) -> None:
    read = agenda("cases = [3, {}]\n" + HEAD)
    assert flaws(read.issues)[0] == ("cases[0]", "wrong_type")
    assert ("cases[1].child", "missing_key") in flaws(read.issues)
    assert [left_out.case_number for left_out in read.left_out] == [None, None]


@pytest.mark.parametrize(
    ("text", "place", "code"),
    [
        ("[meeting]\nplace = 3\n", "meeting.date", "missing_key"),
        (CASE, "meeting", "missing_key"),
        ("meeting = 3\n", "meeting", "wrong_type"),
        ("[meeting]\ndate = 2026-12-02T09:00:00\n", "meeting.date", "wrong_type"),
        ('[meeting]\ndate = 2026-12-02\nid = "../../etc/x"\n', "meeting.id", "bad_id"),
        ('[meeting]\ndate = 2026-12-02\nid = ""\n', "meeting.id", "empty"),
        ('[meeting]\ndate = 2026-12-02\nid = "x.."\n', "meeting.id", "bad_id"),
        ('[meeting]\ndate = 2026-12-02\nid = "caseload"\n', "meeting.id", "reserved_id"),
        ('[meeting]\ndate = 2026-12-02\nid = "con"\n', "meeting.id", "reserved_id"),
        ('[meeting]\ndate = 2026-12-02\nid = "NUL.x"\n', "meeting.id", "reserved_id"),
    ],
)
def test_without_a_head_there_is_no_agenda(text: str, place: str, code: str, agenda: Reader) -> None:
    """S6, F9: no meeting has the name of a stream of the journal or of a device."""
    read = agenda(text)
    assert read.agenda is None
    assert (place, code) in flaws(read.issues)


def test_unknown_tables_are_told_and_the_meeting_opens(agenda: Reader) -> None:
    read = agenda(HEAD + CASE + "[[case]]\n")
    assert flaws(read.issues) == [("case", "unknown_key")]
    assert read.issues[0].values["nearest"] == "cases"
    assert read.agenda is not None
    assert len(read.agenda.cases) == 1
    assert flaws(agenda("cases = 3\n" + HEAD).issues) == [("cases", "wrong_type")]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("[meeting]\ndate = 2026-02-30\n", "toml_date", 2),
        ("[meeting]\ndate = 2026-13-09\n", "toml_date", 2),
        (HEAD + 'place = "Rådhuset\n', "toml_quote", 3),
        (HEAD + "date = 2026-12-03\n", "toml_twice", 3),
        (HEAD + "[meeting]\n", "toml_twice", 3),
        (HEAD + "place = \x1b]52;c;AAAA\x07\n", "toml_syntax", 3),
        ("x = " + "[" * 100_000, "toml_syntax", 1),
        ("x = " + "9" * 5000, "toml_syntax", 1),
        (HEAD + "x" + '."x"' * 21 + " = 1\n", "toml_long_key", 3),
    ],
)
def test_broken_toml_is_one_flaw_with_its_line(text: str, code: str, line: int, agenda: Reader) -> None:
    read = agenda(text)
    assert read.agenda is None
    (issue,) = read.issues
    assert (issue.code, issue.line) == (code, line)
    assert issue.file == "agenda/2026-12-02.toml"


def test_a_key_of_twenty_dots_is_an_unknown_key_like_any_other(agenda: Reader) -> None:
    assert flaws(agenda(HEAD + CASE + "[x" + " . x" * 20 + "]\n").issues) == [("x", "unknown_key")]


def test_hostile_text_is_only_text(agenda: Reader) -> None:
    hostile = "[/red] [@click=app.quit] \\u001B]52;c;AAAA\\u0007 \\u001B[2J \\u202E 👩‍👧 | \\n x"
    read = agenda(HEAD + CASE.replace("Amina Karlsen", hostile))
    assert read.issues == ()
    assert read.agenda is not None
    name = read.agenda.cases[0].child.name
    assert "\x1b" not in name
    assert "\u202e" not in name
    assert "\n" not in name
    assert "[/red] [@click=app.quit]" in name


def test_a_byte_order_mark_does_no_harm(agenda: Reader) -> None:
    assert agenda("\ufeff" + HEAD + CASE).issues == ()


CONFIG_WRONG: list[tuple[str, str, str, str]] = [
    ('id = "vest"\nname = "Vest"', 'id = "oest"\nname = "Vest"', "districts[1].id", "duplicate_id"),
    ('id = "havneskolen"', 'id = "oesterskolen"', "schools[1].id", "duplicate_id"),
    ('id = "ali-k"', 'id = "mette-h"', "providers[0].staff[1].id", "duplicate_id"),
    ('id = "sanne-w"', 'id = "klub-oest"', "providers[6].staff[0].id", "duplicate_id"),
    ('code = "leisure"', 'code = "school"', "problems[1].code", "duplicate_id"),
    ('school_seat = "oesterskolen"', 'school_seat = "x"', "districts[0].school_seat", "unknown_reference"),
    ('club_seat = "klub-oest"', 'club_seat = "familiehuset"', "districts[0].club_seat", "unknown_reference"),
    ('role = "internal"\nname', 'role = "club"\nname', "leaders[1].role", "not_one_of"),
    ('competences = ["leisure"]', 'competences = ["x"]', "providers[0].staff[2].competences[0]", "unknown_reference"),
    (
        "{ from = 2027-02-01, to = 2027-04-30 }",
        "{ from = 2027-02-01, to = 2027-01-30 }",
        "providers[0].staff[1].leave[0].to",
        "period_reversed",
    ),
    ("to = 2027-08-01 }]", "to = 2027-07-01 }]", "providers[0].closed[1].to", "period_reversed"),
    ("ages = [10, 17]", "ages = [17, 10]", "providers[0].ages", "ages_reversed"),
    ("contact_share = 0.15 ", "contact_share = 1.15 ", "providers[0].contact_share", "too_high"),
    ("contact_share = 0.12", "contact_share = -0.12", "providers[2].changes[0].contact_share", "too_low"),
    ("hours_factor = 1.25 ", "hours_factor = 0 ", "providers[0].hours_factor", "too_low_exclusive"),
    ("over = 1.00", "over = 0.70", "balance.over", "over_below_tight"),
    ("horizon_weeks = 52", "horizon_weeks = 0", "balance.horizon_weeks", "too_low"),
    ('share = "1/12"', 'share = "1/0"', "budget[0].split[1].share", "bad_share"),
    ('share = "1/12"', 'share = "1/4"', "budget[0].split", "shares_not_whole"),
    ('provider = "klub-havn"\nunit', 'provider = "klub-hav"\nunit', "rates[3].provider", "unknown_reference"),
    ("minutes_per_case = 10", "minutes_per_case = 0", "committee.minutes_per_case", "too_low"),
]


@pytest.mark.parametrize(("old", "new", "place", "code"), CONFIG_WRONG)
def test_a_wrong_config_says_where(old: str, new: str, place: str, code: str, tmp_path: Path) -> None:
    text = (sample_folder() / "config.toml").read_text("utf-8")
    assert old in text
    path = tmp_path / "config.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    read = read_config(path)
    assert (place, code) in flaws(read.issues)
    assert read.config is not None


def test_a_config_without_its_shape_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[committee]\nname = "x"\nrule = "lottery"\n[databse]\n', encoding="utf-8")
    read = read_config(path)
    assert read.config is not None
    assert (read.config.committee.name, read.language) == ("x", "da")
    assert set(flaws(read.issues)) == {
        ("committee.municipality", "missing_key"),
        ("committee.rule", "not_one_of"),
        ("databse", "unknown_key"),
    }


def test_the_law_is_the_configs_choice(tmp_path: Path) -> None:
    newest = law_dates()[-1]
    assert read_law(LawChoice(), tmp_path).law == read_law(LawChoice(as_of=newest), tmp_path).law
    (issue,) = read_law(LawChoice(as_of=date(1999, 1, 1)), tmp_path).issues
    assert (issue.place, issue.code) == ("law.as_of", "not_one_of")
    assert newest.isoformat() in issue.values["allowed"]  # type: ignore[operator]


def test_the_law_can_be_a_file_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "lov.toml").write_text('as_of = 2027-01-01\nsource = "Min"\n[references]\ndeclined = "§ 5"\n', "utf-8")
    law = read_law(LawChoice(file="lov.toml"), tmp_path).law
    assert law is not None
    assert law.reference("declined") == "§ 5"
    assert flaws(read_law(LawChoice(file="nej.toml"), tmp_path).issues) == [("", "file_missing")]
