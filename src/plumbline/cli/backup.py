"""`plumbline backup`: the whole office in one file, while it runs."""

import argparse
from pathlib import Path
from typing import Any

from plumbline.cli.office import existing, shared_data
from plumbline.cli.words import noted, printed, say


def add_parser(commands: Any, lang: str, shared: argparse.ArgumentParser) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "backup",
        parents=[shared],
        help=say(lang, "the whole office in one file", "备份网页端"),
        description=say(
            lang,
            "Writes database, dossier, runs, evidence and keys into one file, as they are at one moment, while the "
            "office goes on working; reads it again before it gets its name. The rows of the database are written in a "
            "form of their own: a backup of SQLite can be restored to PostgreSQL and the other way round. The file "
            "holds the office's secret keys, password hashes and second factors: it has mode 600, keep it as you keep "
            "a key. Who is signed in is not in it.",
            "把数据库、资料包、检查结果、存证和密钥写入一个文件：取同一时刻的状态，期间网页端照常使用；写完重新读取核对后才定名。"
            "数据库内容用通用格式保存，SQLite 与 PostgreSQL 之间可以互相恢复。文件含密钥、密码散列和第二重验证，"
            "权限为 600，请像钥匙一样保管。登录状态不在备份内。",
        ),
        epilog=say(lang, "examples:", "示例：")
        + "\n  plumbline backup --data /srv/office /mnt/backups/office-$(date +%F).tar.zst"
        "\n  plumbline backup --data office office.tar.gz",
    )
    shared_data(parser, lang)
    parser.add_argument(
        "file",
        type=Path,
        metavar="FILE",
        help=say(lang, "new file, .tar.zst or .tar.gz", "新文件，.tar.zst 或者 .tar.gz"),
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Make the backup."""
    existing(args.data)
    from plumbline.server.backup.making import make  # the office is open only now

    made = make(args.file)
    rows, files = sum(made.tables.values()), len(made.members) - len(made.tables)
    size = args.file.stat().st_size
    zh = f"{args.file}：{size:,} 字节，{files} 个文件，数据库 {rows:,} 行；已核对"
    en = f"{args.file}: {size:,} bytes, {files} files, {rows:,} rows; written and read again"
    printed(say(args.lang, en, zh), quiet=args.quiet)
    printed(say(args.lang, f"head of the log of changes: {made.audit} (note it elsewhere)",
                f"操作日志链头：{made.audit}（请另行留存）"), quiet=args.quiet)  # fmt: skip
    for name in made.left_out:
        noted(say(args.lang, f"left out: {name} (a link, or no plain file)", f"未备份：{name}（链接或者非普通文件）"))
    return 0
