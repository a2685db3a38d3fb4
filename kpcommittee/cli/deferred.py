"""The commands, each with the module that is imported when it is called: `--help` needs none of them."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from typer.main import get_group

from kpcommittee.cli.i18n import App, Command, Group
from kpcommittee.locale import N_, _

COMMANDS: Mapping[str, tuple[str, str]] = {
    "meet": ("meetings", N_("Open a meeting on the screen.")),
    "show": ("meetings", N_("Show a meeting or one case as text.")),
    "record": ("meetings", N_("Record intentions from JSON Lines, the same as the screen's.")),
    "minutes": ("minutes", N_("Write the minutes of a meeting.")),
    "review": ("review", N_("Send minutes out for reading, and list, answer or take in the comments.")),
    "told": ("meetings", N_("List who is still to be told of the decisions, and who has been.")),
    "journalised": (
        "meetings",
        N_("List which cases are still to be journalised, and under which number others were."),
    ),
    "init": ("workspace", N_("Make a new workspace: config.toml, agenda/, minutes/.")),
    "demo": ("workspace", N_("Open a filled sample committee in a folder of its own.")),
    "check": ("workspace", N_("Check the config and the agendas: every error with its place and a remedy.")),
    "schema": ("workspace", N_("Print the JSON Schema of the agenda or the config, for editors.")),
    "balance": ("balance", N_("The balance of every provider on a day, with the busiest week from there.")),
    "budget": ("budget", N_("What a year's placements cost, day by day, against the frame.")),
    "report": ("report", N_("The yearly evaluation: what was decided, how it went, the clubs and the money.")),
    "history": ("journal", N_("Past decisions, newest first; every term of the query must hold.")),
    "decision": ("journal", N_("One past decision in full, as the committee saw it.")),
    "child": ("journal", N_("The story of the child of a case, over all its cases.")),
    "similar": ("journal", N_("Past decisions in cases like this one: a shared problem, and of the same age.")),
    "verify": ("journal", N_("Test the journal, and report what does not fit.")),
    "rebuild": ("journal", N_("Rebuild the tables that answer questions from the journal.")),
    "backup": ("safety", N_("Make a backup of the database, also while meetings run, and test it.")),
    "backups": ("safety", N_("List the backups: when, how many events, how big, and whether they are whole.")),
    "restore": ("safety", N_("Bring a backup back in the database's place; what was there is kept beside it.")),
    "access": ("access", N_("Who looked at what, and when.")),
    "export": ("rights", N_("Write all data about the child of a case into one file, for an access request.")),
    "rectify": (
        "rights",
        N_("Put wrong personal data right everywhere; what it was is shown only on request."),
    ),
    "purge": ("purging", N_("Purge journalised cases; what remains proves it without revealing them.")),
    "key": ("keys", N_("Who can open the encrypted database.")),
    "encrypt": ("keys", N_("Encrypt the database and its backups with a passphrase.")),
    "decrypt": ("keys", N_("Decrypt the database, after asking twice.")),
    "rekey": ("keys", N_("Encrypt the database again with another data key, such as after a leak.")),
    "template": ("templates", N_("The municipality's own templates of documents.")),
    "agenda": ("agendas", N_("The agendas.")),
    "placements": ("placements", N_("The running placements.")),
    "followups": ("followups", N_("List what is due of the placements, and record what was held.")),
}
"""Command or group of commands → its module in this package, and its line in the help."""


class Deferred(Command):
    """A command that the help lists; calling it loads the one that its module declares."""

    def __init__(self, name: str, module: str, help_text: str) -> None:
        super().__init__(name=name, help=_(help_text))
        self._module = module

    def loaded(self) -> Any:
        """Import the module, and return the command or group that it adds under this name."""
        app = App()
        import_module(f"kpcommittee.cli.{self._module}").add_to(app)
        command = get_group(app).commands[str(self.name)]
        command.help = self.help
        return command

    def make_context(self, *arguments: Any, **options: Any) -> Any:
        """Read the arguments as the loaded command does."""
        return self.loaded().make_context(*arguments, **options)


class Program(Group):
    """The program itself, with every command."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        for name, (module, help_text) in COMMANDS.items():
            self.add_command(Deferred(name, module, help_text))
