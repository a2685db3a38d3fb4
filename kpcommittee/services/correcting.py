"""Putting an error of writing right after approval: what it would change, before it is recorded."""

from typing import TYPE_CHECKING

from kpcommittee.documents.items import changes_of
from kpcommittee.documents.markdown import corrected, said
from kpcommittee.domain.decide import decide
from kpcommittee.domain.events import Corrected
from kpcommittee.domain.refusal import Refusal
from kpcommittee.locale import _
from kpcommittee.services.sitting import Sitting

if TYPE_CHECKING:
    from kpcommittee.domain.decision import Decision
    from kpcommittee.domain.intentions import Correct
    from kpcommittee.services.desk import Desk


def weigh_correction(sitting: Sitting, correct: "Correct") -> Corrected | Refusal:
    """What a correction would be, or why it would be refused; nothing is recorded."""
    answer = decide(sitting.meeting, correct, sitting.context())
    assert isinstance(answer, (Corrected, Refusal))
    return answer


def change_text(before: "Decision", after: "Decision") -> str:
    """What a correction changes, in the words of the minutes: `provider from Klub A to Klub B`."""
    changes = (
        _("{what} from {before} to {after}").format(
            what=corrected(change.what), before=said(change.before), after=said(change.after)
        )
        for change in changes_of(before, after)
    )
    return "; ".join(changes)


def sitting_of(desk: "Desk", meeting: str, present: Sitting | None = None) -> Sitting:
    """The meeting with that id, its journal read; the one that is present when it is that.

    Raises:
        KpError: its agenda is no longer there.
    """
    if present is not None and present.id == meeting:
        return present
    found = Sitting.find(desk, meeting)
    found.load()
    return found
