"""Words a decision that was put together on the screen and not recorded, for whoever asks what is kept."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from kpcommittee.convert.json_text import decode
from kpcommittee.locale import _
from kpcommittee.wording import figures, leaders, states
from kpcommittee.wording.names import Names

CHOICES = "place.choices"
"""The field of the draft in which choices are kept, and which the decision deletes."""


def draft_in_words(field: str, text: str, names: Names) -> str:
    """Return a draft as people read it: choices in words, every other text as it was typed."""
    draft = decode(text) if field == CHOICES else None
    choices = draft.get("choices") if isinstance(draft, Mapping) else None
    if not isinstance(choices, Mapping):
        return text
    return " · ".join(part for part in _word_choices(choices, names) if part)


def _word_choices(choices: Mapping[str, Any], names: Names) -> Iterator[str]:
    provider, staff, start, end = (choices.get(key) for key in ("provider", "staff", "start", "end"))
    if provider:
        yield names.provider(provider)
        yield names.either(staff) if staff else ""
    if start or end:
        yield f"{figures.iso_date(start or '')} {figures.NONE} {figures.iso_date(end or '')}".strip()
    if choices.get("hours") is not None:
        yield figures.hours_a_week(Decimal(str(choices["hours"])))
    if choices.get("second_choice"):
        yield _("second choice {provider}").format(provider=names.provider(choices["second_choice"]))
    if choices.get("in_principle"):
        yield states.case_state("in_principle")
    for role, stand in (choices.get("stances") or {}).items():
        instead = names.provider(stand["provider"]) if stand.get("provider") else ""
        parts = (leaders.role(role), leaders.stance(stand["stance"]), instead, stand.get("remark"))
        yield " ".join(filter(None, parts))
