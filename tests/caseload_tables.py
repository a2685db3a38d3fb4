"""The caseload of document 001, lines 31–36, as a table: 103 cases, of whom 99 have a known age."""

from pathlib import Path

HEADER = "case_number;child;birth_date;provider;hours_per_week;start;kind"
KINDS = ["aftercare"] * 32 + ["ukn"] * 4 + ["contact_person"] * 67
YEARS = [2006] * 48 + [2010] * 35 + [2013] * 13 + [2018] * 3 + [None] * 4
"""Children born in those years are 18 or older, 15–17, 11–14, at most 10, and of unknown age in 2026."""


def write_caseload(path: Path) -> Path:
    """Write the table."""
    lines = [HEADER]
    for number, (kind, year) in enumerate(zip(KINDS, YEARS, strict=True), start=1):
        born = f"02-03-{year}" if year else ""
        lines.append(f"2025-{number:04};Barn {number};{born};fokus;{number % 5 + 1},5;01-01-2025;{kind}")
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path
