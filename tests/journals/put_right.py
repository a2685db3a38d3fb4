"""What was put right since an older version: what it printed and recorded, as it would be without its errors.

Everything that is not named here must still be as it was.
"""

import re
from typing import Any


def put_right(then: Any) -> Any:
    """What an older version answered or recorded, with its errors put right."""
    if isinstance(then, list):
        return [put_right(one) for one in then]
    if not isinstance(then, dict):
        return then
    right = {key: put_right(value) for key, value in then.items()}
    if right.get("excluded_by") == "on_leave" and right.get("free") is not None:
        right["free"] = type(right["free"])(0)  # T8: who is away has no free hours
    return right


def listed_put_right(then: list[dict[str, Any]], day: str) -> list[dict[str, Any]]:
    """The placements that an older version listed for a day: those that had not begun are left out (T5)."""
    return [row for row in then if (row["start"] or day) <= day]


FROZEN = ("options", "recommendation", "why_none", "cautions")
"""What a decided case was shown with, reckoned anew; it shows what it was decided on (T6)."""


def shown_put_right(then: dict[str, Any]) -> dict[str, Any]:
    """What an older version showed of a meeting, without what it reckoned anew of decided cases."""
    cases = [
        {
            key: value
            for key, value in case.items()
            if key not in FROZEN or case["state"] not in ("placed", "in_principle")
        }
        for case in then["cases"]
    ]
    return {**then, "cases": cases}


def with_keys_of(then: Any, now: Any) -> Any:
    """What is answered or recorded now, without the keys that were added since."""
    if isinstance(then, dict) and isinstance(now, dict):
        return {key: with_keys_of(then[key], value) for key, value in now.items() if key in then}
    if isinstance(then, list) and isinstance(now, list) and len(then) == len(now):
        return [with_keys_of(before, after) for before, after in zip(then, now, strict=True)]
    return now


RIGHT_LINES = (
    (r"^- (Mor|Far): \w.*$", lambda match: f"- Forældremyndighedens indehaver ({match[1].lower()})"),
    (r"^- Other: Åse Æbelø$", "- Other: Å.Æ."),
    (r"(?<=skoleleder), Havneskolen(?= – stedfortræder| · stedfortræder)", ""),
    (r"(?<=klubleder), Klub Havn(?= · punkt 2)", ""),
    (r"(?<=\| Ulrik Steen), Havneskolen", ""),
    (r"(?<=\| Susanne Krog), Klub Havn", ""),
    (r"(?<=Jonna Fisker, Klubpædagog), Klub Havn", ""),
)
"""U3: minutes name no family, and not where a protected child goes; 2026-0377 is the one who is protected."""


def minutes_put_right(then: str) -> str:
    """What an older version printed as minutes, with its errors put right."""
    for was, right in RIGHT_LINES:
        then = re.sub(was, right, then, flags=re.MULTILINE)
    return then
