"""Words which program records in a workspace, and what a program that only reads says about it."""

from kpcommittee.domain.holder import Holder, ReadOnly
from kpcommittee.locale import _
from kpcommittee.wording import figures


def name_holder(holder: Holder) -> str:
    """Name a program's user and computer: `anna på pc-12`."""
    return _("{user} on {host}").format(user=holder.user, host=holder.host)


def held_by(reading: ReadOnly) -> str:
    """Say in one sentence why nothing can be recorded here."""
    if reading.holder is None:
        return _("Nobody records at the moment, and this program only reads.")
    text = (
        _("{who} took over at {time}; here you can only read.")
        if reading.lost
        else _("Opened by {who} since {time}; here you can only read.")
    )
    return text.format(who=name_holder(reading.holder), time=figures.time(reading.holder.since))


def held_briefly(reading: ReadOnly) -> str:
    """Say the same in a few words."""
    if reading.holder is None:
        return _("READ ONLY")
    return _("READ ONLY · {who}").format(who=name_holder(reading.holder))


def takes_over(key: str) -> str:
    """Say which key takes over."""
    return _("{key} takes over.").format(key=key)
