"""`plumbline manage`: the commands of the web framework, for administrators."""

import argparse
from typing import Any

from plumbline.cli.office import opened, shared_data
from plumbline.cli.words import say


def add_parser(commands: Any, lang: str, shared: argparse.ArgumentParser) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "manage",
        parents=[shared],
        help=say(lang, "the web framework's own commands", "网页框架的管理命令"),
        description=say(
            lang,
            "Runs a command of Django on the office: migrate, dumpdata, changepassword, check --deploy …",
            "对网页端运行 Django 管理命令：migrate、dumpdata、changepassword、check --deploy 等。",
        ),
        epilog=say(lang, "examples:", "示例：")
        + "\n  plumbline manage migrate\n  plumbline manage --data /srv/office changepassword admin",
    )
    shared_data(parser, lang)
    parser.add_argument("words", nargs=argparse.REMAINDER, metavar="…", help=say(lang, "command and options", "命令"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Run the command."""
    opened(args.data)
    from django.core.management import execute_from_command_line

    execute_from_command_line(["plumbline manage", *(args.words or ["help"])])
    return 0
