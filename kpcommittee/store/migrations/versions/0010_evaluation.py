"""What the yearly evaluation counts of a decision, so that no meeting is read for it; follow-ups only as events.

Both tables are made again, as a new database has them; their rows come from the journal.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("decision")
    decisions()
    indexes()
    op.drop_table("follow_up")
    follow_ups()


def follow_ups() -> None:
    op.create_table(
        "follow_up", whole("number"), text("case_number"), sa.PrimaryKeyConstraint("number", name="pk_follow_up")
    )
    op.create_index("ix_follow_up_case_number", "follow_up", ["case_number"])


def decisions() -> None:
    op.create_table(
        "decision",
        *columns(),
        *evaluated(),
        sa.PrimaryKeyConstraint("id", name="pk_decision"),
        sa.UniqueConstraint("meeting", "case_number", name="uq_decision_meeting_case_number"),
        sa.ForeignKeyConstraint(["meeting"], ["meeting.id"], name="fk_decision_meeting"),
    )


def columns() -> tuple[sa.Column[Any], ...]:
    return (
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
        maybe("provider_kind"),
        maybe("staff"),
        maybe("staff_name"),
        maybe("relation"),
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
        maybe("ended"),
        maybe("ended_on"),
        maybe("ended_why"),
        whole("corrected"),
    )


def evaluated() -> tuple[sa.Column[Any], ...]:
    return (
        maybe("municipality"),
        text("basis"),
        maybe("kind"),
        maybe("first_due"),
        maybe("by_list"),
        maybe("by_order"),
        maybe("waiting"),
    )


def indexes() -> None:
    op.create_index("ix_decision_case_number", "decision", ["case_number", "opened_at"])
    op.create_index("ix_decision_date", "decision", ["date"])
    op.create_index("ix_decision_birth_date", "decision", ["birth_date"])
    newest, running = sa.text("followed_by IS NULL"), sa.text('"end" IS NOT NULL')
    op.create_index(
        "ix_decision_outcome", "decision", ["outcome", "case_number"], sqlite_where=newest, postgresql_where=newest
    )
    op.create_index(
        "ix_decision_running",
        "decision",
        ["end", "start", "case_number"],
        sqlite_where=running,
        postgresql_where=running,
    )
    judged = sa.text("ended_on IS NOT NULL")
    op.create_index("ix_decision_ended_on", "decision", ["ended_on"], sqlite_where=judged, postgresql_where=judged)


def text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def maybe(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=True)


def whole(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def truth(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False)
