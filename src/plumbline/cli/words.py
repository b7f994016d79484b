"""Both languages of the command line, side by side in the code that prints them."""

import argparse
import sys
from typing import Any, NoReturn

from plumbline.domain.errors import UsageError
from plumbline.settings.environment import colours


def say(lang: str, en: str, zh: str) -> str:
    """The sentence in the language of the session."""
    return zh if lang == "zh" else en


def printed(text: str, *, quiet: bool = False) -> None:
    """Write a line to standard output, where nobody asked for quiet."""
    if not quiet:
        print(text)


def noted(text: str) -> None:
    """Write a line to the error stream: progress and warnings, never results."""
    print(text, file=sys.stderr)


def tinted(text: str, colour: str) -> str:
    """`text` in a colour (red, green, yellow, bold) where standard output shows colours."""
    codes = {"red": "31", "green": "32", "yellow": "33", "bold": "1"}
    return f"\x1b[{codes[colour]}m{text}\x1b[0m" if colours(sys.stdout) else text


class Parser(argparse.ArgumentParser):
    """An argument parser whose mistakes end like all others: error, where, help, exit code 2."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        super().__init__(*args, **options)

    def error(self, message: str) -> NoReturn:
        """Turn argparse's own exit into our error."""
        raise UsageError(message, remedy=f"{self.prog} --help")


def chinese(parser: Parser) -> Parser:
    """The parser and all below it with argparse's own words in Chinese."""
    parser._optionals.title, parser._positionals.title = "选项", "参数"
    for action in parser._actions:
        if isinstance(action, argparse._HelpAction):
            action.help = "显示本帮助"
        if isinstance(action, argparse._VersionAction):
            action.help = "显示版本号"
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                chinese(below)
    return parser
