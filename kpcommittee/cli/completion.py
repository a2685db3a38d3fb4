"""What the shell proposes while a command is typed."""

from pathlib import Path

import typer

from kpcommittee.errors import KpError
from kpcommittee.services.session import Session


def agendas_like(context: typer.Context, incomplete: str) -> list[str]:
    """Return the agendas whose names begin like that; none where there is no workspace that can be read."""
    try:
        session = Session.find(_folder(context))
        names = [agenda.path.stem for agenda in session.workspace.agendas(session.config)]
    except (KpError, OSError):
        return []
    return [name for name in names if name.startswith(incomplete)]


def _folder(context: typer.Context) -> Path | None:
    """Return the workspace named on the command line, whose options are not read yet while it completes."""
    named = context.find_root().params.get("workspace")
    return Path(named) if named else None
