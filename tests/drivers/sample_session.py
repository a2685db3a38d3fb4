"""The sample in the middle of its meeting, as the documentation shows it: recorded once by each worker."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from kpcommittee.services.session import Session
from tests.sample import copied_as_closed
from tools.pictures import CHAIR, NOW, sample_session


def running_sample(folder: Path, language: str = "da", *, past: bool = False) -> Session:
    """Copy the workspace into a folder and open it; with `past`, three invented years are behind the meeting."""
    copied_as_closed(_recorded(past), folder)
    return Session.find(folder, language=language, clock=lambda: NOW, by=CHAIR)


@cache
def _recorded(past: bool) -> Path:
    home = tempfile.mkdtemp(prefix="kpcommittee-sample-")
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    folder = Path(home) / "sample"
    sample_session(folder, "da", past=past).close()
    return folder
