"""The request for a document of a meeting."""

from kpcommittee.documents.exchange import Exchange
from kpcommittee.documents.formats import Format
from kpcommittee.documents.recipients import FULL, Recipient
from kpcommittee.domain.documents import MinutesForm
from kpcommittee.domain.immutable import immutable
from kpcommittee.services.protection import OPEN, Protection


@immutable
class DocumentRequest:
    """The document to write; None leaves the choice to the file ending, the config or the newest version."""

    format: Format | None = None
    form: MinutesForm | None = None
    exchange: Exchange | None = None
    recipient: Recipient = FULL
    protection: Protection = OPEN
    version: int | None = None
    overwrite: bool = False
    difference: bool = False
    """Whether to write what changed in the version, instead of the minutes."""
