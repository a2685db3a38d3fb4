"""Words the kinds of placements, how they ended, and the columns of their tables."""

from collections.abc import Mapping

from kpcommittee.locale import N_, _

KINDS: Mapping[str, str] = {
    "contact_person": N_("contact person"),
    "aftercare": N_("aftercare"),
    "ukn": N_("UKN"),
}

ENDINGS: Mapping[str, str] = {
    "planned": N_("ended as planned"),
    "early": N_("ended before time"),
    "moved": N_("moved to another provider"),
    "renewed": N_("renewed"),
}
"""Code → how a placement ended."""

KEYS: Mapping[str, str] = {
    "child": N_("child"),
    "birth_date": N_("birth date"),
    "cpr": N_("personal number"),
    "district": N_("district"),
    "staff": N_("contact person"),
    "hours_per_week": N_("hours"),
    "start": N_("start"),
    "end": N_("last day"),
    "problems": N_("problems"),
    "kind": N_("kind"),
}
"""What a table says about a placement."""


def kind(code: str) -> str:
    """Name the kind of a running placement."""
    return _(KINDS.get(code, code))


def ending(code: str) -> str:
    """Say how a placement ended."""
    return _(ENDINGS.get(code, code))


def key_name(key: str) -> str:
    """Name what a table says about a placement."""
    return _(KEYS.get(key, key))
