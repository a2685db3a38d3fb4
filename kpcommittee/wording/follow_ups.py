"""Words for follow-ups: what is due, and what was decided at one."""

from collections.abc import Mapping

from kpcommittee.locale import N_, _

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
    """Name what is due."""
    return _(KINDS[code])


def result_of(code: str) -> str:
    """Name what was decided at a follow-up."""
    return _(RESULTS[code])
