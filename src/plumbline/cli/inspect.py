"""`plumbline inspect`: judge every account of a dossier."""

import argparse
import json
from pathlib import Path
from typing import Any

from plumbline.cli.progress import Progress
from plumbline.cli.summary import summary
from plumbline.cli.words import noted, printed, say
from plumbline.domain.errors import UsageError
from plumbline.domain.vocabulary import FindingStatus
from plumbline.engine.result import Baseline
from plumbline.executors.inspection import Request, inspect
from plumbline.executors.staging import staged
from plumbline.reports.result_folder import result_folder
from plumbline.reports.write import write_reports
from plumbline.rulebook.kept import kept
from plumbline.rulebook.load import load
from plumbline.settings.environment import now, variable

MARK = "run.json"
RULEBOOK = "rulebook.json"


def add_parser(commands: Any, lang: str, shared: argparse.ArgumentParser) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "inspect",
        parents=[shared],
        help=say(lang, "judge every account of a dossier", "检查资料包中的全部账号"),
        description=say(
            lang,
            "Judge every account of a dossier by a rulebook. Results go to --out: report.html, annex.xlsx, "
            "bulletin.docx, verdicts.csv, findings.jsonl, abstentions.jsonl, findings.sarif, rejected.jsonl, run.json.",
            "按规则集检查资料包中的全部账号。结果写入 --out 文件夹：report.html、annex.xlsx、bulletin.docx、"
            "verdicts.csv、findings.jsonl、abstentions.jsonl、findings.sarif、rejected.jsonl、run.json。",
        ),
        epilog=say(lang, "examples:", "示例：")
        + "\n  plumbline inspect fleet --as-of 2026-03-31\n  plumbline inspect fleet --rulebook cn-yunnan --out q1"
        "\n  plumbline inspect fleet --baseline q4 --out q1"
        "\n  plumbline inspect s3://archive/fleet --executor spark://master:7077 --work s3://archive/work",
    )
    parser.add_argument(
        "dossier", help=say(lang, "folder of tables, or the URL of one in a store", "资料包文件夹，或存储中的网址")
    )
    parser.add_argument("--rulebook", default="cn-2019", help=say(lang, "name or folder", "规则集名称或文件夹"))
    parser.add_argument(
        "--as-of",
        help=say(
            lang,
            "the monitoring moment, ISO 8601; a day alone means its end (default: the dossier's, else now)",
            "监测时间点（ISO 8601）；只写日期即为当日结束（默认取资料包设定，否则为现在）",
        ),
    )
    parser.add_argument("--out", type=Path, default=Path("plumbline-run"), help=say(lang, "results", "结果文件夹"))
    add_executor(parser, lang)
    parser.add_argument("--shards", type=int, help=say(lang, "number of shards (any gives the same)", "分片数"))
    parser.add_argument("--baseline", type=Path, help=say(lang, "folder of an earlier run", "上期结果文件夹"))
    parser.set_defaults(run=run)


def add_executor(parser: argparse.ArgumentParser, lang: str) -> None:
    """Add where the checks run: `--executor` and `--work`."""
    parser.add_argument(
        "--executor",
        default="inline",
        help=say(
            lang,
            "inline | processes | address of a Spark cluster: spark://host:7077, sc://host:15002, local[2], yarn, k8s://…",
            "inline | processes | Spark 集群地址：spark://host:7077、sc://host:15002、local[2]、yarn、k8s://…",
        ),
    )
    parser.add_argument(
        "--work",
        default=variable("PLUMBLINE_WORK"),
        help=say(
            lang,
            "folder or URL that all machines of the cluster reach (default: PLUMBLINE_WORK, else a temporary folder)",
            "集群各机器都能访问的文件夹或网址（默认取 PLUMBLINE_WORK，否则为临时文件夹）",
        ),
    )


def run(args: argparse.Namespace) -> int:
    """Inspect, write, summarise. 1 if anything was found that is not excepted."""
    if args.shards is not None and args.shards < 1:
        raise UsageError(f"--shards takes a whole number from 1, not {args.shards}")
    book = load(args.rulebook)
    baseline = read_baseline(args.baseline) if args.baseline else None
    with (
        result_folder(args.out, mark=MARK) as folder,
        Progress(args.lang, quiet=args.quiet) as progress,
        staged(args.dossier, progress=progress.step) as dossier,
    ):
        request = Request(
            dossier=dossier,
            book=book,
            as_of=args.as_of,
            now=now(),
            executor=args.executor,
            work=args.work,
            shards=args.shards,
            baseline=baseline,
            rejected=folder / "rejected.jsonl",
            lang=args.lang,
        )
        inspection = inspect(request, progress=progress.step)
        progress.step("reports", 0, 1)
        write_reports(inspection, folder, lang=args.lang)
        (folder / RULEBOOK).write_bytes(kept(book))
    for line in summary(inspection, args.lang):
        printed(line, quiet=args.quiet)
    report = args.out / "report.html"
    printed(say(args.lang, f"report: {report}", f"报告：{report}"), quiet=args.quiet)
    for failure in inspection.run["failures"]:
        noted(say(args.lang, f"warning: check {failure['check']} failed: {failure['error']}",
                  f"警告：检查项 {failure['check']} 出错：{failure['error']}"))  # fmt: skip
    return 1 if inspection.run["counts"]["findings"] else 0


def read_baseline(folder: Path) -> Baseline:
    """An earlier run to compare with; UsageError if the folder holds none."""
    try:
        record = json.loads((folder / MARK).read_text("utf-8"))
        with (folder / "findings.jsonl").open(encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        standing = (row["finding_id"] for row in rows if row["status"] != FindingStatus.EXCEPTED)
        return Baseline(str(folder.name), frozenset(standing), dict(record["counts"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(
            "the baseline is not the folder of an earlier run", str(folder), "give the folder that --out named then"
        ) from error
