"""What may change an event: a purge, once an event of its stream says so; and where the purges are."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

STANDS = """CREATE TRIGGER event_stands BEFORE UPDATE ON event
WHEN NOT (
  new.payload IS NOT old.payload AND new.digest IS NOT NULL AND new.digest IS coalesce(old.digest, new.digest)
  AND new.stream IS old.stream AND new.number IS old.number AND new.at IS old.at AND new."by" IS old."by"
  AND new.kind IS old.kind AND new.hash IS old.hash AND (
    (new.stream = 'access' AND new.payload = '') OR EXISTS (
      SELECT 1 FROM event AS purge WHERE purge.stream = new.stream AND purge.number > new.number
      AND purge.kind = 'purged' AND instr(purge.payload, new.digest) > 0
    )
  )
)
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"""


def upgrade() -> None:
    op.execute("DROP TRIGGER event_stands")
    op.execute(STANDS)
    purges = sa.text("kind = 'purged'")
    op.create_index("ix_event_purged", "event", ["stream"], sqlite_where=purges, postgresql_where=purges)
