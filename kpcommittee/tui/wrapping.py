"""Decides where the lines of every screen may break."""

import re

from rich import _wrap

from kpcommittee.wording.together import KEPT_SPACE


def keep_together() -> None:
    """Prevent line breaks after a paragraph sign, and between a figure and its unit.

    The text keeps its ordinary spaces, for copying and searching. The framework breaks at no-break spaces too: this
    pattern of its library decides what a word is.
    """
    _wrap.re_word = re.compile(rf"\s*\S+(?:{KEPT_SPACE}\S+)*\s*")
