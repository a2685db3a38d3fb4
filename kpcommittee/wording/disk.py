"""Words why the system refuses a file: its own message would be in the system's language."""

import errno
from collections.abc import Mapping

from kpcommittee.locale import N_, _

REASONS: Mapping[int, str] = {
    errno.ENOENT: N_("it does not exist"),
    errno.EACCES: N_("access is denied"),
    errno.EPERM: N_("access is denied"),
    errno.ENOSPC: N_("the disk is full"),
    errno.EDQUOT: N_("the disk is full"),
    errno.EFBIG: N_("the file is larger than the disk or a limit allows"),
    errno.EROFS: N_("the disk is read-only"),
    errno.EIO: N_("the disk fails"),
    errno.EISDIR: N_("it is a folder"),
    errno.ESPIPE: N_("it is a pipe"),
    errno.ENOTDIR: N_("part of its path is not a folder"),
    errno.ELOOP: N_("it is a link"),
    errno.EBADF: N_("it is not open"),
    errno.ENAMETOOLONG: N_("its name is too long"),
}
"""The reasons that a person can act on."""


def why_refused(error: OSError) -> str:
    """Say why the system refused a file; in the system's own words if nobody can act on it."""
    reason = REASONS.get(error.errno or 0)
    return _(reason) if reason else error.strerror or type(error).__name__
