"""How the placement of a decision went, whether it kept a known relation, and what was changed in placements.

The table of decisions is made again, as a new database has it; its rows come from the journal.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("decision")
    decisions()
    indexes()
    changes()


def changes() -> None:
    op.create_table(
        "placement_change",
        whole("number"),
        text("case_number"),
        text("provider"),
        text("changed_on"),
        text("changes"),
        text("why"),
        sa.PrimaryKeyConstraint("number", name="pk_placement_change"),
    )
    op.create_index("ix_placement_change_case_number", "placement_change", ["case_number"])


def decisions() -> None:
    op.create_table(
        "decision",
        *columns(),
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
    op.create_index("ix_decision_running", "decision", ["end"], sqlite_where=running, postgresql_where=running)
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
