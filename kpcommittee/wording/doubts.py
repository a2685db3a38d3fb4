"""Words the questions about disqualification: whether a leader may be too close to a case."""

from collections.abc import Mapping

from kpcommittee.domain.meeting.disqualification import Doubt
from kpcommittee.locale import N_, _
from kpcommittee.wording import leaders, sentences

DOUBTS: Mapping[str, str] = {
    "same_surname": N_("{role} {person} has the same surname as {about}. Are they related?"),
    "related_person": N_("{role} {person} is named in the case as somebody the child knows. Can they take part?"),
}
"""Questions about disqualification, for the committee and not the program to answer."""
GROUNDS: Mapping[str, str] = {
    "same_surname": N_("Same surname as {about}."),
    "related_person": N_("Named in the case as somebody the child knows."),
}
"""The same doubts as proposed grounds, which the committee can change."""


def doubt(question: Doubt) -> str:
    """Ask whether a leader may be too close to a case."""
    text = _(DOUBTS.get(question.code, question.code))
    values = {"role": leaders.role(question.role), "person": question.person, "about": question.about}
    return sentences.capitalise_first(text.format_map(values))


def doubt_ground(question: Doubt) -> str:
    """Word the doubt as a ground for disqualification, on which the others decide."""
    return _(GROUNDS.get(question.code, "")).format(about=question.about)
