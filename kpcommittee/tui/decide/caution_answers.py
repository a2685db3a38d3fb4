"""What the rules say about a placement while it is being put together, and the answers they require."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Label, Static

from kpcommittee.domain.committee import OTHER, Config
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.meeting.cautions import BLOCKING, Caution
from kpcommittee.domain.meeting.decision import Decision
from kpcommittee.domain.meeting.events import Decided
from kpcommittee.domain.meeting.intentions import Answer, Place, ReasonGiven
from kpcommittee.domain.meeting.refusal import Refusal
from kpcommittee.locale import _
from kpcommittee.tui.widgets.editors import Line
from kpcommittee.tui.widgets.pick import Pick
from kpcommittee.tui.widgets.text import MUTED
from kpcommittee.wording import catalogues
from kpcommittee.wording.cautions import caution_sentence, departures, source

Weigh = Callable[[Place], Decided | Refusal]


@immutable
class Preview:
    """A placement as it is, and as it would be with every answer given."""

    refusal: Refusal | None = None
    """What prevents it now; None if nothing does."""
    decision: Decision | None = None
    """The decision it would become; None where no answer could help, such as a start before the grant."""

    @property
    def departures(self) -> tuple[str, ...]:
        """What it departs from; each departure needs a reason."""
        return self.decision.departures if self.decision else ()

    @property
    def questions(self) -> tuple[Caution, ...]:
        """The cautions that must be answered."""
        cautions = self.decision.cautions if self.decision else ()
        waits = self.decision is not None and self.decision.in_principle and self.decision.awaits_every_missing
        excused = ("seat_empty",) if waits else ()
        return tuple(caution for caution in cautions if caution.is_blocking and caution.code not in excused)

    @property
    def notices(self) -> tuple[Caution, ...]:
        """The notices about the provider and the person."""
        cautions = self.decision.cautions if self.decision else ()
        return tuple(caution for caution in cautions if caution.provider and not caution.is_blocking)


def preview_placement(place: Place, weigh: Weigh) -> Preview:
    """Weigh a placement twice: as it is, and with every possible answer given."""
    result = weigh(place)
    if isinstance(result, Decided):
        return Preview(decision=result.decision)
    answers = tuple(Answer(caution=code, code=OTHER, text=OTHER) for code in BLOCKING)
    reason = ReasonGiven(code=OTHER, text=OTHER)
    complete = weigh(replace(place, positions="all_agree", answers=answers, reason=reason, second_choice=None))
    return Preview(refusal=result, decision=complete.decision if isinstance(complete, Decided) else None)


REASON = "reason"


class AnswerBlock(Vertical):
    """One question with its answer; hidden until the rules ask it."""

    @dataclass
    class Changed(Message):
        """Another code was picked."""

        topic: str
        code: str

    def __init__(self, topic: str, config: Config, line: Line, code: str | None = None) -> None:
        """Take the topic (a caution or `reason`), the line where the answer is typed, and the picked code."""
        super().__init__(classes="answer", id=f"answer-{topic}")
        self.topic = topic
        self._line = line
        self._config = config
        self._code = Pick(_("Choose a reason"), catalogue(config), code)
        self._question = Static(classes="question")

    def compose(self) -> ComposeResult:
        """Yield the question, with its answer below."""
        yield self._question
        with Horizontal(classes="row"):
            yield self._code
            yield self._line
            if self._line.has_class("-restored"):
                yield Label(Content(_("rough draft")), classes="draft")

    def ask(self, question: Content | None, topics: Collection[str] = ()) -> None:
        """Ask the question, or stop asking it; the reasons that fit its subject come first."""
        self.set_class(question is not None, "-asked")
        if question is not None:
            self._question.update(question)
            self._code.title = question.plain
            self._code.offer(catalogue(self._config, topics), self._code.value)

    @property
    def is_asked(self) -> bool:
        """Whether the question is asked now."""
        return self.has_class("-asked")

    @property
    def reason(self) -> ReasonGiven | None:
        """The answer, once a code was picked; else None."""
        return ReasonGiven(code=self._code.value, text=self._line.written) if self._code.value else None

    @property
    def answer(self) -> Answer | None:
        """The same as the answer to a caution."""
        reason = self.reason
        return Answer(caution=self.topic, code=reason.code, text=reason.text) if reason else None

    @property
    def is_complete(self) -> bool:
        """Whether it has both a code and a text."""
        return bool(self._code.value and self._line.written)

    def approach(self) -> None:
        """Focus what is missing: the code, whose list opens at once, or the line."""
        if self._code.value is None:
            self._code.focus()
            self._code.action_open()
        else:
            self._line.focus()

    @on(Pick.Changed)
    def _go_on(self, event: Pick.Changed) -> None:
        event.stop()
        self._line.focus()
        self.post_message(self.Changed(self.topic, event.value or ""))


def catalogue(config: Config, topics: Collection[str] = ()) -> Sequence[tuple[str, str]]:
    """Return the reasons of the config with their wording, those that fit the question first; `other` always exists.

    Args:
        config: of the meeting.
        topics: the cautions or departures that are asked about.
    """
    codes = dict.fromkeys((*(reason.code for reason in config.reasons_for(topics)), OTHER))
    return tuple((code, catalogues.reason(code, config)) for code in codes)


def reason_question(departed: Sequence[str], dropped: str | None) -> Content:
    """Return the question about departures, and the one about a known adult who is not chosen."""
    questions = []
    if departed:
        questions.append(_("The placement {departures}. Why?").format(departures=departures(",".join(departed))))
    if dropped:
        questions.append(_("The child knows {name}, who is not chosen. Why?").format(name=dropped))
    return Content(" ".join(questions))


def caution_question(raised: Caution) -> Content:
    """Return the question that a caution asks, with its legal basis."""
    paragraphs = source(raised.source)
    return Content.assemble(caution_sentence(raised), (f"  {paragraphs}" if paragraphs else "", MUTED))
