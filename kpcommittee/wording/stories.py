"""Words what happens to a child, and how one knows that cases are about the same one."""

from collections.abc import Mapping

from kpcommittee.locale import N_, _

ENTRIES: Mapping[str, str] = {
    "granted": N_("granted"),
    "placed": N_("placed"),
    "in_principle": N_("decided in principle"),
    "postponed": N_("postponed"),
    "returned": N_("returned to the authority"),
    "withdrawn": N_("withdrawn"),
    "corrected": N_("minutes corrected"),
    "told": N_("informed"),
    "started": N_("started"),
    "changed": N_("changed"),
    "followed_up": N_("follow-up held"),
    "ended": N_("ended"),
}
"""What happened, in a word."""

SAME_BY: Mapping[str, str] = {
    "case_number": N_("the same case number"),
    "personal_number": N_("the same personal number"),
    "name_and_birth_date": N_("the same name and birth date"),
}
"""How one knows that cases are about the same child."""

SOURCES: Mapping[str, str] = {
    "import": N_("by the imported placements"),
    "agenda": N_("as the agenda states"),
}
"""Who tells of a placement, if no meeting did."""

PARTS: Mapping[str, str] = {
    "staff": N_("person"),
    "hours_per_week": N_("hours a week"),
    "start": N_("first day"),
    "end": N_("last day"),
}
"""What of a placement is changed."""


def entry_kind(kind: str) -> str:
    """Word what happened."""
    return _(ENTRIES[kind])


def same_by(how: str) -> str:
    """Word how one knows that cases are about the same child."""
    return _(SAME_BY[how])


def source_line(source: str) -> str:
    """Say who tells of a placement that no meeting decided."""
    return _(SOURCES[source])


def changed_part(field: str) -> str:
    """Name what of a placement was changed."""
    return _(PARTS[field])
