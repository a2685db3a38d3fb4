"""Disqualification (habilitet): declared, decided by the others, for one case only (forvaltningsloven §§ 3–6)."""

from dataclasses import dataclass
from typing import Literal

from kpcommittee.domain.committee import Role
from kpcommittee.domain.text import Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class Disqualification:
    """What the others decided about one leader in one case."""

    role: Role
    person: str
    ground: Prose
    decided_by: tuple[Role, ...]
    outcome: Literal["out", "stays"] = "out"
    substitute: str | None = None
