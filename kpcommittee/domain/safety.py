"""How the database is kept safe, as the config says."""

from kpcommittee.domain.immutable import immutable


@immutable
class Safety:
    """How the database is kept safe."""

    backups: str = "backups"
    """Folder of the backups; another disk is better."""
    keep_days: int = 14
    """For how many days the day's newest backup is kept; days without a backup are not counted."""
    keep_weeks: int = 8
    """The same for weeks."""
    keep_months: int = 24
    """The same for months."""
    access_log: bool | None = None
    """Whether it is noted who looked at what; left out, it is where the database is encrypted."""
    keep_access_months: int | None = None
    """Months after which the entries of the access log are emptied; left out, they are kept with the workspace."""
    lock_after: int = 10
    """Minutes without a key after which an encrypted workspace asks for the passphrase again; 0 never does."""
