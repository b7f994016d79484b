"""`plumbline evaluate`: how often a check is right on labelled texts."""

import argparse
import json
from pathlib import Path
from typing import Any

from plumbline.cli.words import noted, printed, say
from plumbline.domain.errors import UsageError
from plumbline.domain.vocabulary import Reader
from plumbline.quality.evaluation import figures, post_checks, read_rows
from plumbline.rulebook.load import load


def add_parser(commands: Any, lang: str, shared: argparse.ArgumentParser) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "evaluate",
        parents=[shared],
        help=say(lang, "measure the quality of a check on labelled texts", "用已标注文本实测检查项的质量"),
        description=say(
            lang,
            "Score one check on labelled rows of JSON Lines: {text, label 0 or 1, kind, quoted_text}. Prints rows, "
            "precision, recall, F1, accuracy, accuracy at the best threshold, AUC and false alarms per 10,000 rows, "
            "with 95% intervals. For the checks of sources a row may hold {post: {columns of posts}, sources, "
            "articles, earlier, accounts, account_name}: rows of the dossier's tables. A column named `trap` (or "
            "--group) is counted class by class. What was measured for this release stands in docs/measured.",
            "用 JSON Lines 已标注数据（text、label 0/1、kind、quoted_text）实测一个检查项：行数、精确率、召回率、F1、"
            "准确率、最佳阈值准确率、AUC、每万条误报数及95%区间。稿源类检查项的每行可带 post、sources、articles、"
            "earlier、accounts、account_name（与资料包各表同列）。列 trap（或 --group 指定的列）按类统计。"
            "本版本的实测结果见 docs/measured/quality.md。",
        ),
        epilog=say(lang, "example:", "示例：")
        + "\n  plumbline evaluate tone.abusive_language --data labelled.jsonl --json",
    )
    parser.add_argument("name", metavar="NAME", help=say(lang, "a check, or `all`", "检查项名称，或 all"))
    parser.add_argument("--data", type=Path, required=True, help=say(lang, "labelled rows", "已标注数据文件"))
    parser.add_argument("--rulebook", default="cn-2019", help=say(lang, "name or folder", "规则集名称或文件夹"))
    parser.add_argument("--group", default="trap", help=say(lang, "column to count by", "分类统计所用的列"))
    every = say(lang, "count findings for auditors too", "同时统计仅供审计人员参考的问题")
    parser.add_argument("--all", action="store_true", help=every)
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the figures; UsageError for a check that does not judge texts or a file without rows."""
    rows = list(read_rows(args.data, group=args.group))
    if not rows:
        raise UsageError("the file holds no rows", str(args.data), 'write one {"text": "…", "label": 0 or 1} a line')
    book, readers = load(args.rulebook), tuple(Reader) if args.all else None
    names = post_checks() if args.name == "all" else (args.name,)
    results = []
    for name in names:
        if len(names) > 1 and not args.quiet:
            noted(name)
        results.append(figures(name, rows, book, readers=readers))
    if args.json:
        printed(json.dumps(results[0] if args.name != "all" else results, ensure_ascii=False, indent=1))
        return 0
    for result in results:
        for line in _lines(result, args.lang):
            printed(line)
    return 0


def _lines(result: dict[str, Any], lang: str) -> list[str]:
    words = {
        "rows": say(lang, "rows", "行数"),
        "positives": say(lang, "offences among them", "其中违规"),
        "flagged": say(lang, "flagged", "提示"),
        "precision": say(lang, "precision", "精确率"),
        "recall": say(lang, "recall", "召回率"),
        "f1": "F1",
        "macro_f1": say(lang, "macro F1", "宏平均F1"),
        "accuracy": say(lang, "accuracy", "准确率"),
        "accuracy_best_threshold": say(lang, "accuracy at the best threshold", "最佳阈值准确率"),
        "auc": "AUC",
        "alarms_per_10k": say(lang, "false alarms per 10,000", "每万条误报"),
    }
    lines = [f"{result['check']} · {result['rulebook']} {result['rulebook_sha256'][:12]}"]
    for name, word in words.items():
        span = result["intervals"].get(name)
        shown = "–" if result[name] is None else str(result[name])
        lines.append(f"  {word}: {shown}" + (f"  [{span[0]}, {span[1]}]" if span else ""))
    for group, counts in result["groups"].items():
        pieces = [
            f"{words[name]} {counts[name]}" for name in ("rows", "flagged", "precision", "recall", "alarms_per_10k")
        ]
        lines.append(f"  · {group}: " + ", ".join(pieces))
    return lines
