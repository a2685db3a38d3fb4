"""Text from outside is only text: whatever a file contains, a terminal obeys nothing that comes out."""

import csv
import json
import re
import tomllib
from typing import Any

import pytest
import tomli_w

from tests.agenda_files import agenda, case
from tests.drivers.office import APPROVE, CLOSE, OPEN, REASON, Office, place

DAY = "2026-12-09"
HOSTILE = {
    "markup": "[/red][bold]x[/bold]",
    "action": "[@click=app.quit]klik[/]",
    "clipboard": "\x1b]52;c;cm0gLXJmIC8=\x07",
    "clear": "\x1b[2J\x1b[H\x9b2J",
    "bidi": "Anna\u202e\u2066gnp.exe",
    "family": "👨\u200d👩\u200d👧\u200d👦 e\u0301\u0302\u0303\u0304\u0305\u0306",
    "pipe": "a | b | c",
    "lines": "en\nto\r\ntre\u2028fire\x85fem",
    "markdown": "# Overskrift\n- `kode` **fed** <b>x</b> <!-- kommentar --> [link](http://x.example)",
    "formula": "=cmd|' /C calc'!A0",
    "format": "{0} {name} %s %(x)s {{ 7*7 }} {% raw %}",
    "nul": "a\x00b\x7fc\u0080",
}
TOGETHER = {
    name: "".join(HOSTILE[part] for part in parts)
    for name, parts in {
        "to a terminal": ("action", "clipboard", "clear", "bidi", "family"),
        "to a document": ("markup", "pipe", "lines", "markdown"),
        "to a program": ("formula", "format"),
        "to a file": ("nul",),
    }.items()
}
"""The same, as each run tries them: the soak has each alone."""
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\x80-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f\u2028\u2029\ufeff]")
KEYS = {
    "agenda", "amount", "amount_per_month", "basis", "case_number", "chair", "club", "club_seat", "code",
    "competences", "consent", "cpr", "declines", "district", "employment", "encryption", "file", "for", "frame",
    "high", "id", "index", "kind", "language", "low", "minutes", "percent", "person", "primarily", "problem",
    "problems", "provider", "required_seats", "required_seats_18plus", "role", "rule", "school", "school_seat",
    "share", "staff", "unit", "url", "who", "wishes_staff",
}  # fmt: skip
"""Keys whose value is not free text: an id, a reference, a word of a list, a number, a path."""


def poisoned(value: Any, poison: str, key: str = "") -> Any:
    """The same table with poison at the end of every free text."""
    if isinstance(value, dict):
        return {name: poisoned(part, poison, name) for name, part in value.items()}
    if isinstance(value, list):
        return [poisoned(part, poison, key) for part in value]
    return value + poison if isinstance(value, str) and key not in KEYS else value


def _poison(office: Office, poison: str) -> None:
    """Put poison into config, agenda and placements."""
    for file in ("config.toml", "agenda/2026-12-02.toml"):
        path = office.folder / file
        table = poisoned(tomllib.loads(path.read_text(encoding="utf-8")), poison)
        path.write_text(tomli_w.dumps(table), encoding="utf-8")
    path = office.folder / "placements.csv"
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines(), delimiter=";"))
    with path.open("w", encoding="utf-8", newline="") as file_:
        writer = csv.DictWriter(file_, rows[0].keys(), delimiter=";")
        writer.writeheader()
        writer.writerows({**row, "child": row["child"] + poison} for row in rows)


def clean_(text: str) -> str:
    """The text, which holds nothing a terminal would obey."""
    match = FORBIDDEN.search(text)
    assert match is None, (hex(ord(match[0])), text[max(0, match.start() - 60) : match.start() + 60])
    return text


TOGETHER_AND_ALONE = pytest.mark.parametrize(
    "poison",
    [
        *(pytest.param(poison, id=name) for name, poison in TOGETHER.items()),
        *(pytest.param(poison, id=name, marks=pytest.mark.soak) for name, poison in HOSTILE.items()),
    ],
)


@TOGETHER_AND_ALONE
def test_in_every_field_of_every_file(office: Office, poison: str) -> None:
    _poison(office, poison)
    quoted = json.dumps(poison)
    three = dict.fromkeys(("school", "authority", "internal"), "agree")
    lines = [
        '{"do": "open"}',
        f'{{"do": "note", "case": "2026-0412", "text": {quoted}, "said_by": {quoted}}}',
        f'{{"do": "position", "case": "2026-0412", "role": "club", "stance": "abstain", "remark": {quoted}}}',
        f'{{"do": "postpone", "case": "2026-0409", "reason": {quoted}, "missing": {quoted}}}',
        f'{{"do": "return", "case": "2026-0296", "missing": {quoted}}}',
        f'{{"do": "withdraw", "case": "2026-0422", "by": {quoted}, "reason": {quoted}}}',
        f'{{"do": "attend", "person": {quoted}, "status": "present"}}',
        f'{{"do": {quoted}}}',
        f'{{"do": "place", "case": {quoted}, "provider": {quoted}, "start": {quoted}, {quoted}: {quoted}}}',
        json.dumps(place("2026-0412", "klub-oest", positions=three, reason={"code": "other", "text": poison})),
        quoted,
    ]
    imported = office.run("placements", "import", "placements.csv")
    assert imported.code == ("\x00" in poison), imported
    recorded = office.run("record", "2026-12-02", stdin="\n".join(lines), lang="en")
    assert len(recorded.lines) == len(lines)
    assert recorded.code == 1
    assert sum("event" in answer for answer in recorded.lines) == 7
    outputs = [imported.out, imported.err, recorded.out, recorded.err]
    commands: list[tuple[str, ...]] = [
        ("show",), ("show", "--json"), ("minutes", "2026-12-02", "-o", "-"), ("balance",), ("balance", "--json"),
        ("history",), ("history", "--json"), ("check",), ("history", poison), ("show", "--case", poison),
        ("check", poison.replace("\x00", "") or "x"), ("minutes", poison.replace("\x00", "")),
    ]  # fmt: skip
    commands += [("show", "--case", number) for number in ("2026-0412", "2026-0388", "2026-0409")]
    for command in commands:
        ran = office.run(*command)
        assert ran.code in (0, 1, 2), (command, ran)
        assert "gik i stykker" not in ran.err
        outputs += [ran.out, ran.err]
    for output in outputs:
        clean_(output)
    assert office.run("verify").code == 0


def test_a_document_is_not_shaped_by_what_it_holds(office: Office) -> None:
    quiet = Office.sample(office.folder.parent / "roligt", placements=False)
    for program, poison in ((office, "\n# Overskrift\n| a | b |\n<!-- x -->\n- liste\n```\n"), (quiet, " stille")):
        _poison(program, poison)
        quoted = json.dumps(f"Sagt{poison}")
        lines = [
            '{"do": "open"}',
            f'{{"do": "note", "case": "2026-0412", "text": {quoted}}}',
            f'{{"do": "postpone", "case": "2026-0409", "reason": {quoted}, "missing": {quoted}}}',
        ]
        assert program.run("record", "2026-12-02", stdin="\n".join(lines)).code == 0
    shapes = [_shape(program.minutes("2026-12-02")) for program in (office, quiet)]
    assert shapes[0] == shapes[1]


def _shape(document: str) -> list[str]:
    """Headings' levels and tables' columns: what text must not add to."""
    shape = []
    for line in document.splitlines():
        if heading := re.match(r"#+ ", line):
            shape.append(heading[0])
        elif line.startswith("|"):
            shape.append("|" * len(re.findall(r"(?<!\\)\|", line)))
        elif line.startswith(("```", "<!--")):
            shape.append(line[:4])
    return shape


@pytest.mark.parametrize("length", [10_000, 20_001])
def test_a_text_of_10_000_characters_is_kept_whole_and_a_longer_one_told(office: Office, length: int) -> None:
    long = ("Åh " * length)[: length - 1] + "!"
    office.agenda(DAY, agenda(DAY, case("A", problem_note=long), case("B")))
    ran = office.run("record", DAY, stdin=json.dumps(OPEN))
    fits = length < 20_000
    assert ran.code == 0
    assert bool(ran.err) is not fits
    assert office.run("check", f"agenda/{DAY}.toml").code == (not fits)
    note = {"do": "note", "case": "B", "text": long}
    assert ("event" in office.run("record", DAY, stdin=json.dumps(note)).lines[0]) is fits
    document = office.run("minutes", DAY, "-o", "-").out
    assert document.count("!") >= 2 if fits else "Åh Åh" not in document


@pytest.mark.parametrize("poison", [*HOSTILE.values(), "../../etc/passwd", "x" * 300, " ", "ÆØÅ/2026"], ids=repr)
def test_a_case_number_is_opaque_text(office: Office, poison: str) -> None:
    office.agenda(DAY, agenda(DAY, case(poison)))
    ran = office.run("record", DAY, stdin=json.dumps(OPEN))
    clean_(ran.out + ran.err)
    if ran.code:
        return
    cases = json.loads(office.run("show", DAY, "--json").out)["cases"]
    if not cases:
        assert f"agenda/{DAY}.toml" in ran.err
        return
    number = cases[0]["case_number"]
    assert clean_(number) == number
    office.does(DAY, place(number, "klub-oest", reason=REASON), CLOSE, APPROVE)
    assert office.run("show", DAY, "--case", number, "--json").code == 0
    assert [row["case_number"] for row in office.history()] == [number]
    clean_(office.minutes(DAY))
    path = office.good("minutes", DAY).out.strip()
    assert path == str(office.folder / "minutes" / f"{DAY}.md")


@pytest.mark.parametrize(
    "meeting", ["../../uden-for", "a/b", "/tmp/x", "møde\x1b[2J", "..", "a\nb", "x" * 300, "CON", "møde [1]"]
)
def test_a_meeting_id_never_leads_out_of_the_folder(office: Office, meeting: str) -> None:
    office.agenda(DAY, agenda(DAY, case("A"), id=meeting))
    before = set(office.folder.parent.iterdir())
    ran = office.run("record", f"agenda/{DAY}.toml", stdin=json.dumps(OPEN))
    clean_(ran.out + ran.err)
    written = office.run("minutes", f"agenda/{DAY}.toml")
    clean_(written.out + written.err)
    assert "gik i stykker" not in ran.err + written.err
    assert set(office.folder.parent.iterdir()) == before
    if written.code == 0:
        made = list((office.folder / "minutes").rglob("*"))
        assert [path.parent for path in made] == [office.folder / "minutes"]


@TOGETHER_AND_ALONE
def test_what_somebody_wrote_into_the_minutes_is_shown_as_text(office: Office, poison: str) -> None:
    office.does("2026-12-02", OPEN)
    path = office.folder / "minutes" / "2026-12-02.md"
    office.good("minutes", "2026-12-02")
    path.write_bytes(path.read_bytes().replace(b"kl. 09.00", b"kl. 09.00 " + poison.encode()))
    edited = path.read_bytes()
    ran = office.run("minutes", "2026-12-02")
    assert ran.code == 1
    assert any(line.startswith("-") and "kl. 09.00 " in line for line in clean_(ran.out).splitlines())
    assert path.read_bytes() == edited
