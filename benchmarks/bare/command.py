"""The floor of a command line: Typer with one command and the version, plain like ours or with `--rich`."""

import sys
from typing import Annotated

import typer

RICH = "--rich" in sys.argv
app = (
    typer.Typer() if RICH else typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
)


def _version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write("bare 1\n")
        raise typer.Exit


@app.command()
def _greet(
    name: Annotated[str, typer.Option(help="A name.")] = "",
    _wanted: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="The version.")] = False,
) -> None:
    """The one command."""
    sys.stdout.write(name)


def main() -> None:
    """Run it."""
    if RICH:
        sys.argv.remove("--rich")
    app()
