"""Words who gets a document, why somebody gets none, and what a leak reveals."""

from collections.abc import Mapping

from kpcommittee.locale import N_, _
from kpcommittee.wording import leaders, providers, states
from kpcommittee.wording.names import Names
from kpcommittee.wording.report import AGES

NOT_FOR: Mapping[str, tuple[str, str]] = {
    "unknown_recipient": (
        N_("there is no recipient {key}"),
        N_("One of: full, case:N, provider:ID, leader:ROLE, child:N, family:N, statistics, script."),
    ),
    "unknown_case": (N_("{key} is not on this agenda"), N_("kpcommittee show lists the case numbers.")),
    "unknown_provider": (N_("the config has no provider {key}"), N_("Take the id from config.toml.")),
    "unknown_role": (N_("{key} is not one of the four seats"), N_("One of: school, club, authority, internal.")),
    "nothing_for_provider": (
        N_("no placement begins or ends at {key} by this meeting"),
        N_("Nobody is told of a decision in principle before it is confirmed."),
    ),
    "nothing_to_tell": (
        N_("case {key} has no placement to tell anybody of"),
        N_("Somebody is told only of a placement."),
    ),
    "in_principle": (
        N_("case {key} is decided in principle, which nobody is told of"),
        N_("Write the letter once the decision is confirmed."),
    ),
    "child_too_young": (
        N_("the child in case {key} is below the age from which it is told directly"),
        N_("Write to the family instead."),
    ),
    "do_not_contact_family": (
        N_("the family in case {key} must not be contacted: risk of an honour-related conflict"),
        N_("The authority alone says when, and to whom."),
    ),
    "protected_address": (
        N_("the address in case {key} is protected, and the authority alone tells the family"),
        N_("Leave it to the authority."),
    ),
    "of_age": (N_("the young person in case {key} is of age, and nobody has custody"), N_("Write to them instead.")),
}
"""Code → why there is no document, and what to do."""

SECRETS: Mapping[str, str] = {
    "name": N_("the name of another child"),
    "name_part": N_("part of the name of another child"),
    "initials": N_("the initials of another child"),
    "number": N_("the personal number of another child"),
    "case_number": N_("the number of another case"),
    "address": N_("an address from another case"),
    "school_class": N_("the class of another child"),
    "relation": N_("somebody whom another child knows"),
}
"""Code → what a leak reveals."""

COUNTED: Mapping[str, str] = {"outcome": N_("Outcome"), "provider": N_("Kind of provider"), "age": N_("Age")}
"""The tables of the statistics."""


def recipient_name(kind: str, key: str, names: Names, place: int | None) -> str:
    """Name who gets a document; a case by its place on the agenda."""
    texts: Mapping[str, str] = {
        "full": _("The whole minutes"),
        "case": _("Item {place} alone: extract"),
        "child": _("Item {place}: letter to the child"),
        "family": _("Item {place}: letter to the family"),
        "provider": _("Provider: {name}"),
        "leader": _("Without the cases where the {role} was disqualified"),
        "statistics": _("Numbers without names"),
        "script": _("Run sheet, for the chair alone"),
    }
    name = names.provider(key) if kind == "provider" else ""
    role = leaders.role(key) if kind == "leader" else ""
    return texts[kind].format(place=place, name=name, role=role)


def not_for(why: str, key: str) -> tuple[str, str]:
    """Say why a recipient gets no document, and what to do."""
    text, remedy = NOT_FOR[why]
    return _(text).format(key=key[:60]), _(remedy)


def secret(kind: str) -> str:
    """Say what a leak reveals."""
    return _(SECRETS[kind])


def counted_name(code: str) -> str:
    """Name a table of the statistics."""
    return _(COUNTED[code])


def counted_value(code: str, value: str) -> str:
    """Name a row of a table of the statistics."""
    if code == "age":
        return _(AGES[value])
    return providers.kind(value) if code == "provider" else states.case_state(value)
