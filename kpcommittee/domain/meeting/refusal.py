"""A refusal: why something was not recorded, as a code and values; `wording` words it."""

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from kpcommittee.domain.immutable import immutable

RefusalCode = Literal[
    "unknown_case",
    "unknown_provider",
    "unknown_staff",
    "unknown_person",
    "not_open",
    "already_open",
    "already_closed",
    "already_approved",
    "already_decided",
    "seat_empty",
    "disqualified",
    "positions_missing",
    "no_majority",
    "reason_required",
    "caution_unanswered",
    "not_in_principle",
    "start_before_grant",
    "cases_open",
    "cases_left_out",
    "nothing_to_undo",
    "carried_over",
    "not_closed",
    "not_approved",
    "conflict",
    "read_only",
    "invalid",
]


@immutable
class Refusal:
    """A refused intention: a code and the values of its sentence."""

    code: RefusalCode
    case: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    """The values in its sentence: ids, names, dates (ISO); `key` for `invalid`."""
    cautions: tuple[str, ...] = ()
    """The blocking cautions without an answer."""


class RefusedError(Exception):
    """Carries a refusal out of the rules; `decide` returns the refusal as a value."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


def refuse(
    code: RefusalCode, case: str | None = None, cautions: tuple[str, ...] = (), **values: object
) -> RefusedError:
    """Return the refusal to raise."""
    texts = {key: str(value) for key, value in values.items() if value is not None}
    return RefusedError(Refusal(code=code, case=case, values=texts, cautions=cautions))
