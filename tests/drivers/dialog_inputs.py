"""What a dialog is given besides its case: drafts kept in memory, and something that weighs a placement."""

from collections.abc import Callable

from kpcommittee.domain.meeting.decide import decide
from kpcommittee.domain.meeting.events import Decided
from kpcommittee.domain.meeting.intentions import Place
from kpcommittee.domain.meeting.refusal import Refusal
from tests.builders import Table


class Drafts:
    """Drafts as a dialog keeps them, in memory."""

    def __init__(self, **texts: str) -> None:
        self.texts = {field.replace("__", "."): text for field, text in texts.items()}

    def get(self, field: str) -> str | None:
        return self.texts.get(field)

    def save(self, field: str, text: str) -> None:
        self.texts[field] = text


def scales(table: Table) -> Callable[[Place], Decided | Refusal]:
    """What weighs a placement at that table and records nothing."""

    def weigh(place: Place) -> Decided | Refusal:
        answer = decide(table.meeting, place, table.context)
        assert isinstance(answer, (Decided, Refusal))
        return answer

    return weigh
