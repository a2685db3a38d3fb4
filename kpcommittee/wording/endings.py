"""Words how placements went."""

from collections.abc import Mapping

from kpcommittee.locale import N_, _

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


def relation(fact: str) -> str:
    """Word whether the child went to where it knows somebody well."""
    return _(RELATIONS[fact])
