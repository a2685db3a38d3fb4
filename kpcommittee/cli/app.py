"""The command line; each command is a few lines that call the same services as the screens."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from kpcommittee import __version__
from kpcommittee.cli.deferred import Program
from kpcommittee.cli.i18n import App, misuse
from kpcommittee.cli.passphrases import PassphraseOptions
from kpcommittee.cli.run import Settings, open_screen, run_guarded
from kpcommittee.locale import _, use

app = App(
    name="kpcommittee",
    cls=Program,
    help=_("Run the meetings of a Danish municipal allocation committee: who delivers a child's contact person."),
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


_INTERRUPTED = 130
"""The code with which Typer exits after an interrupt, without a message."""


def _version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"kpcommittee {__version__}\n")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def program(
    context: typer.Context,
    workspace: Annotated[
        Path | None, typer.Option(help=_("The folder with config.toml; else here or above."), show_default=False)
    ] = None,
    lang: Annotated[str | None, typer.Option(help=_("da or en; else as the config says."))] = None,
    passphrase_fd: Annotated[
        int | None,
        typer.Option(
            "--passphrase-fd", min=0, metavar="N", help=_("Read the passphrase from the first line of this descriptor.")
        ),
    ] = None,
    key_file: Annotated[
        Path | None,
        typer.Option("--key-file", help=_("Read the passphrase from the first line of this file (0600).")),
    ] = None,
    _version_wanted: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help=_("Print the version."))
    ] = False,
) -> None:
    """Without a command, open the running meeting, else the next one from today."""
    if lang not in (None, "da", "en"):
        raise typer.BadParameter(_("da or en"), param_hint="--lang")
    if passphrase_fd is not None and key_file is not None:
        raise typer.BadParameter(_("only one of --passphrase-fd and --key-file"), param_hint="--key-file")
    context.obj = Settings(workspace=workspace, language=lang, passphrases=PassphraseOptions(passphrase_fd, key_file))
    if lang:
        use(lang)
    if context.invoked_subcommand is None:
        open_screen(context.obj)


def invoke(arguments: list[str]) -> int:
    """Run one command line and return its exit code."""
    return run_guarded(lambda: _invoke(arguments))


def _invoke(arguments: list[str]) -> int:
    """Run the command line, with Typer's errors turned into the program's own."""
    streams = sys.stdout, sys.stderr
    try:
        code = app(arguments, prog_name="kpcommittee", standalone_mode=False)
    except SystemExit as end:
        if isinstance(end.__context__, BrokenPipeError):
            # Typer treats it as an error and wraps the streams, although `| head` is no error.
            sys.stdout, sys.stderr = streams
            raise end.__context__ from None
        code = end.code
    except typer.Abort:
        raise KeyboardInterrupt from None
    except Exception as error:
        if not hasattr(error, "format_message"):
            raise
        raise misuse(error) from None
    if code == _INTERRUPTED:
        raise KeyboardInterrupt
    return int(code or 0)
