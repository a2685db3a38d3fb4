"""Words what a case lacks before the meeting, whom to ask, and that the running placements are missing."""

from collections.abc import Mapping

from kpcommittee.domain.documentation import DocumentedCase
from kpcommittee.domain.missing import Lack, LackingCase
from kpcommittee.locale import N_, _
from kpcommittee.wording import figures

MISSING: Mapping[str, str] = {
    "child_view": N_("the child's view"),
    "consent": N_("consent"),
    "assessment": N_("assessment"),
    "plan": N_("plan"),
    "relation_asked": N_("whom the child knows"),
    "custody": N_("holder of custody"),
}
"""Code → what a case lacks."""


def lack_name(code: str) -> str:
    """Name what a case lacks."""
    return _(MISSING.get(code, code))


def lack(lacking: Lack) -> str:
    """Say what is missing and whom to ask: `plan: ask Rikke Juul (authority)`."""
    return f"{lack_name(lacking.code)}: {whom(lacking)}"


def whom(lacking: Lack) -> str:
    """Say whom to ask; the caseworker by name where the agenda gives one."""
    name = lacking.caseworker
    if lacking.ask == "custody":
        text = _("ask the holder of custody, through {name}") if name else _("ask the holder of custody")
    else:
        text = _("ask {name} (authority)") if name else _("ask the authority")
    return text.format(name=name)


def case_named(listed: LackingCase | DocumentedCase) -> str:
    """Name a case by its number, and the child by initials and age."""
    child = listed.case.child
    return f"{listed.case.case_number} · {child.initials}, {figures.age(listed.age)}"


def placements() -> str:
    """Say that the balance lacks placements from before the first meeting, and how to import them."""
    missing = _("No running placements are imported: the balance has only what the committee decided itself.")
    remedy = _("kpcommittee placements import FILE imports them.")
    return f"{missing} {remedy}"
