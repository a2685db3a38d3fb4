"""Lays out the comments on minutes that are not approved yet, as text and as JSON."""

from kpcommittee.domain.meeting.comments import Comment
from kpcommittee.domain.meeting.meeting import Meeting
from kpcommittee.domain.number_mask import number_mask
from kpcommittee.locale import _
from kpcommittee.views.json_values import Json, iso
from kpcommittee.views.page import Page
from kpcommittee.wording import figures, sentences
from kpcommittee.wording.comments import circulation_line, comment_state, open_comments, resolution_line


def review_answer(meeting: Meeting) -> Json:
    """Answer `review --json`."""
    circulation, comments = meeting.circulation, number_mask().rewrite(meeting.comments)
    return {
        "meeting": meeting.id,
        "state": meeting.state,
        "circulated": {
            "at": circulation.at.isoformat(),
            "until": iso(circulation.until),
            "by": circulation.by,
        }
        if circulation
        else None,
        "open": len(meeting.open_comments),
        "comments": [_comment_answer(meeting, comment) for comment in comments],
    }


def _comment_answer(meeting: Meeting, comment: Comment) -> Json:
    resolution = comment.resolution
    return {
        "n": comment.number,
        "case_number": comment.case,
        "number": meeting.places.get(comment.case) if comment.case else None,
        "said_by": comment.said_by,
        "text": comment.text,
        "at": comment.at.isoformat(),
        "state": resolution.outcome if resolution else "open",
        "answer": resolution.text if resolution else None,
        "by": resolution.by if resolution else None,
        "texts": [
            {"what": text.what, "before": text.before, "after": text.after}
            for text in (resolution.texts if resolution else ())
        ],
    }


def review_text(meeting: Meeting) -> str:
    """Lay out the comments, open ones first."""
    page = Page()
    page.title(
        sentences.capitalise_first(open_comments(len(meeting.open_comments))), figures.date_numeric(meeting.date)
    )
    if meeting.circulation:
        page.text(circulation_line(meeting.circulation))
    for comment in sorted(
        number_mask().rewrite(meeting.comments), key=lambda comment: (comment.resolution is not None, comment.number)
    ):
        page.gap()
        page.text(comment_head(meeting, comment))
        page.point(" ", comment.text)
        if comment.resolution:
            page.point("→", sentences.capitalise_first(resolution_line(comment.resolution)))
    if not meeting.comments:
        page.gap()
        page.text(_("Nobody has commented on the minutes."))
    return str(page)


def comment_head(meeting: Meeting, comment: Comment) -> str:
    """Name a comment: its number, subject, author, and what became of it."""
    return " · ".join((str(comment.number), comment_on(meeting, comment.case), comment.said_by, comment_state(comment)))


def comment_on(meeting: Meeting, case: str | None) -> str:
    """Name the subject of a comment: an item, or the minutes as a whole."""
    if case is None:
        return _("the whole")
    place = meeting.places.get(case)
    return _("item {place} ({case})").format(place=place, case=case) if place else case
