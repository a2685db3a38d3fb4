"""Words whom a child knows and wants, and who its family is."""

from collections.abc import Mapping

from kpcommittee.domain.case import CUSTODY, Informed, initials_of
from kpcommittee.locale import N_, _

STRENGTHS: Mapping[int, str] = {1: N_("knows"), 2: N_("good relation"), 3: N_("close relation")}

WISHES: Mapping[str, str] = {"asked_for": N_("the child's wish"), "declined": N_("declined by the child")}

RELATIONS: Mapping[str, str] = {
    "mother": N_("mother"),
    "father": N_("father"),
    "parent": N_("parent"),
    "guardian": N_("guardian"),
    "foster_mother": N_("foster mother"),
    "foster_father": N_("foster father"),
    "foster_parent": N_("foster parent"),
    "stepmother": N_("stepmother"),
    "stepfather": N_("stepfather"),
    "grandmother": N_("grandmother"),
    "grandfather": N_("grandfather"),
    "grandparent": N_("grandparent"),
    "sibling": N_("sibling"),
    "sister": N_("sister"),
    "brother": N_("brother"),
    "aunt": N_("aunt"),
    "uncle": N_("uncle"),
    "caseworker": N_("caseworker"),
    "school": N_("school"),
}
"""People's relations to the child; any other word is shown as written in the agenda."""


def strength_symbol(count: int) -> str:
    """Draw a relation's strength as `●●●`, `●●`, `●`; empty if there is none."""
    return "●" * max(0, min(count, 3))


def strength_word(count: int) -> str:
    """Say a relation's strength in words."""
    return _(STRENGTHS[count]) if count in STRENGTHS else ""


def wish(code: str) -> str:
    """Say what the child wants regarding a provider."""
    return _(WISHES.get(code, code))


def relation(code: str) -> str:
    """Name somebody's relation to the child."""
    return _(RELATIONS.get(code, code))


def informed_name(person: Informed, *, of_age: bool) -> str:
    """Name who is to be informed, in a document: family by relation to the child, never by name.

    Nobody has custody of a child that is `of_age`.
    """
    word = relation(person.who)
    if not person.is_family:
        return f"{word}: {person.name}"
    if person.who not in RELATIONS:
        return f"{word}: {initials_of(person.name)}"
    return word if of_age or person.who not in CUSTODY else _("holder of custody ({who})").format(who=word)
