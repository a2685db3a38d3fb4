"""The tables that are made of the journal, and the search in them."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    meetings()
    placements()
    follow_ups()
    decisions()
    op.execute("CREATE VIRTUAL TABLE search USING fts5(reason, missing, notes, tokenize = 'unicode61', prefix = '2 3')")


def meetings() -> None:
    op.create_table(
        "meeting",
        text("id"),
        text("date"),
        text("state"),
        whole("version"),
        text("opened_at"),
        sa.PrimaryKeyConstraint("id", name="pk_meeting"),
    )
    op.create_index("ix_meeting_date", "meeting", ["date", "opened_at"])
    op.create_index("ix_meeting_state", "meeting", ["state"])


def placements() -> None:
    op.create_table(
        "placement",
        whole("id"),
        text("case_number"),
        text("provider"),
        maybe("staff"),
        maybe("hours_per_week"),
        maybe("start"),
        maybe("end"),
        maybe("child"),
        maybe("birth_date"),
        maybe("cpr"),
        maybe("district"),
        text("problems"),
        maybe("kind"),
        sa.PrimaryKeyConstraint("id", name="pk_placement"),
    )
    op.create_index("ix_placement_case_number", "placement", ["case_number", "provider"])
    op.create_index("ix_placement_end", "placement", ["end"])


def follow_ups() -> None:
    op.create_table(
        "follow_up",
        text("stream"),
        whole("number"),
        text("case_number"),
        text("provider"),
        text("since"),
        truth("held"),
        maybe("due"),
        maybe("reason"),
        sa.PrimaryKeyConstraint("stream", "number", "case_number", name="pk_follow_up"),
    )
    op.create_index("ix_follow_up_case_number", "follow_up", ["case_number", "provider"])
    op.create_index("ix_follow_up_due", "follow_up", ["due"])


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
        maybe("reason"),
        maybe("missing"),
        whole("corrected"),
        maybe("waiting"),
        sa.PrimaryKeyConstraint("id", name="pk_decision"),
        sa.UniqueConstraint("meeting", "case_number", name="uq_decision_meeting_case_number"),
        sa.ForeignKeyConstraint(["meeting"], ["meeting.id"], name="fk_decision_meeting"),
    )
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
