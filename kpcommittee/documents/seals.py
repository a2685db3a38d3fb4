"""Seals: a file that the program wrote shows by itself whether it was changed since.

The seal is the digest of the file with zeros in the seal's own place. Every format has a place for it that readers
ignore. It is a comment in HTML, XML, Markdown and packages, a keyword in PDF, and a key in JSON.
"""

import re
from hashlib import sha256

PLACE = "kpcommittee sha256:" + "0" * 64
"""The placeholder of the seal before a file is sealed."""

_SEAL = re.compile(rb"kpcommittee sha256:([0-9a-f]{64})")
_LINE = "<!-- kpcommittee sha256:"


def seal(content: bytes) -> bytes:
    """Return the file with its seal.

    Raises:
        ValueError: it has no place for one.
    """
    if PLACE.encode() not in content:
        raise ValueError("no place for a seal")
    return content.replace(PLACE.encode(), PLACE.encode().replace(b"0" * 64, sha256(content).hexdigest().encode()))


def has_seal(content: bytes) -> bool:
    """Whether the file is still as the program wrote it."""
    digests = set(_SEAL.findall(content))
    return len(digests) == 1 and sha256(_SEAL.sub(PLACE.encode(), content)).hexdigest().encode() in digests


def with_seal(text: str) -> str:
    """Append the seal to a Markdown text as its last line."""
    return f"{text.rstrip()}\n\n{_LINE}{digest_of(text)} -->\n"


def with_seal_of(text: str, digest: str) -> str:
    """Append the seal of another text, so that this one shows that it was changed, and from what."""
    return f"{text.rstrip()}\n\n{_LINE}{digest} -->\n"


def body_of(text: str) -> str:
    """Return a Markdown text without its seal, wherever that has moved."""
    return "\n".join(line for line in text.split("\n") if not line.startswith(_LINE)).rstrip()


def digest_in(text: str) -> str | None:
    """Return the digest of the text that a Markdown file was written from; None if unknown."""
    digests = {match[1].decode() for match in _SEAL.finditer(text.encode())}
    return digests.pop() if len(digests) == 1 else None


def digest_of(text: str) -> str:
    """Return the digest of a Markdown text without its seal."""
    return sha256(text.rstrip().encode()).hexdigest()


def text_in(content: bytes) -> str:
    """Return the text of a Markdown file without a byte order mark and Windows line ends, as we write it."""
    return content.decode("utf-8-sig", "replace").replace("\r\n", "\n")


def is_sealed(text: str) -> bool:
    """Whether the Markdown text is unchanged since the program wrote it."""
    body, line, seal = text.rpartition(_LINE)
    return bool(line) and seal == f"{digest_of(body)} -->\n"
