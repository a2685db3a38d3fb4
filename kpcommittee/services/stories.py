"""The story of one child, and similar cases."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from kpcommittee.domain.case import Case
from kpcommittee.domain.review.timeline import Entry, Story, entries_of
from kpcommittee.services.decisions import history
from kpcommittee.services.former import config_with_former
from kpcommittee.services.known_cases import case_on_agenda, find_story, unknown_case_error
from kpcommittee.views.history import history_answer, history_text
from kpcommittee.views.json_values import Json
from kpcommittee.views.stories import StoryAnswer, similar_heading, story_answer, story_text

if TYPE_CHECKING:
    from kpcommittee.domain.committee import Config
    from kpcommittee.services.session import Session


def story_of(session: "Session", case_number: str, case: Case | None) -> tuple[Story, Case | None]:
    """Return the story as `find_story` does, and note that the case was opened.

    Raises:
        UsageError: neither the journal nor an agenda has the case.
    """
    session.access.note("opened", case_number)
    return find_story(session, case_number, case)


def entries(session: "Session", case_number: str, case: Case | None = None) -> tuple[Story, tuple[Entry, ...]]:
    """Return the story of a child with what happened until today, the oldest first."""
    story, case = story_of(session, case_number, case)
    return story, entries_of_story(session, story, case)


def entries_of_story(session: "Session", story: Story, case: Case | None) -> tuple[Entry, ...]:
    """Return what happened until today, with what agendas state about the time before.

    Args:
        session: the workspace.
        story: what the journal contains about the child.
        case: the case from an agenda; None if none was read.
    """
    grant = (case.case_number, case.grant.decided_on) if case else None
    cases = [*([case] if case else ()), *_decided_cases(session, story)]
    stated = [(own.case_number, earlier) for own in cases for earlier in own.earlier]
    return entries_of(story, session.today, grant, stated)


def _decided_cases(session: "Session", story: Story) -> Iterator[Case]:
    """Yield each case as in the newest meeting that dealt with it."""
    newest = {past.case_number: past.meeting for past in sorted(story.decisions, key=lambda past: past.opened_at)}
    for number, meeting in newest.items():
        item = session.store_to_read.meeting(meeting).item(number)
        if item is not None:
            yield item.case


def story_as_json(session: "Session", case_number: str) -> StoryAnswer:
    """Answer `child --json`."""
    story, happened = entries(session, case_number)
    return story_answer(story, happened, config_naming(session, happened))


def story_as_text(session: "Session", case_number: str) -> str:
    """Lay out the story of a child."""
    story, happened = entries(session, case_number)
    return story_text(story, happened, config_naming(session, happened))


def config_naming(session: "Session", happened: Iterable[Entry]) -> "Config":
    """Return the config, extended by those in a story who are no longer in it."""
    return config_with_former(session, (some_id for entry in happened for some_id in (entry.provider, entry.staff)))


# Cases like this one


def similar_query(session: "Session", case_number: str, case: Case | None = None, day: date | None = None) -> str:
    """Return the query for similar cases: a shared problem, and an age at most one year apart.

    Args:
        session: the workspace.
        case_number: the case.
        case: the case from an agenda; if left out, that of the newest meeting with it.
        day: the day for the child's age; if left out, that of this meeting.

    Raises:
        UsageError: no meeting dealt with the case, and no agenda has it.
    """
    story, _case = story_of(session, case_number, case)
    decided = next((past for past in story.decisions if past.case_number == case_number), None)
    table = (case, day) if case and day else case_on_agenda(session, case_number, waits=decided is not None)
    if table is not None and (case or decided is None or table[1] > decided.date):
        problems, age = table[0].problems, table[0].child.age_on(table[1])
    elif decided is not None:
        problems, age = decided.problems, decided.age
    else:
        raise unknown_case_error(case_number)
    others = ",".join(story.case_numbers)
    return f"problem:{','.join(problems)} alder:{max(0, age - 1)}-{age + 1} uden:{others}"


def similar_as_json(session: "Session", case_number: str) -> list[Json]:
    """Answer `similar --json`."""
    return history_answer(history(session, similar_query(session, case_number)), session.today)


def similar_as_text(session: "Session", case_number: str) -> str:
    """List the decisions in similar cases, below their number and period."""
    query = similar_query(session, case_number)
    rows = history(session, query)
    listed = history_text(rows, session.config, session.today)
    return f"{similar_heading(rows, query)}\n\n{listed}" if rows else listed
