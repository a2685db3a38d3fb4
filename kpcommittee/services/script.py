"""Records intentions from JSON Lines, and answers each with one line."""

from collections.abc import Iterable, Iterator
from typing import Any

from kpcommittee.convert.intentions import InvalidLine, ParsedIntention, parse_intention
from kpcommittee.domain.meeting.bench_changes import affected_decisions
from kpcommittee.domain.meeting.events import Approved, Attended, Corrected, Opened, Recorded
from kpcommittee.domain.meeting.refusal import Refusal
from kpcommittee.domain.number_mask import holds_number
from kpcommittee.services.carrying import Carrying, find_later_carrying
from kpcommittee.services.meeting_session import MeetingSession, Request
from kpcommittee.services.opening_order import counts_before
from kpcommittee.wording.issues import issue_text, remedy
from kpcommittee.wording.refusals import refusal

Answer = dict[str, Any]

PERSONAL_NUMBER = "personal_number"
"""The code of the notice that a text contains a personal number."""
COMMENTS_OPEN = "comments_open"
"""The code of the notice that minutes were approved while comments on them were open."""

CARRIED_OTHERWISE = "carried_otherwise"
"""The code of the notice that a later meeting carries the uncorrected decision."""

CLOCK_BEHIND = "clock_behind"
"""The code of the notice that a meeting was opened while the clock was behind."""


def answers_to(meeting_session: MeetingSession, lines: Iterable[bytes]) -> Iterator[Answer]:
    """Record line by line; each is durable and answered before the next is read."""
    for line in lines:
        parsed = parse_intention(line)
        if isinstance(parsed, InvalidLine):
            yield _invalid(parsed)
            continue
        for answered in meeting_session.record_each([_request(parsed)]):
            yield _answer(answered, meeting_session) | _notices(parsed, answered, meeting_session)


def answers_to_all(meeting_session: MeetingSession, lines: Iterable[bytes]) -> Iterator[Answer]:
    """Record all lines in one commit, or none; then the only answer is the refusal, with its intention's number.

    The other intentions get no answer, since no refusal code means that another one was refused.
    """
    parsed_lines: list[ParsedIntention] = []
    for number, line in enumerate(lines, start=1):
        parsed = parse_intention(line)
        if isinstance(parsed, InvalidLine):
            yield {**_invalid(parsed), "intention": number}
            return
        parsed_lines.append(parsed)
    answers = meeting_session.record_all([_request(parsed) for parsed in parsed_lines])
    refused = answers[-1] if answers else None
    if not isinstance(refused, Refusal):
        for intention, answered in zip(parsed_lines, answers, strict=True):
            yield _answer(answered) | _notices(intention, answered, meeting_session)
        return
    # A conflict as the only answer concerns the commit, not an intention.
    of_commit = refused.code == "conflict" and len(answers) == 1
    yield _answer(refused) | ({} if of_commit else {"intention": len(answers)})


def _request(parsed: ParsedIntention) -> Request:
    return Request(intention=parsed.intention, at=parsed.at, by=parsed.by)


def _notices(parsed: ParsedIntention, answered: Recorded | Refusal, meeting_session: MeetingSession) -> Answer:
    """Return the notices about a recorded intention, such as a personal number in a text, or open comments.

    A corrected decision that a later meeting carries uncorrected is noted with that meeting as `carried_in`. An opening
    while the clock is behind is noted with the meeting that it `counts_before`.
    """
    if not isinstance(answered, Recorded):
        return {}
    notices = [PERSONAL_NUMBER] if holds_number(parsed.intention) else []
    if isinstance(answered.event, Approved) and meeting_session.meeting.open_comments:
        notices.append(COMMENTS_OPEN)
    carrying = _carrying_meeting(answered, meeting_session)
    if carrying is not None:
        notices.append(CARRIED_OTHERWISE)
    meetings = {"carried_in": carrying.meeting} if carrying else {}
    if isinstance(answered.event, Opened):
        ahead = counts_before(meeting_session.session, meeting_session.meeting)
        if ahead is not None:
            notices, meetings = [*notices, CLOCK_BEHIND], {**meetings, "counts_before": ahead.id}
    return {"notices": notices, **meetings} if notices else {}


def _carrying_meeting(answered: Recorded, meeting_session: MeetingSession) -> Carrying | None:
    """Return the later meeting that carries the uncorrected decision; None if there is none."""
    event = answered.event
    if not isinstance(event, Corrected) or event.decision is None:
        return None
    return find_later_carrying(meeting_session, event.case, event.decision)


def _answer(answered: Recorded | Refusal, meeting_session: MeetingSession | None = None) -> Answer:
    if isinstance(answered, Recorded):
        answer: Answer = {"n": answered.number, "event": answered.kind, "case": answered.event.about}
        if meeting_session is not None and isinstance(answered.event, Attended):
            touched = affected_decisions(meeting_session.meeting, meeting_session.config, meeting_session.law)
            answer |= {"affected": [decision.case_number for decision in touched]} if touched else {}
        return answer
    answer = {"refused": answered.code, "message": refusal(answered), "case": answered.case}
    if answered.cautions:
        answer["cautions"] = list(answered.cautions)
    if "key" in answered.values:
        answer["key"] = answered.values["key"]
    return answer


def _invalid(parsed: InvalidLine) -> Answer:
    message = f"{issue_text(parsed.issue)}. {remedy(parsed.issue)}".strip()
    return {"refused": "invalid", "message": message, "case": parsed.case, "key": parsed.key}
