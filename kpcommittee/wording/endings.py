"""Words how placements went."""

from collections.abc import Mapping

from kpcommittee.domain.committee import Config
from kpcommittee.locale import N_, _
from kpcommittee.wording import words

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
"""Whether a child went to where it knows somebody well."""


def ending(how: str) -> str:
    """Word how a placement went."""
    return _(ENDINGS[how])


GROUPS: Mapping[str, str] = {
    "provider_kind": N_("Kind of provider"),
    "problem": N_("Problem"),
    "relation": N_("Relation"),
    "departed": N_("Departure"),
}
"""What placements are compared by."""


def group(name: str) -> str:
    """Name what placements are compared by."""
    return _(GROUPS[name])


def group_value(name: str, value: str, config: Config) -> str:
    """Name a value of what placements are compared by."""
    if name == "provider_kind":
        return words.kind(value)
    if name == "relation":
        return relation(value)
    return words.problem(value, config) if name == "problem" else _(_DEPARTED[value])


_DEPARTED: Mapping[str, str] = {"yes": N_("departed"), "no": N_("did not depart")}


def relation(fact: str) -> str:
    """Word whether the child went to where it knows somebody well."""
    return _(RELATIONS[fact])
