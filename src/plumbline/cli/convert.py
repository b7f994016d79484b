"""`plumbline convert`: write a dossier again in another form, with English or Chinese headers."""

import argparse
from pathlib import Path
from typing import Any

from plumbline.cli.words import printed, say
from plumbline.dossier.layout import scan
from plumbline.dossier.read import read_table
from plumbline.dossier.registered import Registered
from plumbline.dossier.rejects import Rejects
from plumbline.reports.dossier_files import write_dossier


def add_parser(commands: Any, lang: str, shared: argparse.ArgumentParser) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "convert",
        parents=[shared],
        help=say(lang, "write a dossier in another form", "转换资料包格式"),
        description=say(
            lang,
            "Read a dossier, check it, and write it again as CSV, JSON Lines, Parquet or XLSX with English or Chinese "
            "headers. Rows that are rejected, and rows of unregistered accounts, are not written.",
            "读取并校验资料包，另存为 CSV、JSON Lines、Parquet 或 XLSX，表头可选中文或英文。"
            "被拒收的行和未登记账号的行不写出。",
        ),
        epilog=say(lang, "example:", "示例：") + "\n  plumbline convert fleet fleet-xlsx --form xlsx --headers zh",
    )
    parser.add_argument("dossier", type=Path, help=say(lang, "folder of tables", "资料包文件夹"))
    parser.add_argument("target", type=Path, help=say(lang, "new folder", "新文件夹"))
    parser.add_argument("--form", choices=("csv", "csv.gz", "jsonl", "parquet", "xlsx"), default="csv")
    parser.add_argument(
        "--headers", choices=("en", "zh"), help=say(lang, "default: as they came", "默认与原表头语言一致")
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Read, write, count."""
    layout = scan(args.dossier)
    rejects = Rejects(lang=args.lang)
    accounts, report = read_table(layout, "accounts", rejects=rejects)
    registered = Registered(accounts["account_id"])
    rest = [name for name in layout.files if name != "accounts"]
    read = {name: read_table(layout, name, registered=registered, rejects=rejects)[0] for name in rest}
    tables = {"accounts": accounts, **read}
    rejected = sum(rejects.counts.values())
    headers = args.headers or report.headers
    write_dossier(tables, args.target, form=args.form, headers=headers, timezone=layout.timezone, as_of=layout.as_of)
    printed(
        say(
            args.lang, f"written: {args.target}; {rejected} rows rejected", f"已写出：{args.target}；拒收 {rejected} 行"
        ),
        quiet=args.quiet,
    )
    return 0
