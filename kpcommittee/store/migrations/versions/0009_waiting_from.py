"""Who brings what a postponed case waits for.

No table has another form; the rows of decisions come from the journal, and say it from now on.
"""

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Leave the tables as they are: their rows are made again afterwards."""
