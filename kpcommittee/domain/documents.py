"""What the committee wants of its documents, and who may open a protected one."""

from typing import Literal

from kpcommittee.domain.immutable import immutable

MinutesForm = Literal["short", "full"]
"""The form of the minutes: for reading, or with everything for the records system."""


@immutable
class FileKey:
    """Somebody who opens protected files, by the public half of their key."""

    name: str
    """How `--encrypt` names them."""
    key: str
    """A public age key: `age1` and 58 characters."""


@immutable
class DocumentRules:
    """How documents look."""

    form: MinutesForm = "short"
    """`short` is for reading: decisions, what was said, follow-up; `full` is for the records system."""
    logo: str | None = None
    """A picture (.png or .svg, at most 512 KiB) at the top of the first page."""
    colour: str | None = None
    """Colour of headings, such as #1f5f9e."""
    address: tuple[str, ...] = ()
    """Lines at the top of the first page: name, street, town."""
    word: str | None = None
    """The municipality's own Word template; made by `template new docx`."""
    text: str | None = None
    """A text with fields around every document; made by `template new text`."""
    phrases: str | None = None
    """A table (.toml) of standing sentences in the municipality's words; made by `template new phrases`."""


@immutable
class MinutesRules:
    """What the minutes say beyond what they always do."""

    price: bool = False
    """Whether a decision says what the placement costs a month, by the rate of its start."""
