"""What many tests of the meeting screen begin with."""

from tests.drivers.chair import MeetingChair


async def open_meeting(chair: MeetingChair) -> None:
    """Open the meeting, and wait until it is."""
    await chair.press("s")
    await chair.waits_for(lambda: chair.meeting.state == "open", "the open meeting")
