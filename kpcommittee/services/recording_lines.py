"""Intentions as JSON Lines, each answered with one line."""

from collections.abc import Iterable, Iterator
from typing import Any

from kpcommittee.convert.intentions import Invalid, ParsedIntention, parse_intention
from kpcommittee.domain.events import Attended, Recorded
from kpcommittee.domain.recheck import affected_decisions
from kpcommittee.domain.refusal import Refusal
from kpcommittee.services.sitting import Sitting, Wanted
from kpcommittee.wording.flaws import flaw_text, remedy
from kpcommittee.wording.refusals import refusal

Answer = dict[str, Any]


def answers_to(sitting: Sitting, lines: Iterable[bytes]) -> Iterator[Answer]:
    """Record line by line: each is answered when it is durable on disk, before the next is read."""
    for line in lines:
        parsed = parse_intention(line)
        if isinstance(parsed, Invalid):
            yield _invalid(parsed)
            continue
        yield from (_answer(one, sitting) for one in sitting.record_each([_wanted(parsed)]))


def answers_to_all(sitting: Sitting, lines: Iterable[bytes]) -> Iterator[Answer]:
    """Record all lines in one commit, or none: then the one answer is the refusal, with the place of its intention.

    The others get none: no refusal code says of an intention that it was right and another one was not.
    """
    wanted: list[Wanted] = []
    for number, line in enumerate(lines, start=1):
        parsed = parse_intention(line)
        if isinstance(parsed, Invalid):
            yield {**_invalid(parsed), "intention": number}
            return
        wanted.append(_wanted(parsed))
    answers = sitting.record_all(wanted)
    refused = answers[-1] if answers else None
    if not isinstance(refused, Refusal):
        yield from map(_answer, answers)
        return
    # A conflict that stands alone is one of the commit, not of an intention.
    of_commit = refused.code == "conflict" and len(answers) == 1
    yield _answer(refused) | ({} if of_commit else {"intention": len(answers)})


def _wanted(parsed: ParsedIntention) -> Wanted:
    return Wanted(intention=parsed.intention, at=parsed.at, by=parsed.by)


def _answer(answered: Recorded | Refusal, sitting: Sitting | None = None) -> Answer:
    if isinstance(answered, Recorded):
        answer: Answer = {"n": answered.number, "event": answered.kind, "case": answered.event.about}
        if sitting is not None and isinstance(answered.event, Attended):
            touched = affected_decisions(sitting.meeting, sitting.config, sitting.desk.law)
            answer |= {"affected": [one.case_number for one in touched]} if touched else {}
        return answer
    answer = {"refused": answered.code, "message": refusal(answered), "case": answered.case}
    if answered.cautions:
        answer["cautions"] = list(answered.cautions)
    if "key" in answered.values:
        answer["key"] = answered.values["key"]
    return answer


def _invalid(parsed: Invalid) -> Answer:
    message = f"{flaw_text(parsed.flaw)}. {remedy(parsed.flaw)}".strip()
    return {"refused": "invalid", "message": message, "case": parsed.case, "key": parsed.key}
