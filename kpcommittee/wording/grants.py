"""Words what a grant is based on: consent, assessment and plan."""

from collections.abc import Mapping

from kpcommittee.locale import N_, _

CONSENTS: Mapping[str, str] = {
    "given": N_("consent given"),
    "not_required": N_("consent not required"),
    "missing": N_("consent missing"),
}

ASSESSMENTS: Mapping[str, str] = {
    "screening": N_("screening"),
    "clarification": N_("clarification"),
    "examination": N_("examination"),
    "youth_examination": N_("youth examination"),
}

PLANS: Mapping[str, str] = {
    "child_plan": N_("child's plan"),
    "youth_plan": N_("youth plan"),
    "none": N_("no plan"),
}


def consent(code: str | None) -> str:
    """Say whether consent is given; None counts as missing."""
    known = code or "missing"
    return _(CONSENTS.get(known, known))


def assessment(code: str) -> str:
    """Name the kind of assessment that the grant is based on."""
    return _(ASSESSMENTS.get(code, code))


def plan(code: str) -> str:
    """Name the kind of plan."""
    return _(PLANS.get(code, code))
