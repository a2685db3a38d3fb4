"""Words the story of a child: its entries, how placements went, and what is followed up."""

from collections.abc import Mapping
from datetime import date

from kpcommittee.domain.committee import Config
from kpcommittee.locale import N_, _
from kpcommittee.wording import catalogues, figures, leaders, providers

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
"""Kind of entry → its name."""

SAME_BY: Mapping[str, str] = {
    "case_number": N_("the same case number"),
    "personal_number": N_("the same personal number"),
    "name_and_birth_date": N_("the same name and birth date"),
}
"""Code → how cases are known to be about the same child."""

SOURCES: Mapping[str, str] = {
    "import": N_("by the imported placements"),
    "agenda": N_("as the agenda states"),
}
"""Source of a placement that no meeting decided → its name."""

PARTS: Mapping[str, str] = {
    "staff": N_("person"),
    "hours_per_week": N_("hours a week"),
    "start": N_("first day"),
    "end": N_("last day"),
}
"""What is changed in a placement."""


def entry_kind(kind: str) -> str:
    """Name a kind of entry."""
    return _(ENTRIES[kind])


def same_by(how: str) -> str:
    """Say how cases are known to be about the same child."""
    return _(SAME_BY[how])


def source_line(source: str) -> str:
    """Name the source of a placement that no meeting decided."""
    return _(SOURCES[source])


def changed_part(field: str) -> str:
    """Name what was changed in a placement."""
    return _(PARTS[field])


ENDINGS: Mapping[str, str] = {
    "planned": N_("held as planned"),
    "early": N_("ended early"),
    "moved": N_("moved to another provider"),
    "renewed": N_("renewed"),
}
"""How a placement went."""

RELATIONS: Mapping[str, str] = {
    "kept": N_("known relation kept"),
    "left": N_("known relation left"),
    "none": N_("no known relation"),
}
"""Whether a child was placed where it knows somebody well."""


def ending(how: str) -> str:
    """Say how a placement went."""
    return _(ENDINGS[how])


GROUPS: Mapping[str, str] = {
    "provider_kind": N_("Kind of provider"),
    "problem": N_("Problem"),
    "relation": N_("Relation"),
    "departed": N_("Departure"),
}
"""Code → what placements are compared by."""


def group(name: str) -> str:
    """Name what placements are compared by."""
    return _(GROUPS[name])


def group_value(name: str, value: str, config: Config) -> str:
    """Name a value of what placements are compared by."""
    if name == "provider_kind":
        return providers.kind(value)
    if name == "relation":
        return relation(value)
    return catalogues.problem(value, config) if name == "problem" else _(_DEPARTED[value])


_DEPARTED: Mapping[str, str] = {"yes": N_("departed"), "no": N_("did not depart")}


def relation(fact: str) -> str:
    """Say whether the child was placed where it knows somebody well."""
    return _(RELATIONS[fact])


KINDS: Mapping[str, str] = {
    "start_meeting": N_("start meeting"),
    "first": N_("first follow-up"),
    "later": N_("follow-up"),
    "ending": N_("placement ends"),
    "plan": N_("plan"),
    "youth_plan": N_("youth plan"),
    "absence": N_("worrying school absence"),
}
RESULTS: Mapping[str, str] = {
    "continues": N_("continues"),
    "changed": N_("changed"),
    "renewed": N_("renewed"),
    "ends": N_("ends"),
    "moves": N_("goes back to the committee"),
}


def kind_of(code: str) -> str:
    """Name a kind of follow-up."""
    return _(KINDS[code])


def follows_up(caseworker: str | None, coordinator: str | None) -> str:
    """Name who follows up: the family adviser, with the coordinator if there is one (document 004, line 47)."""
    authority = ", ".join(part for part in (leaders.role("authority"), caseworker) if part)
    if coordinator is None:
        return authority
    return _("{authority}, together with the coordinator {name}").format(authority=authority, name=coordinator)


def held_line(case: str, on: date, *, start_meeting: bool) -> str:
    """Say that a start meeting or a follow-up was held."""
    line = _("{case}: start meeting held on {date}") if start_meeting else _("{case}: follow-up held on {date}")
    return line.format(case=case, date=figures.date_numeric(on))


def first_follow_up(due: date, end: date) -> str:
    """Say by when a placement is first followed up, or that it ends before that."""
    if end < due:
        text = _("The placement ends on {end}, before a first follow-up is due ({due})")
        return text.format(end=figures.date_numeric(end), due=figures.date_numeric(due))
    return _("First follow-up no later than {date}").format(date=figures.date_numeric(due))


def result_of(code: str) -> str:
    """Name the result of a follow-up."""
    return _(RESULTS[code])
