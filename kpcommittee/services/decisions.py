"""One past decision in full: its item of the minutes."""

from typing import TYPE_CHECKING

from kpcommittee.documents.builder import minutes_of
from kpcommittee.documents.markdown import render_minutes

if TYPE_CHECKING:
    from kpcommittee.services.session import Session
    from kpcommittee.store.records import HistoryRow


def minutes_item(session: "Session", row: "HistoryRow") -> str:
    """The item of the minutes that the decision stands in, in Markdown."""
    markdown = render_minutes(minutes_of(session.store.meeting(row.meeting)))
    return item_in(markdown, row.case_number)


def item_in(markdown: str, case_number: str) -> str:
    """The item of that case, from its heading to the next; all of the text where there is none."""
    lines = markdown.splitlines()
    heads = [place for place, line in enumerate(lines) if line.startswith("#")]
    plain = [line.replace("\\", "") for line in lines]
    for place, following in zip(heads, [*heads[1:], len(lines)], strict=True):
        if lines[place].startswith("###") and f" {case_number} " in f"{plain[place]} ":
            return "\n".join(lines[place:following])
    return markdown
