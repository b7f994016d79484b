"""`plumbline worker`: does what is due."""

import argparse
from typing import Any

from plumbline.cli.office import existing, shared_data
from plumbline.cli.words import printed, say


def add_parser(commands: Any, lang: str, shared: argparse.ArgumentParser) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "worker",
        parents=[shared],
        help=say(lang, "do the office's due work", "执行到期任务"),
        description=say(
            lang,
            "Does what is due: inspections, reminders, messages. Any number may run beside each other; one that is "
            "killed leaves its work to the others.",
            "执行到期任务：检查、提醒、消息。可同时运行多个；中途被终止的，其任务由其他进程接手。",
        ),
        epilog=say(lang, "examples:", "示例：") + "\n  plumbline worker --data /srv/office\n  plumbline worker --once",
    )
    shared_data(parser, lang)
    parser.add_argument(
        "--once", action="store_true", help=say(lang, "do what is due and stop", "执行完到期任务即退出")
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Work until interrupted, or once."""
    existing(args.data)
    from plumbline.server.site.start import make_cache_table
    from plumbline.server.work.worker import run_forever

    make_cache_table()
    printed(say(args.lang, "working (stop: Ctrl-C)", "任务进程已启动（按 Ctrl-C 停止）"), quiet=args.quiet or args.once)
    run_forever(once=args.once)
    return 0
