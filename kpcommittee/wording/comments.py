"""Words comments on minutes that were sent out for reading, and what to do with edits made in a file."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kpcommittee.locale import N_, _, ngettext
from kpcommittee.wording import figures

if TYPE_CHECKING:
    from kpcommittee.domain.meeting.comments import Circulation, Comment, Resolution

STATES: Mapping[str, str] = {
    "open": N_("open"),
    "answered": N_("answered"),
    "taken_in": N_("taken in"),
    "withdrawn": N_("withdrawn"),
}


def state_named(code: str) -> str:
    """Name what became of a comment in a word."""
    return _(STATES[code])


def comment_state(comment: "Comment") -> str:
    """Say in a word what became of a comment."""
    return state_named(comment.resolution.outcome if comment.resolution else "open")


def resolution_line(resolution: "Resolution") -> str:
    """Say what became of a comment, by whom and when, with the answer."""
    state = (
        f"{state_named(resolution.outcome)}, {figures.moment(resolution.at)}, {_('by {who}').format(who=resolution.by)}"
    )
    return f"{state}: {resolution.text}" if resolution.text else state


def circulation_line(circulation: "Circulation") -> str:
    """Say when and by whom minutes were sent out for reading, and until when they can be commented on."""
    values = {"moment": figures.moment(circulation.at), "who": circulation.by}
    text = _("Sent out for reading {moment}, by {who}").format(**values)
    return f"{text} · {comments_until(circulation)}" if circulation.until else text


def comments_until(circulation: "Circulation") -> str:
    """Say until when comments are taken; empty if there is no last day."""
    return _("comments by {date}").format(date=figures.date_numeric(circulation.until)) if circulation.until else ""


def open_comments(count: int) -> str:
    """Say how many comments are open."""
    text = ngettext("{n} comment is open", "{n} comments are open", count)
    return text.format(n=figures.number(count))


def keep_edits() -> str:
    """Say how to keep what was changed in a file that cannot be merged."""
    return _(
        "Keep the file under another name, or put the changes into the program: V takes a comment in, x corrects a "
        "text."
    )
