"""What was put right since an older version: what it printed and recorded, as it would be without its errors.

Everything that is not named here must still be as it was.
"""

import re
from collections.abc import Callable
from typing import Any

from tests.cli.contract import PROMISED


def _each_table(value: Any, change: Callable[[dict[str, Any]], None]) -> Any:
    """A copy of what was read from JSON, with every table in it changed, the innermost first."""
    if isinstance(value, list):
        return [_each_table(part, change) for part in value]
    if not isinstance(value, dict):
        return value
    table = {key: _each_table(part, change) for key, part in value.items()}
    change(table)
    return table


def put_right(then: Any) -> Any:
    """What an older version answered or recorded, with its errors put right."""

    def free_nobody_who_is_away(table: dict[str, Any]) -> None:
        if table.get("excluded_by") == "on_leave" and table.get("free") is not None:
            table["free"] = type(table["free"])(0)  # T8

    return _each_table(then, free_nobody_who_is_away)


def listed_put_right(then: list[dict[str, Any]], day: str) -> list[dict[str, Any]]:
    """The placements that an older version listed for a day: those that had not begun are left out (T5)."""
    return [row for row in then if (row["start"] or day) <= day]


def without_new_cautions(now: Any) -> Any:
    """What is answered now, without the cautions that were added since."""

    def keep_promised(table: dict[str, Any]) -> None:
        if isinstance(table.get("cautions"), list):
            table["cautions"] = [caution for caution in table["cautions"] if caution["code"] in PROMISED]

    return _each_table(now, keep_promised)


FROZEN = ("options", "recommendation", "why_none", "cautions")
"""What a decided case was shown with, computed again; it shows what it was decided on (T6)."""


def shown_put_right(then: dict[str, Any]) -> dict[str, Any]:
    """What an older version showed of a meeting, without what it computed again of decided cases."""
    cases = [
        {
            key: value
            for key, value in case.items()
            if key not in FROZEN or case["state"] not in ("placed", "in_principle")
        }
        for case in then["cases"]
    ]
    return {**then, "cases": cases}


def corrected_put_right(payload: dict[str, Any]) -> dict[str, Any]:
    """A correction, without the cautions about its provider: an older version kept those of the one before (T3)."""
    decision = payload["decision"]
    of_case = [caution for caution in decision["cautions"] if "provider" not in caution]
    return {**payload, "decision": {**decision, "cautions": of_case}}


def with_keys_of(then: Any, now: Any) -> Any:
    """What is answered or recorded now, without the keys that were added since."""
    if isinstance(then, dict) and isinstance(now, dict):
        return {key: with_keys_of(then[key], value) for key, value in now.items() if key in then}
    if isinstance(then, list) and isinstance(now, list) and len(then) == len(now):
        return [with_keys_of(before, after) for before, after in zip(then, now, strict=True)]
    return now


RIGHT_LINES = (
    (r"^- (Mor|Far): \w.*$", lambda match: f"- Forældremyndighedens indehaver ({match[1].lower()})"),
    (r"^- Other: Åse Æbelø$", "- Other: Å.Æ."),
    (r"(?<=skoleleder), Havneskolen(?= – stedfortræder| · stedfortræder)", ""),
    (r"(?<=klubleder), Klub Havn(?= · punkt 2)", ""),
    (r"(?<=\| Ulrik Steen), Havneskolen", ""),
    (r"(?<=\| Susanne Krog), Klub Havn", ""),
    (r"^(- Bekræftet af intern udfører: inger)$", r"\1, kl. 10.38"),
    (r"^(- Bekræftet af intern udfører: Karim Haddad)$", r"\1, kl. 09.05"),
)
"""U3: minutes name no family, and not where a protected child goes; 2026-0377 is the one who is protected. T12: a
confirmation says when.
"""


_EMPTY_THEN = r"(^- Bekræftet af .*\n- Kapacitet: .*\n\n)\*\*Opmærksomhedspunkter\*\*\n\n- Ingen til stede som: .*\n\n"
"""The empty seat beside the leader who has confirmed: the only caution of both decisions (U11)."""


def minutes_put_right(then: str) -> str:
    """What an older version printed as minutes, with its errors put right."""
    for was, right in RIGHT_LINES:
        then = re.sub(was, right, then, flags=re.MULTILINE)
    then = re.sub(_EMPTY_THEN, r"\1", then, flags=re.MULTILINE)
    return _in_their_order(re.sub(_ITEM, _with_custody, then, flags=re.MULTILINE | re.DOTALL))


_ITEM = r"^### Punkt .*?(?=^##)"
_TOLD = r"(^\*\*Underrettes.*?)(?=^- (?:\*\*Familien|Myndighed))"


def _with_custody(item: re.Match[str]) -> str:
    """An item that says when nobody is named who has custody of a child whose family may be told (C5)."""
    told = re.search(_TOLD, item[0], flags=re.MULTILINE | re.DOTALL)
    age = re.match(r"### .*?, (\d+) år", item[0])
    named = told is None or "Forældremyndighedens indehaver" in told[1]
    if told is None or named or age is None or int(age[1]) >= 18 or "Familien underrettes ikke" in item[0]:
        return item[0]
    return f"{item[0][: told.end()]}- **Forældremyndighedens indehaver: ikke oplyst**\n{item[0][told.end() :]}"


_APART = "## Sager besluttet i princippet på et tidligere møde\n\n"


def _in_their_order(minutes: str) -> str:
    """The items by their numbers: those in principle are apart only where they are first on the agenda (T12)."""
    before, apart, following = minutes.partition(_APART)
    if not apart or following.startswith("### Punkt 1 "):
        return minutes
    items, end, after = following.partition("## Eventuelt")
    several = re.findall(_ITEM, items.replace("## Sager\n\n", "") + "##", flags=re.MULTILINE | re.DOTALL)
    return before + "## Sager\n\n" + "".join(f"{item.rstrip()}\n\n" for item in sorted(several)) + end + after


_OWN = r"(?:00\d:[\d–]+|udvalgets egne regler|programmets egen kontrol|lovtabellen)"
"""A source that says nothing to who reads the minutes (U15)."""

REWORDED: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    (rf" \({_OWN}(?:; {_OWN})*\)", ""),
    (rf"(?<=\(){_OWN}; |; {_OWN}(?=\))", ""),
    (r"^- Konfiguration: [0-9a-f]{12}\n", ""),
    (r"Der er ikke noget tidligere møde\.", "Intet referat til godkendelse."),
    (r"^\*\*Gået\*\*$", "**Forlod mødet**"),
    (r"^\| Plads \| Hvem \| Stilling \|", "| Funktion | Navn | Stillingtagen |"),
    (r"\| undlader \|", "| tager ikke stilling |"),
    (r"^(- .*): undlader – ", r"\1: tager ikke stilling – "),
    (r": gået\b", ": forlod mødet"),
    (r"^Udsat\.$", "Sagen udsættes."),
    (r"^Udsat 2\. gang\.$", "Sagen udsættes for anden gang."),
    (r"· 2\. gang: ", "· for anden gang: "),
    (r"^- Skaffes af: (myndighed|skoleleder)$", r"- Indhentes af \1en"),
    (r"^Trukket af (.*)\.$", r"Sagen er trukket tilbage af \1."),
    (r"^- Andet valg: ", "- Alternativ: "),
    (r"Kommer ([\d,]+ t/uge over kapaciteten)", r"Bringer udføreren \1"),
    (r"Ingen til stede som: (skoleleder|intern udfører)\.", r"Ingen \1 til stede."),
    (r"^- Beslutningsregel: enighed$", "- Beslutningsform: ved uenighed konkluderer mødelederen"),
    (r"\| Fyldt \|", "| Belægning |"),
    (
        r"^- Afviger fra (.*)\.\n- Afviger fra (.*)\.\n- Afviger fra (.*)\.$",
        r"- Valget afviger fra \1, fra \2 og fra \3.",
    ),
    (r"^- Afviger fra (.*)\.\n- Afviger fra (.*)\.$", r"- Valget afviger fra \1 og fra \2."),
    (r"^- Afviger fra (.*)\.$", r"- Valget afviger fra \1."),
    (r"(?<=: )start fra ([\d.]+) til ([\d.]+)", r"startdatoen \1 er ændret til \2"),
    (r"første opfølgning fra ([\d.]+) til ([\d.]+)", r"første opfølgning \1 er ændret til \2"),
    (r"(?<=: )kontaktperson fra ([^;]*?) til ([^;]*)", r"kontaktpersonen »\1« er ændret til »\2«"),
    (r"begrundelse fra – til (.*?) – ", r"begrundelsen »\1« er tilføjet – "),
    (r"^(Rettet: .*) – (.*) \((.*, version \d+)\)$", r"\1. Årsag: \2 (\3)"),
    # What is joined is no longer set apart by commas or semicolons before a capital letter.
    (r"^- Mål: .*$", lambda line: line[0].replace("; ", " · ")),
    (r"^(  - [^,–]+), ([^–]+), ([^,–]+) – ", r"\1 · \2 · \3 – "),
    (r"^(  - [^,–·]+), ([^,–]+) – ", r"\1 · \2 – "),
    (r"^(- Barnets syn: [\d.]+), ", r"\1 · "),
    (r"^(- Tidligere udfører: [^,]+), ([\d. –]+), ", r"\1 · \2 · "),
    (
        r"^- Problemer: .*$",
        lambda line: re.sub(r"(?<=\); )[A-ZÆØÅ](?![A-ZÆØÅ])", lambda first: first[0].lower(), line[0]),
    ),
)
"""What reads better since: the words of 0.1.0 → those of today, line by line unless it says otherwise."""


def reworded(printed: str) -> str:
    """Return what an older version printed, in today's words."""
    for before, after in REWORDED:
        printed = re.sub(before, after, printed, flags=re.MULTILINE)
    return printed
