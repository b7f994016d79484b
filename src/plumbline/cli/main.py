"""`plumbline`: parse, run one command, turn mistakes into messages and exit codes."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

import plumbline
from plumbline.cli.words import Parser, chinese, say
from plumbline.domain.errors import PlumblineError
from plumbline.settings.environment import language

COMMANDS = (
    "inspect", "check", "explain", "replay", "verify", "rulebook", "sources", "convert", "demo", "evaluate", "bench",
    "advise", "reach", "audit", "import", "collect", "probe", "links", "media", "archive",
    "serve", "worker", "manage", "audit-log", "backup", "restore",
)  # fmt: skip
MODULES = {"import": "imports", "audit-log": "audit_log"}
"""Modules that cannot bear the name of their command."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. 0 nothing found, 1 findings, 2 could not run."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in words
    try:
        args = _parser(_language(words), _wanted(words)).parse_args(words)
        return int(args.run(args))
    except PlumblineError as error:
        if debug:
            raise
        getattr(error, "tell", lambda _: None)(_language(words))  # some can be said in Chinese
        print(error, file=sys.stderr)
    except BrokenPipeError:  # the reader of our output has gone: not a fault
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        print("error: interrupted\nhelp: nothing was written; run the command again", file=sys.stderr)
    except Exception as error:
        if debug:
            raise
        print(_ours(error), file=sys.stderr)
    return 2


def _language(words: Sequence[str]) -> str:
    early = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    early.add_argument("--lang", choices=("zh", "en"))
    try:
        found = early.parse_known_args(list(words))[0].lang
    except (argparse.ArgumentError, SystemExit):
        found = None
    return found or language()


def _wanted(words: Sequence[str]) -> tuple[str, ...]:
    """The command that is called, so that only its room is opened; all of them where the help page lists them."""
    called = next((word for word in words if word in COMMANDS), None)
    return (called,) if called else COMMANDS * ("--version" not in words)


def _parser(lang: str, wanted: Sequence[str]) -> Parser:
    shared = Parser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument("--lang", choices=("zh", "en"), help=say(lang, "language", "语言"))
    shared.add_argument("--quiet", action="store_true", help=say(lang, "print errors only", "只输出错误"))
    shared.add_argument("--debug", action="store_true", help=say(lang, "show tracebacks", "显示调用栈"))
    parser = Parser(
        prog="plumbline",
        parents=[shared],
        description=say(
            lang,
            "Keeps a public authority's own official accounts honest: every verdict cites its clause and replays.",
            "准绳：检查本机关政务新媒体账号，每个结论都注明依据条款，可逐位复算。",
        ),
        epilog=say(
            lang,
            "examples:\n  plumbline demo fleet && plumbline inspect fleet --out result\n"
            "  plumbline explain activity.stale_account\n  plumbline verify https://weibo.com/u/123 --dossier fleet\n\n"
            "exit codes: 0 nothing found, 1 findings, 2 could not run",
            "示例：\n  plumbline demo fleet && plumbline inspect fleet --out result\n"
            "  plumbline explain activity.stale_account\n  plumbline verify https://weibo.com/u/123 --dossier fleet\n\n"
            "退出码：0 未发现问题，1 发现问题，2 无法运行",
        ),
    )
    parser.add_argument("--version", action="version", version=f"plumbline {plumbline.__version__}")
    parser.set_defaults(lang=lang, quiet=False, debug=False)
    commands = parser.add_subparsers(title=say(lang, "commands", "命令"), metavar="COMMAND", required=True)
    for name in wanted:
        import_module(f"plumbline.cli.{MODULES.get(name, name)}").add_parser(commands, lang, shared)
    return chinese(parser) if lang == "zh" else parser


def _ours(error: Exception) -> str:
    return (
        f"error: {type(error).__name__}: {error}\n"
        "  where: inside plumbline; this is our mistake, not yours\n"
        "help: run the command again with --debug and report what it prints"
    )


if __name__ == "__main__":
    sys.exit(main())
