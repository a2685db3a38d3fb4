"""Options that several commands have."""

from typing import Annotated

import typer

from kpcommittee.locale import _

AsJson = Annotated[bool, typer.Option("--json", help=_("As JSON."))]
