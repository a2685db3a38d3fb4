"""Compiles the catalogues of translations when the project is built or installed; no `.mo` is committed."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Catalogues(BuildHookInterface[Any]):
    """Writes each catalogue's `.mo` beside its `.po`, where both the wheel and an editable install find it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 (what hatchling calls it with)
        """Compile what is missing or older than its source."""
        for source in Path(self.root).glob("kpcommittee/locale/*/LC_MESSAGES/*.po"):
            compiled = source.with_suffix(".mo")
            if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
                continue
            with source.open("rb") as texts, compiled.open("wb") as file:
                write_mo(file, read_po(texts, locale=source.parent.parent.name))
