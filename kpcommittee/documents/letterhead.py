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
    """What every document of a municipality looks like; everything in it is optional."""

    name: str = ""
    """Of the municipality: the logo's words for those who do not see it."""
    colour: str = ""
    """Of headings, such as `#1f5f9e`; empty for ink."""
    address: tuple[str, ...] = ()
    logo: Picture | None = None
    word: bytes | None = None
    """The municipality's Word template; None for our own."""
    frame: str | None = None
    """What is around the text, as Markdown with fields; None for nothing."""
    phrases: str | None = None
    """The table of the municipality's standing sentences, as it is in its file; None for our own words."""

    @property
    def digests(self) -> Mapping[str, str]:
        """The digest of each file that it consists of, by what it is."""
        files = {
            "logo": self.logo.content if self.logo else None,
            "word": self.word,
            "text": self.frame.encode() if self.frame is not None else None,
            "phrases": self.phrases.encode() if self.phrases is not None else None,
        }
        return {name: sha256(content).hexdigest() for name, content in files.items() if content is not None}
