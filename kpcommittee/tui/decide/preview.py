"""What the rules say of a placement while it is being put together."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from kpcommittee.domain.committee import OTHER
from kpcommittee.domain.meeting.cautions import BLOCKING, Caution
from kpcommittee.domain.meeting.decision import Decision
from kpcommittee.domain.meeting.events import Decided
from kpcommittee.domain.meeting.intentions import Answer, Place, ReasonGiven
from kpcommittee.domain.meeting.refusal import Refusal

Weigh = Callable[[Place], Decided | Refusal]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A placement as it is, and as it would be with every answer given."""

    refusal: Refusal | None = None
    """What prevents it now."""
    decision: Decision | None = None
    """The decision it would become; None where no answer could help, such as a start before the grant."""

    @property
    def departures(self) -> tuple[str, ...]:
        """What it departs from; each asks for a reason."""
        return self.decision.departures if self.decision else ()

    @property
    def questions(self) -> tuple[Caution, ...]:
        """The cautions that must be answered."""
        cautions = self.decision.cautions if self.decision else ()
        waits = self.decision is not None and self.decision.in_principle and self.decision.awaits_every_missing
        excused = ("seat_empty",) if waits else ()
        return tuple(caution for caution in cautions if caution.blocking and caution.code not in excused)

    @property
    def notices(self) -> tuple[Caution, ...]:
        """The notices about the provider and the person."""
        cautions = self.decision.cautions if self.decision else ()
        return tuple(caution for caution in cautions if caution.provider and not caution.blocking)


def weighed(place: Place, weigh: Weigh) -> Weighed:
    """Weigh a placement twice: as it is, and with every answer given that could be asked for."""
    given = weigh(place)
    if isinstance(given, Decided):
        return Weighed(decision=given.decision)
    answers = tuple(Answer(caution=code, code=OTHER, text=OTHER) for code in BLOCKING)
    reason = ReasonGiven(code=OTHER, text=OTHER)
    complete = weigh(replace(place, positions="all_agree", answers=answers, reason=reason))
    return Weighed(refusal=given, decision=complete.decision if isinstance(complete, Decided) else None)
