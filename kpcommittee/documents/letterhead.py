"""The municipality's own look: logo, colour, address, and templates of its own."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Literal

from kpcommittee.domain.immutable import immutable

PictureKind = Literal["png", "svg"]


@immutable(kw_only=False)
class Picture:
    """A logo."""

    kind: PictureKind
    content: bytes


@immutable
class Letterhead:
    """The look of a municipality's documents; every part is optional."""

    name: str = ""
    """The municipality's name, which is the logo's alternative text."""
    colour: str = ""
    """The colour of headings, such as `#1f5f9e`; empty for black."""
    address: tuple[str, ...] = ()
    logo: Picture | None = None
    word: bytes | None = None
    """The municipality's Word template; None for our own."""
    frame: str | None = None
    """The frame around the text, as Markdown with fields; None for none."""
    phrases: str | None = None
    """The file with the municipality's standard sentences; None for our own."""

    @property
    def digests(self) -> Mapping[str, str]:
        """The digest of each of its files, by kind."""
        files = {
            "logo": self.logo.content if self.logo else None,
            "word": self.word,
            "text": self.frame.encode() if self.frame is not None else None,
            "phrases": self.phrases.encode() if self.phrases is not None else None,
        }
        return {name: sha256(content).hexdigest() for name, content in files.items() if content is not None}
