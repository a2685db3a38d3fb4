"""Writes the tables of the documentation from the code: keys, cautions, columns, and what the keys of files mean.

    make tables

A table is between `<!-- keys: NAME -->` and `<!-- /keys -->`, or `<!-- table: NAME -->` and `<!-- /table -->`. One of a
file's keys is known by its head. Type and default in it are written by hand: a new row has `…` there. A test fails
while a table is out of date.
"""

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from textual.binding import Binding, BindingType

from kpcommittee.domain.law import Law
from kpcommittee.domain.meeting.cautions import BLOCKING, NOTICES
from kpcommittee.locale import _, speaking
from kpcommittee.tui.app import KpApp
from kpcommittee.tui.decide.dialog import DecideDialog
from kpcommittee.tui.dialogs.base import Dialog
from kpcommittee.tui.dialogs.order import OrderScreen
from kpcommittee.tui.dialogs.presence import PresenceScreen
from kpcommittee.tui.meeting.keys import BINDINGS, key_name, rebind
from kpcommittee.tui.screens.after_meeting import JournalisedScreen, ToldScreen
from kpcommittee.tui.screens.history import HistoryScreen
from kpcommittee.tui.screens.minutes import MinutesScreen
from kpcommittee.tui.screens.review import ReviewScreen
from kpcommittee.wording.cautions import HELP
from kpcommittee.workspace.agenda_columns import COLUMNS
from kpcommittee.workspace.reading import read_config, read_law
from kpcommittee.workspace.schema import schema

ROOT = Path(__file__).resolve().parent.parent
KEYS: dict[str, Iterable[BindingType]] = {
    "meeting": (*BINDINGS, *KpApp.__dict__["BINDINGS"]),
    "dialogs": Dialog.__dict__["BINDINGS"],
    "decide": DecideDialog.__dict__["BINDINGS"],
    "presence": PresenceScreen.__dict__["BINDINGS"],
    "order": OrderScreen.__dict__["BINDINGS"],
    "minutes": MinutesScreen.__dict__["BINDINGS"],
    "history": HistoryScreen.__dict__["BINDINGS"],
    "review": ReviewScreen.__dict__["BINDINGS"],
    "told": ToldScreen.__dict__["BINDINGS"],
    "journalised": JournalisedScreen.__dict__["BINDINGS"],
}
"""What a marker of keys may name → the bindings of that screen."""

NAMES = {"question_mark": "?", "slash": "/", "escape": "esc"}
_OF_FILE = re.compile(r"(\| key \| needed \| type, unit \| default \| meaning \|\n\|[-|]+\|\n)((?:\| `.*\n)+)")
_LINK = re.compile(r" \[[^\]]+\]\([^)]+\)\.$")
"""The link to another page that ends what a key means."""
_TABLE = re.compile(r"<!-- (keys|table): (\w+) -->\n.*?<!-- /\1 -->", re.DOTALL)


def main() -> int:
    """Renew every table."""
    for page in pages():
        text = page.read_text("utf-8")
        renewed_text = renewed(text)
        if renewed_text != text:
            page.write_text(renewed_text, "utf-8")
            sys.stdout.write(f"{page.relative_to(ROOT)}\n")
    return 0


def pages() -> tuple[Path, ...]:
    """The pages of the documentation."""
    return (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))


def renewed(text: str) -> str:
    """A page with its tables as the code is now."""
    text = _TABLE.sub(
        lambda match: f"<!-- {match[1]}: {match[2]} -->\n{_table(*match.groups())}<!-- /{match[1]} -->", text
    )
    agenda, heading, config = text.partition("\n## config.toml\n")
    return _explained(agenda, "agenda") + heading + _explained(config, "config")


def _table(kind: str, name: str) -> str:
    return _keys_of(name) if kind == "keys" else TABLES[name]()


def _keys_of(name: str) -> str:
    """The keys of one screen; `shown`: what the key line can show, `names`: as the config calls them; `danish`."""
    if name == "names":
        return _names()
    if name == "danish":
        return _danish_table()
    bindings = [binding for binding in KEYS["meeting" if name == "shown" else name] if isinstance(binding, Binding)]
    shown = [binding for binding in bindings if binding.tooltip and (binding.show or name != "shown")]
    rows = "".join(
        f"| {keys} | {english} | {danish} | {tooltip} |\n" for keys, english, danish, tooltip in _rows(shown)
    )
    return f"| key | | in Danish | |\n|---|---|---|---|\n{rows}"


def _names() -> str:
    rows = (f"| `{key_name(b)}` | {_keys(b)} | {b.tooltip} |\n" for b in rebind({}))
    return f"| name | key | |\n|---|---|---|\n{''.join(rows)}"


def _danish_table() -> str:
    bindings = [binding for binding in KEYS["meeting"] if isinstance(binding, Binding) and binding.tooltip]
    rows = (f"| {keys} | {danish} | {_danish(tooltip)} |\n" for keys, _english, danish, tooltip in _rows(bindings))
    return f"| tast | | |\n|---|---|---|\n{''.join(rows)}"


def _keys(binding: Binding) -> str:
    return " ".join(f"`{NAMES.get(key.strip(), key.strip())}`" for key in binding.key.split(","))


def _rows(bindings: list[Binding]) -> Iterator[tuple[str, str, str, str]]:
    """Keys of one tooltip are one row."""
    for tooltip in dict.fromkeys(binding.tooltip for binding in bindings):
        several = [binding for binding in bindings if binding.tooltip == tooltip]
        keys = " ".join(map(_keys, several))
        yield keys, several[0].description, _danish(several[0].description), tooltip


def _danish(text: str) -> str:
    with speaking("da"):
        return _(text)


def _cautions(codes: Iterable[str], heading: str) -> str:
    """What each caution means, in the words of the help, and its source in the law table."""
    law = law_of_sample()
    rows = "".join(f"| `{code}` | {HELP[code]} | {law.reference(code)} |\n" for code in codes)
    return f"| {heading} | what it means | source |\n|---|---|---|\n{rows}"


def law_of_sample() -> Law:
    """The sample's law table."""
    config = read_config(ROOT / "config.toml").config
    assert config is not None
    law = read_law(config.law, ROOT).law
    assert law is not None
    return law


def _columns() -> str:
    rows = "".join(
        f"| `{name}` | {'yes' if column.required else ''} | `{column.place}` |\n" for name, column in COLUMNS.items()
    )
    return f"| column | needed | goes to |\n|---|---|---|\n{rows}"


def _explained(text: str, subject: str) -> str:
    """A page with the keys of a file's tables as the schema explains them, in the order of the page."""
    if not _OF_FILE.search(text):
        return text
    whole = schema(subject)
    tables = [whole, *whole["$defs"].values()]
    return _OF_FILE.sub(lambda match: match[1] + _explain(match[2].splitlines(), tables), text)


def _explain(rows: list[str], tables: list[dict[str, Any]]) -> str:
    """The rows as the schema's table that is most like them has it. A link to another page at the end stays."""
    shown = {row.split("`")[1]: [cell.strip() for cell in row.strip("|").split("|")] for row in rows}
    table = max(tables, key=lambda table: _likeness(shown, _meanings(table)))
    known = _meanings(table)
    keys = [key for key in shown if key in known]
    for before, key in zip((None, *known), known, strict=False):
        if key not in keys:
            keys.insert(keys.index(before) + 1 if before else 0, key)
    explained = ""
    for key in keys:
        _name, _needed, kind, default, meaning = shown.get(key, ("", "", "…", "", ""))
        link = _LINK.search(meaning)
        needed = "yes" if key in table["required"] else ""
        cells = (f"`{key}`", needed, kind, default, known[key] + (link[0] if link else ""))
        explained += "".join(f"| {cell} " if cell else "|  " for cell in cells) + "|\n"
    return explained


def _meanings(table: Mapping[str, Any]) -> dict[str, str]:
    return {key: content["description"] for key, content in table["properties"].items()}


def _likeness(shown: Mapping[str, list[str]], known: Mapping[str, str]) -> tuple[float, int]:
    """How alike a table of the page and one of the schema are. Their keys count before what they mean."""
    same = shown.keys() & known.keys()
    return len(same) / len(shown.keys() | known.keys()), sum(shown[key][-1].startswith(known[key]) for key in same)


TABLES: Mapping[str, Callable[[], str]] = {
    "blocking": lambda: _cautions(BLOCKING, "blocking"),
    "notices": lambda: _cautions(NOTICES, "notice"),
    "columns": _columns,
}
"""What a marker of a table may name → what writes it."""


if __name__ == "__main__":
    sys.exit(main())
