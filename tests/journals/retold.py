"""How minutes are told since: what 0.1.0 printed, told as today in the full form."""

import re
from collections.abc import Callable

_ITEM = r"^### Punkt .*?(?=^##)"
_POSITIONS = r"\*\*Stillingtagen\*\*\n\n\| Funktion .*\n\|---.*\n((?:\| .*\n)+)"
_DECISION = (
    r"^(I princippet: )?(\S.*?) · (?:kontaktperson (.*?)|kontaktpersonen navngives senere)"
    r" · fra (\S+) til (\S+) · (\S+ t/uge)\.$"
)
_SOURCE = r"(?<=\.) \([^()]*\)(?= \*\*Svar|$)"
_RULES: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    (r"^Mødet blev åbnet med (\d+ sager?) på dagsordenen\.$", r"Dagsordenen blev godkendt (\1)."),
    (r"^Sagen udsættes\.$", "Udvalget udsætter sagen til næste møde."),
    (r"^Sagen udsættes for (\S+) gang\.$", r"Udvalget udsætter sagen for \1 gang, til næste møde."),
    (r"^(- (?:Første opfølgning|Plan|Ungeplan) senest [\d.]+) \([^)]*\)", r"\1"),
    (r"^- (Barnet|Den unge) \([^)]*\)$", r"- \1"),
)


def retold(then: str) -> str:
    """Return old minutes in today's form, without the list of what was postponed, which holds more now."""
    then = re.sub(_ITEM, _item, then, flags=re.MULTILINE | re.DOTALL)
    for was, now in _RULES:
        then = re.sub(was, now, then, flags=re.MULTILINE)
    return re.sub(r"^## Udsatte sager\n.*?(?=^## )", "", then, flags=re.MULTILINE | re.DOTALL)


def postponed(then: str) -> list[str]:
    """Return the cases that old minutes list as postponed, as they are listed now."""
    listed = re.search(r"^## Udsatte sager\n(.*?)(?=^## )", then, flags=re.MULTILINE | re.DOTALL)
    lines = listed[1].splitlines() if listed else []
    told = [re.sub(r"^(- Punkt \d+ · sag \S+ · )", r"\1udsat: ", line) for line in lines if line.startswith("- ")]
    return [line.replace("udsat: for anden gang", "udsat for anden gang") for line in told]


def without_new(now: str) -> str:
    """Return today's minutes without what 0.1.0 did not have: the overview, what waits, and the law in one place."""
    for section in ("Beslutninger", "Sager, der ikke er afsluttet"):
        now, removed = re.subn(rf"^## {section}\n.*?(?=^## )", "", now, flags=re.MULTILINE | re.DOTALL)
        assert removed == 1, section
    return re.sub(r"^  - .*§.*\n", "", now, flags=re.MULTILINE)


def _item(item: re.Match[str]) -> str:
    text = item[0]
    heading = re.match(r"### .*?, (\d+) år", text)
    if heading and int(heading[1]) >= 15:
        text = re.sub(r"^- Barnets syn:", "- Den unges syn:", text, flags=re.MULTILINE)
        text = re.sub(r"^- Barnet \(", "- Den unge (", text, flags=re.MULTILINE)
    if "**Beskyttet adresse**" in text:
        # Where the child lives is told no more: its district as little as its street.
        text = re.sub(r"\A(### .*) · .*$", r"\1 · distrikt oplyses ikke", text, flags=re.MULTILINE)
        kept_out = "- **Familien underrettes kun af myndigheden (beskyttet adresse)**"
        text = re.sub(r"^- Forældremyndighedens indehaver .*$", kept_out, text, flags=re.MULTILINE)
    table = re.search(_POSITIONS, text)
    rows = [line.strip("| ").split(" | ") for line in table[1].splitlines()] if table else []
    # A decision in principle that is confirmed later was taken by all who were there.
    taken = [row[2] for row in rows] or (["enig"] if "Besluttet i princippet på mødet" in text else [])
    text = re.sub(_DECISION, lambda line: _decision(line, taken), text, flags=re.MULTILINE)
    before, cautions, after = text.partition("**Opmærksomhedspunkter**")
    text = before + cautions + re.sub(_SOURCE, "", after, flags=re.MULTILINE)
    if rows and all(row[2:] == ["enig", "–"] for row in rows):
        text = re.sub(_POSITIONS, f"**Stillingtagen:** Alle enige: {'; '.join(map(_seat, rows))}.\n", text)
    return text


def _decision(line: re.Match[str], stances: list[str]) -> str:
    taken = {stance for stance in stances if stance != "–"}
    opening = "Udvalget besluttede"
    if line[1]:
        opening += " i princippet"
    elif "uenig" in taken:
        opening = "Udvalget var ikke enigt; mødelederen konkluderede"
    elif taken == {"enig"}:
        opening += " enstemmigt"
    who = f" ved {line[3]}" if line[3] else ""
    later = "" if line[3] else "; kontaktpersonen navngives senere"
    return f"{opening}, at {line[2]}{who} leverer kontaktperson {line[6]} fra {line[4]} til {line[5]}{later}."


def _seat(row: list[str]) -> str:
    person, substitute, instead = row[1].partition(" (stedfortræder for ")
    name, comma, house = person.partition(", ")
    who = f"{row[0].lower()} {name}" + (f" ({house})" if comma else "")
    return f"{who}, stedfortræder for {instead.rstrip(')')}" if substitute else who
