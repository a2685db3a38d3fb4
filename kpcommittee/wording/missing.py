"""Words what a case lacks before the meeting, whom to ask, and that the running placements are missing."""

from kpcommittee.domain.documentation import DocumentedCase
from kpcommittee.domain.missing import Lack, LackingCase
from kpcommittee.locale import _
from kpcommittee.wording import figures, words


def lack(lacking: Lack) -> str:
    """Say what is missing and whom to ask: `plan: ask Rikke Juul (authority)`."""
    return f"{words.missing(lacking.code)}: {whom(lacking)}"


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
