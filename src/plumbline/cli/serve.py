"""`plumbline serve`: the office in a browser."""

import argparse
from typing import Any

from plumbline.cli.office import opened, shared_data
from plumbline.cli.words import noted, printed, say
from plumbline.domain.errors import UsageError

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def add_parser(commands: Any, lang: str, shared: argparse.ArgumentParser) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "serve",
        parents=[shared],
        help=say(lang, "the office in a browser", "启动网页端"),
        description=say(
            lang,
            "Register, review before publication, inspections, cases and the public look-up in a browser. Starts with "
            "an empty database in --data, made on first use (SQLite; another by DATABASE_URL), and an administrator "
            "whose password is shown once. Due work (inspections, messages) is done by a worker that starts with it.",
            "在浏览器中使用：账号备案、先审后发、检查、整改台账和公众核验。首次启动在 --data 文件夹内建立空数据库"
            "（默认 SQLite，可用 DATABASE_URL 指定 PostgreSQL），并创建管理员，其密码只显示一次。"
            "到期任务（检查、消息）由同时启动的后台进程执行。",
        ),
        epilog=say(lang, "examples:", "示例：")
        + "\n  plumbline serve --demo\n  plumbline serve --data /srv/office --host 0.0.0.0 --port 80 --no-worker",
    )
    shared_data(parser, lang)
    parser.add_argument("--host", default="127.0.0.1", help=say(lang, "address to listen on", "监听地址"))
    parser.add_argument("--port", type=int, default=8000, help=say(lang, "port to listen on", "监听端口"))
    parser.add_argument("--demo", action="store_true", help=say(lang, "fill with the demo fleet", "装入演示账号"))
    parser.add_argument(
        "--processes", type=int, default=2, metavar="N", help=say(lang, "processes that answer", "应答进程数")
    )
    parser.add_argument(
        "--no-worker", action="store_true", help=say(lang, "do due work elsewhere", "不启动后台任务进程（另行启动）")
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serve until interrupted."""
    if args.demo and args.host not in LOOPBACK:
        raise UsageError(
            say(args.lang, "a demo has known people and no second factor", "演示数据中的人员没有第二重验证"),
            args.host,
            say(args.lang, "leave out --host", "请去掉 --host，仅在本机试用"),
        )
    opened(args.data, demo=args.demo)
    _first(args)
    from plumbline.server.site.serving import serve  # the office is open only now

    printed(say(args.lang, f"http://{args.host}:{args.port}/  (stop: Ctrl-C)",
                f"http://{args.host}:{args.port}/  （按 Ctrl-C 停止）"), quiet=args.quiet)  # fmt: skip
    return serve(args.host, args.port, processes=args.processes, worker=not args.no_worker)


def _first(args: argparse.Namespace) -> None:
    from plumbline.server.site.start import bring_up_to_date, first_administrator

    bring_up_to_date()
    if args.demo:
        _demo(args)
    first = first_administrator()
    if first:
        noted(say(args.lang, "first start: sign in at /desk/ as", "首次启动：请在 /desk/ 登录"))
        noted(say(args.lang, f"  {first.username}   password {first.password}   (shown once; change it)",
                  f"  {first.username}   密码 {first.password}   （只显示一次，请尽快修改）"))  # fmt: skip
        noted(say(args.lang, "to look around with a made-up fleet: plumbline serve --demo --data DIR",
                  "如需用虚构账号试用：plumbline serve --demo --data DIR"))  # fmt: skip


def _demo(args: argparse.Namespace) -> None:
    from plumbline.server.site.demo import fill

    people = fill()
    if people:
        noted(say(args.lang, "demo people (sign in at /desk/):", "演示人员（在 /desk/ 登录）："))
        for username, name, password in people:
            noted(f"  {username}  {name}  {password}")
