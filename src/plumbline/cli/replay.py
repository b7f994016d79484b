"""`plumbline replay`: compute a past run again and compare, to the bit."""

import argparse
import json
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from plumbline.cli.inspect import MARK, RULEBOOK, add_executor
from plumbline.cli.progress import Progress
from plumbline.cli.words import printed, say
from plumbline.domain.errors import UsageError
from plumbline.engine.result import Inspection
from plumbline.executors.inspection import Request, inspect
from plumbline.executors.staging import staged
from plumbline.rulebook.kept import restore


def add_parser(commands: Any, lang: str, shared: argparse.ArgumentParser) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "replay",
        parents=[shared],
        help=say(lang, "compute a past run again and compare", "复算往期检查并比对"),
        description=say(
            lang,
            "Compute a past run again from its dossier, with the rulebook that the run kept, and say 'identical' "
            "(exit 0) or show what differs (exit 1).",
            "用往期结果中保存的规则集对同一资料包重新计算：一致则输出“identical 一致”（退出码 0），"
            "否则列出差异（退出码 1）。",
        ),
        epilog=say(lang, "example:", "示例：") + "\n  plumbline replay result --dossier fleet",
    )
    parser.add_argument("run_dir", type=Path, help=say(lang, "folder of the past run", "往期结果文件夹"))
    parser.add_argument("--dossier", required=True, help=say(lang, "its dossier, folder or URL", "当时的资料包"))
    add_executor(parser, lang)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Compute again; 0 identical, 1 different."""
    record, found = _past(args.run_dir)
    with (
        tempfile.TemporaryDirectory() as folder,
        Progress(args.lang, quiet=args.quiet) as progress,
        staged(args.dossier, progress=progress.step) as dossier,
    ):
        request = Request(
            dossier=dossier,
            book=restore(args.run_dir / RULEBOOK),
            now=datetime.fromisoformat(record["as_of"]),
            as_of=record["as_of"],
            executor=args.executor,
            work=args.work,
            rejected=Path(folder) / "rejected.jsonl",
        )
        again = inspect(request, progress=progress.step)
    if again.run["result_sha256"] == record["result_sha256"]:
        printed(f"{say(args.lang, 'identical', 'identical 一致')} {record['result_sha256']}", quiet=args.quiet)
        return 0
    for line in _differences(record, found, again, args):
        printed(line, quiet=args.quiet)
    return 1


def _past(folder: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    try:
        record = json.loads((folder / MARK).read_text("utf-8"))
        with (folder / "findings.jsonl").open(encoding="utf-8") as lines:
            found = {row["finding_id"]: row for row in map(json.loads, lines)}
        datetime.fromisoformat(record["as_of"])
        return dict(record), found
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(
            "that is not the folder of a past run", str(folder), "give the folder that --out named then"
        ) from error


def _differences(
    record: dict[str, Any], found: dict[str, Any], again: Inspection, args: argparse.Namespace
) -> Iterator[str]:
    lang = args.lang
    yield say(lang, "different", "different 不一致")
    yield f"  result_sha256 {record['result_sha256']} → {again.run['result_sha256']}"
    if record["version"] != again.run["version"]:
        yield f"  plumbline {record['version']} → {again.run['version']}"
    for name in sorted({*record["tables"], *again.run["tables"]}):
        past, now = (_hashes(tables.get(name)) for tables in (record["tables"], again.run["tables"]))
        if past != now:
            yield say(lang, f"  table {name} is not the same file", f"  数据表 {name} 与当时的文件不同")
    present = {finding.finding_id: msgspec.to_builtins(finding) for finding in again.findings}
    for name in sorted({*found, *present}):
        if _core(found.get(name)) != _core(present.get(name)):
            row = found.get(name) or present[name]
            what = say(lang, "changed", "有变化") if name in found and name in present else None
            what = what or (say(lang, "gone", "消失") if name in found else say(lang, "new", "新增"))
            yield f"  {name} {row['check']} {row['account_id']}: {what}"
    changed = (args.run_dir / "verdicts.csv").read_text("utf-8-sig")
    for row in again.verdicts.iter_rows(named=True):
        if f"{row['account_id']}," not in changed:
            yield f"  {row['account_id']}: {say(lang, 'was not in that run', '当时不在检查范围')}"


def _hashes(table: dict[str, Any] | None) -> list[str]:
    return [file["sha256"] for file in table["files"]] if table else []


def _core(row: dict[str, Any] | None) -> tuple[Any, ...] | None:
    if row is None:
        return None
    return (*tuple(row[name] for name in ("severity", "confidence", "clause", "facts")), row["status"] == "excepted")
