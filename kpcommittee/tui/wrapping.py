"""Where the lines of every screen may break."""

import re

from rich import _wrap

from kpcommittee.wording.together import KEPT_SPACE


def keep_together() -> None:
    """Let no line break behind a paragraph sign, or between a figure and what it belongs to.

    What is drawn keeps its ordinary spaces, for whoever copies or searches it. The framework itself breaks at no-break
    spaces too: a word is what this pattern of its library matches.
    """
    _wrap.re_word = re.compile(rf"\s*\S+(?:{KEPT_SPACE}\S+)*\s*")
