"""Why the system refuses a file, in the program's language."""

import errno
import os

import pytest

from kpcommittee.locale import use
from kpcommittee.wording.disk import why_refused


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EFBIG, errno.EROFS])
def test_a_disk_that_takes_no_more_is_told_in_danish(number: int) -> None:
    """A limit on files was told as “File too large”, within a Danish sentence."""
    use("da")
    assert why_refused(OSError(number, os.strerror(number))) != os.strerror(number)
