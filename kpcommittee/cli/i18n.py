"""Translates the help and the usage errors of commands, which Typer has in English only."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from kpcommittee.errors import UsageError
from kpcommittee.locale import N_, _

_LABELS: Mapping[str, str] = {
    "Usage: ": N_("Usage: "),
    "Arguments:": N_("Arguments:"),
    "Options:": N_("Options:"),
    "Commands:": N_("Commands:"),
    "[required]": N_("[required]"),
    "[default:": N_("[default:"),
    "[OPTIONS]": N_("[OPTIONS]"),
}
"""Labels of one word, which no line break parts."""

_COMPLETION: Mapping[str, str] = {
    "install_completion": N_("Let the shell complete commands and agendas."),
    "show_completion": N_("Print the script that does so."),
}
"""The options that Typer adds to the program itself."""

_MISUSES: Mapping[str, str] = {
    r"Missing (?:argument|option|parameter) '(?P<name>.+?)'.*": N_("{name} is missing"),
    r"Missing command\.?": N_("the command is missing"),
    r"No such command '(?P<name>.*?)'\. Did you mean '?(?P<near>.+?)'?\?": N_(
        "there is no command {name}; perhaps {near} is meant"
    ),
    r"No such command '(?P<name>.*?)'\.": N_("there is no command {name}"),
    r"No such option: (?P<name>\S+) (?:\(Possible options: |Did you mean )(?P<near>.+?)[)?]": N_(
        "there is no option {name}; perhaps {near} is meant"
    ),
    r"No such option: (?P<name>\S+)": N_("there is no option {name}"),
    r"Option '(?P<name>.+?)' does not take a value\.": N_("{name} takes no value"),
    r"Option '(?P<name>.+?)' requires (?:an argument|\d+ arguments)\.": N_("{name} needs a value after it"),
    r"Got unexpected extra arguments?(?:\(s\))? \((?P<name>.*)\)": N_("there is no place for {name}"),
    r"Invalid value for '?(?P<name>.+?)'?: (?P<value>.+) is not in the range (?P<range>.+)\.": N_(
        "{name}: {value} is not in the range {range}"
    ),
    r"Invalid value for '?(?P<name>.+?)'?: '(?P<value>.*)' is not a valid int(?:eger)?(?: range)?\.": N_(
        "{name}: {value} is not a whole number"
    ),
    r"Invalid value for '?(?P<name>.+?)'?: '(?P<value>.*)' is not one of (?P<known>.+)\.": N_(
        "{name}: {value} is not one of {known}"
    ),
    r"Invalid value for '?(?P<name>.+?)'?: (?P<value>.+)": N_("{name}: expected: {value}"),
    r"Invalid value: (?P<value>.+)": N_("expected: {value}"),
}
"""Maps the usage errors of Typer, as patterns, to the program's own."""


class App(typer.Typer):
    """Commands with help in the program's language."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"cls": Group, "rich_markup_mode": None} | options)

    def command(self, name: str | None = None, **options: Any) -> Any:
        """Add a command."""
        return super().command(name, cls=Command, **options)


def _leave_files_to_commands(parameters: Iterable[Any]) -> None:
    """Let commands say what is wrong with a file: Typer says it in English, and of another folder's file."""
    for parameter in parameters:
        if hasattr(parameter.type, "readable"):
            parameter.type.readable = False


class Command(TyperCommand):
    """A command."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        _leave_files_to_commands(self.params)

    def get_help_option(self, ctx: Any) -> Any:
        """Return the option `--help` with its help translated, before lines are broken."""
        return _translate_help_option(super().get_help_option(ctx))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the options; the error for a missing value lacks the command, which is added here."""
        try:
            return super().parse_args(ctx, args)
        except Exception as raised:
            error: Any = raised
            if getattr(error, "ctx", ctx) is None:
                error.ctx = ctx
            raise

    def get_help(self, ctx: Any) -> str:
        """Return the help with translated labels."""
        return _translate_labels(super().get_help(ctx))


class Group(TyperGroup):
    """A group of commands."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        _leave_files_to_commands(self.params)
        self.subcommand_metavar = _("COMMAND [ARGS]...")

    def get_help_option(self, ctx: Any) -> Any:
        """Return the option `--help` with its help translated, before lines are broken."""
        return _translate_help_option(super().get_help_option(ctx))

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write each command with its whole sentence, where Typer cuts what is longer than a line."""
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl([(name, command.help) for name, command in commands if command and not command.hidden])

    def get_help(self, ctx: Any) -> str:
        """Return the help with translated labels."""
        for option in self.params:
            if isinstance(option, TyperOption) and (help_text := _COMPLETION.get(option.name or "")):
                option.help = _(help_text)
        return _translate_labels(super().get_help(ctx))


def misuse(error: Any) -> UsageError:
    """Turn a usage error of Typer into the program's own."""
    message = error.format_message()
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "kpcommittee"
    if context is not None and (option := _of_the_program(message, context)):
        inner = command.partition(" ")[2]
        return UsageError(
            _("{name} comes before the command").format(name=option.opts[0]),
            _("Write kpcommittee {option} {command} …").format(option=_write_option(option), command=inner),
        )
    for pattern, text in _MISUSES.items():
        match = re.fullmatch(pattern, message, re.DOTALL)
        if match is not None:
            message = _(text).format(**match.groupdict())
            break
    return UsageError(message, _("{command} --help shows how it is used.").format(command=command))


def _of_the_program(message: str, context: Any) -> Any:
    """Return the option of the program that was put after a command; None if the mistake is another one."""
    match = re.match(r"No such option: (?P<name>--[\w-]+)", message)
    root = context.find_root()
    if match is None or context is root:
        return None
    options = (option for option in root.command.params if option.param_type_name == "option")
    return next((option for option in options if match["name"] in option.opts), None)


def _write_option(option: Any) -> str:
    return str(option.opts[0]) if option.is_flag else f"{option.opts[0]} …"


def _translate_help_option(option: Any) -> Any:
    if option is not None:
        option.help = _("Show this help.")
    return option


def _translate_labels(text: str) -> str:
    for label, translated in _LABELS.items():
        text = text.replace(label, _(translated))
    return text
