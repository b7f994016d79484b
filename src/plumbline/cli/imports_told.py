"""What `plumbline import` says of a file: taken, left alone, not readable, and from when to when it watched."""

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from plumbline.cli.words import noted, printed, say
from plumbline.importers.faults import FAULTS, PASSED
from plumbline.importers.format import Fault
from plumbline.importers.intake import Report
from plumbline.importers.recognise import readers

SHOWN = 10
Unknown = Sequence[tuple[str, str | None]]


def listed(lang: str) -> int:
    """All formats, a line each."""
    for name, reader in readers().items():
        printed(f"{name:<28}{reader.FORMAT.title.of(lang)}")
    return 0


def tell(
    args: argparse.Namespace,
    label: str,
    report: Report,
    written: Mapping[str, int],
    unknown: Unknown,
    rejected: Path | None,
) -> None:
    """Print it, for people or as JSON."""
    if args.json:
        printed(json.dumps(_facts(label, report, written, unknown, rejected), ensure_ascii=False))
        return
    for line in (*_faults(report.faults, args.lang, label), *_columns(unknown, args.lang, label)):
        noted(line)
    if rejected:
        noted(say(args.lang, f"all of them: {rejected}", f"全部列于 {rejected}"))
    for line in _summary(report, args.lang, label):
        printed(line, quiet=args.quiet)


def _summary(report: Report, lang: str, label: str) -> Iterator[str]:
    title = readers()[report.form].FORMAT.title.of(lang)
    yield say(lang, f"{label}: {title} ({report.form})", f"{label}：{title}（{report.form}）")
    if report.before:
        day = report.before.date().isoformat()
        yield say(lang, f"  already imported on {day}; nothing changed", f"  已于 {day} 导入，未作改动")
        return
    if report.registered:
        yield say(
            lang,
            f"  registered as new account: {report.registered}; complete its row in the table accounts",
            f"  已新登记账号 {report.registered}，请在 accounts 表补全信息",
        )
    rows = ", ".join(f"{table} {count}" for table, count in sorted(report.rows.items()))
    told = report.told
    yield say(
        lang,
        f"  rows: {rows or 'none'} ({told['new']} new, {told['changed']} changed, {told['known']} known)",
        f"  读取：{rows or '无'}（新增 {told['new']}，变化 {told['changed']}，已有 {told['known']}）",
    )
    for why, count in sorted(report.passed.items()):
        yield f"  {PASSED[why].of(lang)}{say(lang, ': ', '：')}{count}"
    yield from _absent(report, lang)
    yield from _watched(report, lang)


def _absent(report: Report, lang: str) -> Iterator[str]:
    if not report.absent:
        return
    count, shown = len(report.absent), ", ".join(report.absent[:SHOWN])
    more = " …" if count > SHOWN else ""
    yield say(
        lang,
        f"  registered but not in this table, left as they are: {count} ({shown}{more})",
        f"  已登记但本表未列出（保持不变）：{count} 个（{shown}{more}）",
    )


def _watched(report: Report, lang: str) -> Iterator[str]:
    if report.first is None or report.last is None:
        return
    first, last = _day(report.first), _day(report.last)
    yield say(lang, f"  posts from {first} to {last}", f"  发布时间 {first} 至 {last}")
    if not report.whole:
        yield say(
            lang,
            "  this export need not hold every post: it proves no silence",
            "  该文件不保证列出全部内容，不能据以认定停更",
        )
    elif not report.moment_known:
        yield say(
            lang,
            f"  watched until {last}; if the export was made later, say so with --observed-at",
            f"  采集截至 {last}；如导出时间更晚，请用 --observed-at 写明",
        )


def _faults(faults: Sequence[Fault], lang: str, label: str) -> Iterator[str]:
    for fault in faults[:SHOWN]:
        sheet = f" [{fault.sheet}]" if fault.sheet else ""
        place = say(lang, f"{label}{sheet}, row {fault.place}", f"{label}{sheet} 第 {fault.place} 行")
        column = say(lang, f", column {fault.column}", f"，{fault.column} 列") if fault.column else ""
        value = f"“{fault.value[:60]}”: " if fault.value else ""
        kept = "" if fault.row_lost else say(lang, " (the rest of the row is kept)", "（该行其余内容保留）")
        yield f"{place}{column}{say(lang, ': ', '：')}{value}{FAULTS[fault.code].of(lang)}{kept}"
    if len(faults) > SHOWN:
        yield say(lang, f"… and {len(faults) - SHOWN} more", f"……另有 {len(faults) - SHOWN} 处")


def _columns(unknown: Unknown, lang: str, label: str) -> Iterator[str]:
    for name, near in unknown:
        yield say(
            lang,
            f"{label}: column “{name}” is not known and was left out (nearest known: {near})",
            f"{label}：不认识“{name}”列，未读取（最接近的是“{near}”）",
        )


def _facts(
    label: str, report: Report, written: Mapping[str, int], unknown: Unknown, rejected: Path | None
) -> dict[str, object]:
    return {
        "file": label,
        "format": report.form,
        "account_id": report.account_id,
        "registered": report.registered,
        "already_imported": report.before is not None,
        "rows": dict(sorted(report.rows.items())),
        **{name: report.told[name] for name in ("new", "changed", "known")},
        "passed": dict(sorted(report.passed.items())),
        "absent": report.absent,
        "faults": [
            {"row": fault.place, "sheet": fault.sheet, "column": fault.column, "code": fault.code}
            for fault in report.faults
        ],
        "unknown_columns": [name for name, _ in unknown],
        "tables": dict(written),
        "rejected": str(rejected) if rejected else None,
    }


def _day(moment: datetime) -> str:
    return moment.astimezone(ZoneInfo("Asia/Shanghai")).strftime("%Y-%m-%d %H:%M")
