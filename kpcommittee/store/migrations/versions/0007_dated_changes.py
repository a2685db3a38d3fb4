"""What changed in a placement while it ran.

The table is made again, as a new database has it; its rows come from the journal.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

REQUIRED = ("case_number", "provider", "problems", "changes")
COLUMNS = (
    "case_number",
    "provider",
    "staff",
    "hours_per_week",
    "start",
    "end",
    "child",
    "birth_date",
    "cpr",
    "born",
    "district",
    "problems",
    "kind",
    "decided_in",
    "ended_because",
    "changes",
)


def upgrade() -> None:
    op.drop_table("placement")
    op.create_table(
        "placement",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=name not in REQUIRED) for name in COLUMNS),
        sa.PrimaryKeyConstraint("id", name="pk_placement"),
    )
    op.create_index("ix_placement_case_number", "placement", ["case_number", "provider"])
    op.create_index("ix_placement_end", "placement", ["end"])
    op.create_index("ix_placement_born", "placement", ["born"])
    changed = sa.text("decided_in IS NOT NULL")
    op.create_index(
        "ix_placement_decided_in", "placement", ["decided_in"], sqlite_where=changed, postgresql_where=changed
    )
