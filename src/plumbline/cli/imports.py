"""`plumbline import`: read the exports people already have into a dossier."""

import argparse
import json
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

from plumbline.cli.imports_told import listed, tell
from plumbline.cli.keying import citizens_key
from plumbline.cli.progress import Progress
from plumbline.cli.words import say
from plumbline.domain.errors import UsageError
from plumbline.evidence.archive import Archive
from plumbline.importers.cells import Unreadable, moment
from plumbline.importers.export import Export, open_export
from plumbline.importers.format import Reader
from plumbline.importers.intake import Intake, Report, Request
from plumbline.importers.into import target
from plumbline.importers.recognise import recognise, unknown_columns
from plumbline.ledger.ledger import FOLDER, Ledger
from plumbline.ledger.publish import publish
from plumbline.settings.environment import now


def add_parser(commands: Any, lang: str, shared: argparse.ArgumentParser) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "import",
        parents=[shared],
        help=say(lang, "read exports of platforms and tools into a dossier", "导入平台或工具导出的文件"),
        description=say(
            lang,
            "Read what platforms, back-ends and tools export. The format is told by the header or the content, never "
            "by the file's name. Only registered accounts are read. The same file twice changes nothing; of a newer "
            "and an older export the newer observation stands, the older is kept beside it.",
            "导入平台后台或工具导出的文件。按表头或内容识别格式，不看文件名。只读取已登记账号。"
            "同一文件重复导入不会改变任何内容；新旧导出重叠时以较新的为准，较旧的一并保留。",
        ),
        epilog=say(lang, "examples:", "示例：")
        + "\n  plumbline import filing.xlsx --into fleet"
        + "\n  plumbline import 2803301701.csv --into fleet --account weibo:2803301701"
        + "\n  plumbline import --list",
    )
    parser.add_argument("file", nargs="*", type=Path, help=say(lang, "exported files", "导出的文件"))
    parser.add_argument("--from", dest="form", default="auto", metavar="FORMAT", help=say(lang, "format", "格式"))
    parser.add_argument("--into", type=Path, metavar="DOSSIER", help=say(lang, "folder of the dossier", "资料包文件夹"))
    parser.add_argument(
        "--account",
        metavar="ID",
        help=say(lang, "the account, where the export does not name it", "导出文件未写明账号时指定账号标识"),
    )
    parser.add_argument(
        "--observed-at",
        metavar="TIME",
        help=say(
            lang,
            "when the export was made: until then the account counts as watched",
            "导出时间：在此之前视为已采集",
        ),
    )
    parser.add_argument(
        "--form",
        dest="table_form",
        choices=("csv", "csv.gz", "jsonl", "parquet", "xlsx"),
        help=say(lang, "form of new tables (default: that of the table accounts, else csv)", "新建数据表的格式"),
    )
    parser.add_argument("--list", action="store_true", help=say(lang, "list the formats", "列出可识别的格式"))
    parser.add_argument("--json", action="store_true", help=say(lang, "one object a file", "每个文件输出一行 JSON"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Read every file; 1 if something in them could not be read."""
    if args.list:
        return listed(args.lang)
    if not args.file or args.into is None:
        raise UsageError(
            say(args.lang, "give a file and --into DOSSIER", "请给出文件和 --into 资料包"),
            remedy="plumbline import --list",
        )
    opened = [(export, recognise(export, args.form)) for export in map(open_export, args.file)]
    reports = [_one(args, export, reader) for export, reader in opened]
    return 1 if any(report.faults for report in reports) else 0


def _one(args: argparse.Namespace, export: Export, reader: Reader) -> Report:
    there = target(args.into, lang=args.lang)
    request = Request(
        account_id=args.account,
        observed_at=_moment(args, there.timezone),
        timezone=there.timezone,
        now=now(),
        keyed=citizens_key(args.lang),
        lang=args.lang,
    )
    intake = Intake(export, reader, there.register, request)
    fresh = not args.into.exists()
    try:
        with (
            Progress(args.lang, quiet=args.quiet) as progress,
            Ledger(args.into, lang=args.lang) as ledger,
            Archive(args.into / FOLDER, now=now, timezone=there.timezone) as archive,
        ):
            progress.step("import", 0, None)
            report = intake.into(ledger, archive.note)
            written = publish(
                ledger, form=args.table_form or there.form or "csv", lang=args.lang, timezone=there.timezone, now=now()
            )
    except Exception:
        if fresh:
            shutil.rmtree(args.into, ignore_errors=True)  # begun by this very import
        raise
    unknown = list(unknown_columns(export, reader))
    rejected = _rejected(args.into, export, report) if report.faults else None
    tell(args, export.label, report, written, unknown, rejected)
    return report


def _moment(args: argparse.Namespace, timezone: str) -> datetime | None:
    if args.observed_at is None:
        return None
    try:
        found = moment(args.observed_at, timezone)
    except Unreadable:
        found = None
    if found is None or found > now():
        raise UsageError(
            say(args.lang, "this is no moment in the past", "不是已经过去的时间"), "--observed-at", "2026-11-20T18:00"
        )
    return found


def _rejected(folder: Path, export: Export, report: Report) -> Path:
    """What could not be read, line by line, kept beside the archive."""
    place = folder / "archive" / "imports" / f"{export.sha256[:16]}.rejected.jsonl"
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    lines = [
        {"file": export.label, "sheet": fault.sheet, "row": fault.place, "column": fault.column, "value": fault.value,
         "reason": fault.code, "row_lost": fault.row_lost}
        for fault in report.faults
    ]  # fmt: skip
    aside = place.with_suffix(".aside")
    aside.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    aside.replace(place)
    return place
