"""Errors that a user can mend: what is wrong, where, and the way out."""

from dataclasses import dataclass


@dataclass
class PlumblineError(Exception):
    """A mistake outside the program: printed as `error:` what, where, `help:`; never as a traceback.

    `what` says what is wrong, `where` names file, row and column as far as known, `remedy` says what to do.
    """

    what: str
    where: str = ""
    remedy: str = ""

    def __str__(self) -> str:
        lines = [f"error: {self.what}"]
        if self.where:
            lines.append(f"  where: {self.where}")
        if self.remedy:
            lines.append(f"help: {self.remedy}")
        return "\n".join(lines)


class DossierError(PlumblineError):
    """The dossier cannot be read as a whole (a bad row alone never raises this: it is rejected and counted)."""


class RulebookError(PlumblineError):
    """A rulebook does not follow its schema, or cites what does not exist."""


class UsageError(PlumblineError):
    """A command was called with what it cannot take."""


class KnownTextsError(PlumblineError):
    """An index of known texts is missing, damaged, or not made by this version."""
