"""Words the codes that a config brings itself: problems and reasons."""

from kpcommittee.domain.committee import Config
from kpcommittee.locale import current


def problem(code: str, config: Config | None) -> str:
    """Word a kind of problem from the config's catalogue; return the code if the catalogue lacks it."""
    entry = config.problem(code) if config else None
    return code if entry is None else _in_language(entry.da, entry.en)


def reason(code: str, config: Config | None) -> str:
    """Word a reason from the config's catalogue; return the code if the catalogue lacks it."""
    entry = config.reason(code) if config else None
    return code if entry is None else _in_language(entry.da, entry.en)


def _in_language(danish: str, english: str) -> str:
    return english if current() == "en" else danish
