"""Search by case number, child, contact person and provider, and the waiting days and reasons of every decision.

The tables are made again, as a new database has them; their rows come from the journal.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

COLUMNS = "reason, missing, notes, positions, number, child, staff, provider"


def upgrade() -> None:
    op.drop_table("decision")
    decisions()
    indexes()
    op.execute("DROP TABLE search")
    op.execute(f"CREATE VIRTUAL TABLE search USING fts5({COLUMNS}, tokenize = 'unicode61', prefix = '1 2 3 4')")


def decisions() -> None:
    op.create_table(
        "decision",
        whole("id"),
        text("meeting"),
        text("case_number"),
        text("date"),
        text("opened_at"),
        maybe("followed_by"),
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
