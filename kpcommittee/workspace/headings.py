"""The headings of a table: they identify its columns, under our names or the municipality's own."""

from collections.abc import Iterable, Mapping, Sequence

from kpcommittee.convert.issues import Issue, nearest, quote_value
from kpcommittee.domain.immutable import immutable


@immutable
class Columns:
    """The columns that a table's header names."""

    places: Mapping[str, int]
    """Our name of a column → its index."""
    header: tuple[str, ...]
    issues: tuple[Issue, ...] = ()

    @property
    def is_usable(self) -> bool:
        """Whether rows can be read: every required column exists, and none is there twice."""
        return not any(issue.code in ("missing_columns", "duplicate_column") for issue in self.issues)

    def heading(self, name: str) -> str:
        """Return the heading in the file, for the place of an issue; our name if there is no such column."""
        index = self.places.get(name)
        return name if index is None else quote_value(self.header[index])


def headings_of(columns: Iterable[str], own: Mapping[str, str]) -> tuple[str, ...]:
    """Return the possible headings: a municipality's own heading replaces our name."""
    return tuple(own.get(name, name) for name in columns)


def columns_of(
    header: tuple[str, ...], columns: Sequence[str], own: Mapping[str, str], required: Sequence[str], section: str
) -> Columns:
    """Find the columns by their headings, upper and lower case alike.

    Args:
        header: the headings in the file.
        columns: our names of all possible columns.
        own: our name → the municipality's own heading, which replaces it.
        required: the columns that must exist.
        section: the section of the config that maps own headings.
    """
    names = {name: own.get(name, name) for name in columns}
    by_heading = {heading.casefold(): name for name, heading in names.items()}
    places: dict[str, int] = {}
    issues: list[Issue] = []
    for index, heading in enumerate(header):
        name = by_heading.get(heading.casefold())
        if name is None and heading:
            issues.append(_unknown_heading_issue(heading, tuple(names.values()), section))
        elif name in places:
            issues.append(Issue(place=quote_value(heading), code="duplicate_column", row=1))
        elif name is not None:
            places[name] = index
    missing = tuple(names[name] for name in required if name not in places)
    if missing:
        issues.append(Issue(code="missing_columns", row=1, values={"columns": missing, "section": section}))
    return Columns(places=places, header=header, issues=tuple(issues))


def _unknown_heading_issue(heading: str, columns: tuple[str, ...], section: str) -> Issue:
    values: dict[str, str | int | tuple[str, ...]] = {
        "nearest": nearest(heading, columns),
        "known": columns,
        "section": section,
    }
    return Issue(place=quote_value(heading), code="unknown_column", row=1, values=values)
