"""Alembic's entry point: the store supplies the connection and the transaction."""

from typing import Any

from alembic import context

from kpcommittee.store.tables import METADATA


def of_ours(_object: object, name: str | None, kind: str, _reflected: object, _compared: object) -> bool:
    """Whether a table is declared in the code: the full-text index and its own tables are not."""
    return not (kind == "table" and (name or "").startswith("search"))


def run(connection: Any) -> None:
    """Run the migrations."""
    context.configure(connection=connection, target_metadata=METADATA, render_as_batch=True, include_object=of_ours)
    with context.begin_transaction():
        context.run_migrations()


run(context.config.attributes["connection"])
