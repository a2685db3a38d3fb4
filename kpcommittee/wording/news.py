"""Words what other programs recorded in a meeting while it was on the screen."""

from collections.abc import Collection

from kpcommittee.domain.meeting.meeting import Meeting
from kpcommittee.locale import _, ngettext
from kpcommittee.wording.events import event_line


def news_line(before: Meeting, after: Meeting, own: Collection[int] = ()) -> str:
    """Say in one line what others recorded meanwhile; empty if nothing.

    Args:
        before: the meeting as it was on the screen.
        after: the meeting as it is now.
        own: the numbers of the events that this program recorded.
    """
    count = after.last - before.last - len(own)
    if count <= 0:
        return ""
    news = [recorded for recorded in after.log if before.last < recorded.number and recorded.number not in own]
    if count == 1 and news:
        return _("{who}: {what}").format(who=news[0].by, what=event_line(news[0], after.places))
    if not news:
        return _("Another program has undone the last event.")
    who = ", ".join(dict.fromkeys(recorded.by for recorded in news))
    return ngettext("{n} new event of {who}.", "{n} new events of {who}.", count).format(n=count, who=who)
