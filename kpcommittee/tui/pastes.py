"""Takes out of pasted text what would end it early: the framework reads what follows as keys."""

import re

START, END = "\x1b[200~", "\x1b[201~"
"""What a terminal sends before and after a text that is pasted."""
_ESCAPE = "\x1b"
_UNFINISHED = re.compile(r"\x1b(?:\[[0-?]{0,32}[ -/]{0,8})?\Z")
_OBEYED = re.compile(r"\x1b(?:\[[0-?]{0,32}[ -/]{0,8}[@-~]?)?|[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
"""Matches what a terminal obeys, such as a colour or a bell. It has no width: lines would break within words."""


class Pastes:
    """Cleans what a terminal sends, piece by piece; keys pass as they are."""

    def __init__(self) -> None:
        """Begin outside a paste."""
        self._inside = False
        self._rest = ""
        """What may be the beginning of a mark: outside a paste it was passed on, inside it was kept."""

    def clean(self, text: str) -> str:
        """Return the text; a paste in it without what a terminal obeys, but for its own marks."""
        if not self._inside and not self._rest and _ESCAPE not in text:
            return text
        cleaned = []
        while text:
            part, text = self._paste(text) if self._inside else self._keys(text)
            cleaned.append(part)
        return "".join(cleaned)

    def _keys(self, text: str) -> tuple[str, str]:
        """Return what comes before a paste, with its mark, and what is inside."""
        known = len(self._rest)
        seen = self._rest + text
        before, mark, inside = seen.partition(START)
        self._inside = bool(mark)
        begun = (START[:length] for length in range(len(START) - 1, 0, -1))
        self._rest = "" if mark else next((part for part in begun if seen.endswith(part)), "")
        return f"{before}{mark}"[known:], inside

    def _paste(self, text: str) -> tuple[str, str]:
        """Return the cleaned text of a paste, with the mark of its end, and what comes behind."""
        pasted, mark, behind = (self._rest + text).partition(END)
        self._inside = not mark
        unfinished = None if mark else _UNFINISHED.search(pasted)
        self._rest = unfinished[0] if unfinished else ""
        return _OBEYED.sub("", pasted.removesuffix(self._rest)) + mark, behind
