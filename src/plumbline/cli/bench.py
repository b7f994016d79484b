"""`plumbline bench`: measured speed and memory, as ratios in one run."""

import argparse
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from plumbline.bench.main_job import ROUNDS, Plan, measure
from plumbline.bench.page import page
from plumbline.cli.words import noted, printed, say


def add_parser(commands: Any, lang: str, shared: argparse.ArgumentParser) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "bench",
        parents=[shared],
        help=say(lang, "measure speed and memory", "测量速度与内存"),
        description=say(
            lang,
            "Generate fleets of three sizes and measure the main job against a plain Python loop and a bare scan of "
            "the same columns in the same run. At scale 1 it needs some minutes and 2 GB of disk.",
            "生成三种规模的账号群，在同一次运行中与普通 Python 循环、与同列裸扫描对比。"
            "规模为 1 时需数分钟和 2 GB 磁盘。",
        ),
        epilog=say(lang, "example:", "示例：") + "\n  plumbline bench inspect --scale 0.1 --json",
    )
    parser.add_argument("name", nargs="?", default="inspect", choices=("inspect",))
    parser.add_argument("--scale", type=float, default=1.0, help=say(lang, "1 = a nation's quarter", "1 = 全国一季度"))
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    fleets = say(lang, "generated fleets", "数据文件夹")
    parser.add_argument("--data", type=Path, default=Path("bench-data"), help=fleets)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--write", type=Path, help=say(lang, "write the measured page here", "写出实测页面"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Measure and print."""
    figures = measure(Plan(args.data, args.scale, args.rounds), lambda text: None if args.quiet else noted(text))
    text = page(figures, datetime.now(UTC).date().isoformat())
    if args.write:
        args.write.write_text(text, "utf-8")
    printed(json.dumps(figures, indent=1) if args.json else text)
    return 0
