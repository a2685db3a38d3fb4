"""The pages of the documentation, as a test reads them."""

import json
import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
_FENCE = re.compile(r"^```(?P<info>[^\n]*)\n(?P<body>.*?)^```", re.DOTALL | re.MULTILINE)


def page(name: str) -> str:
    """The text of one page."""
    return (DOCS / name).read_text("utf-8")


def pages() -> tuple[Path, ...]:
    """The pages at the top and every page below, those of others too."""
    return (*sorted(ROOT.glob("*.md")), *sorted(DOCS.rglob("*.md")))


def section(text: str, heading: str) -> str:
    """What is under a heading, up to the next one of its level or above."""
    level = heading.split(" ", maxsplit=1)[0]
    match = re.search(rf"^{re.escape(heading)}$(.*?)(?=^#{{1,{len(level)}}} |\Z)", text, re.DOTALL | re.MULTILINE)
    assert match, f"the page has no heading {heading!r}: write its section"
    return match[1]


def fences(text: str, info: str) -> list[list[str]]:
    """The lines of each fenced block of that kind, in order."""
    return [block["body"].splitlines() for block in _FENCE.finditer(text) if block["info"].strip() == info]


def rows(text: str) -> list[list[str]]:
    """The cells of every table row."""
    lines = (line for line in text.splitlines() if line.startswith("| "))
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def example_of(do: str) -> dict[str, Any]:
    """The first example of an intention on the page of what scripts record."""
    text = section(page("record.md"), f"### {do}")
    line = (fences(text, "jsonl") or fences(text, "jsonl elsewhere"))[0][0]
    return dict(json.loads(line))


def slug(heading: str) -> str:
    """The anchor of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


def relative(path: Path) -> str:
    """The path as it is named from the root of the project."""
    return str(path.relative_to(ROOT))
