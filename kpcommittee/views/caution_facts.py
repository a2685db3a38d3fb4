"""The cautions of a case, worded once for card, comparison, help and `show`, without repetitions."""

from collections.abc import Iterable

from kpcommittee.domain.committee import Config
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.meeting.cautions import Caution
from kpcommittee.views.facts import Phrase, Piece
from kpcommittee.wording.cautions import caution_sentence, source

NAMING = ("person", "who")
"""The values of a caution that are names."""


@immutable
class CautionFact:
    """One caution, and the providers it is about."""

    caution: Caution
    providers: tuple[str, ...]
    """Their names; empty if it is about the case."""

    @property
    def about(self) -> str:
        """The providers before the sentence: `Klub Øst, Klub Havn: `."""
        return f"{', '.join(self.providers)}: " if self.providers else ""

    @property
    def sentence(self) -> Piece:
        """The caution as a sentence."""
        names_somebody = any(key in self.caution.values for key in NAMING)
        return Piece(caution_sentence(self.caution), private="prose" if names_somebody else None)

    @property
    def source(self) -> str:
        """What the caution rests on."""
        return source(self.caution.source)

    @property
    def phrase(self) -> Phrase:
        """The caution in a list, with a mark if it must be answered, and with its answer."""
        mark = Piece("! ", "bad") if self.caution.is_blocking else Piece("· ", "muted")
        answer = (Piece(f" ✓ {self.caution.answer.wording}", "good"),) if self.caution.answer else ()
        return (mark, Piece(self.about), self.sentence, *answer, Piece(f" {self.source}".rstrip(), "muted"))


def caution_facts(cautions: Iterable[Caution], config: Config) -> tuple[CautionFact, ...]:
    """Return the cautions, those that must be answered first, each sentence once."""
    by_sentence: dict[tuple[object, ...], list[Caution]] = {}
    for caution in sorted(cautions, key=lambda caution: not caution.is_blocking):
        by_sentence.setdefault((caution_sentence(caution), caution.answer, caution.source), []).append(caution)
    return tuple(
        CautionFact(caution=alike[0], providers=tuple(_provider_names(alike, config))) for alike in by_sentence.values()
    )


def _provider_names(cautions: Iterable[Caution], config: Config) -> Iterable[str]:
    providers = (config.provider(caution.provider) for caution in cautions)
    return (provider.name for provider in providers if provider)
