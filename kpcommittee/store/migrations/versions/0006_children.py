"""Who the child of a decision is, who that of a placement is, and why a placement was ended.

Both tables are made again, as a new database has them; their rows come from the journal.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

PLACEMENT_REQUIRED = ("case_number", "provider", "problems")
PLACEMENT = (
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
)


def upgrade() -> None:
    placements()
    decisions()
    indexes()


def placements() -> None:
    op.drop_table("placement")
    op.create_table(
        "placement",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=name not in PLACEMENT_REQUIRED) for name in PLACEMENT),
        sa.PrimaryKeyConstraint("id", name="pk_placement"),
    )
    op.create_index("ix_placement_case_number", "placement", ["case_number", "provider"])
    op.create_index("ix_placement_end", "placement", ["end"])
    op.create_index("ix_placement_born", "placement", ["born"])
    changed = sa.text("decided_in IS NOT NULL")
    op.create_index(
        "ix_placement_decided_in", "placement", ["decided_in"], sqlite_where=changed, postgresql_where=changed
    )


def decisions() -> None:
    op.drop_table("decision")
    op.create_table(
        "decision",
        whole("id"),
        text("meeting"),
        text("case_number"),
        text("date"),
        text("opened_at"),
        maybe("followed_by"),
        maybe("child"),
        maybe("birth_date"),
        maybe("cpr"),
        text("district"),
        whole("age"),
        text("problems"),
        text("outcome"),
        truth("released"),
        maybe("provider"),
        maybe("provider_name"),
        maybe("staff"),
        maybe("staff_name"),
        maybe("hours"),
        maybe("start"),
        maybe("end"),
        sa.Column("followed_recommendation", sa.Boolean(), nullable=True),
        text("departures"),
        text("dissent"),
        whole("postponed_times"),
        whole("waiting_days"),
        maybe("reason"),
        maybe("missing"),
        text("reasons"),
        whole("corrected"),
        maybe("waiting"),
        sa.PrimaryKeyConstraint("id", name="pk_decision"),
        sa.UniqueConstraint("meeting", "case_number", name="uq_decision_meeting_case_number"),
        sa.ForeignKeyConstraint(["meeting"], ["meeting.id"], name="fk_decision_meeting"),
    )


def indexes() -> None:
    op.create_index("ix_decision_case_number", "decision", ["case_number", "opened_at"])
    op.create_index("ix_decision_date", "decision", ["date"])
    op.create_index("ix_decision_birth_date", "decision", ["birth_date"])
    newest, running = sa.text("followed_by IS NULL"), sa.text('"end" IS NOT NULL')
    op.create_index(
        "ix_decision_outcome", "decision", ["outcome", "case_number"], sqlite_where=newest, postgresql_where=newest
    )
    op.create_index("ix_decision_running", "decision", ["end"], sqlite_where=running, postgresql_where=running)


def text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def maybe(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=True)


def whole(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def truth(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False)
