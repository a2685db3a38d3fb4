"""What the chair should know of the agenda file, in few words."""

from kpcommittee.locale import ngettext
from kpcommittee.services.sitting import Sitting


def notices_of(sitting: Sitting) -> tuple[str, ...]:
    """Cases that were left out because of errors, and what changed since the meeting was opened."""
    notices = []
    if sitting.flaws:
        count = len(sitting.flaws)
        notices.append(ngettext("{n} error in the file", "{n} errors in the file", count).format(n=count))
    if changed := len(sitting.differences()):
        notices.append(ngettext("d: {n} change", "d: {n} changes", changed).format(n=changed))
    return tuple(notices)
