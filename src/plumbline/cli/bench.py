"""`plumbline bench`: measured speed and memory, as ratios in one run."""

import argparse
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from plumbline.bench import desk, main_job, nation, numbers, portal, sources, words
from plumbline.bench.desk_page import page as desk_page
from plumbline.bench.nation_page import page as nation_page
from plumbline.bench.numbers_page import page as numbers_page
from plumbline.bench.page import page
from plumbline.bench.portal_page import page as portal_page
from plumbline.bench.sources_page import page as sources_page
from plumbline.bench.words_page import page as words_page
from plumbline.cli.words import noted, printed, say
from plumbline.quality.rates import wilson

NAMES = ("inspect", "nation", "words", "sources", "numbers", "portal", "desk")


def add_parser(commands: Any, lang: str, shared: argparse.ArgumentParser) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "bench",
        parents=[shared],
        help=say(lang, "measure speed and memory", "测量速度与内存"),
        description=say(
            lang,
            "inspect: generate fleets of three sizes and measure the main job against a plain Python loop and a bare "
            "scan of the same columns in the same run. nation: a nation's quarter with its texts by every rule; the "
            "largest account, most comments, longest text. words: every check of texts over a column of posts, against "
            "what people write (jieba, pyahocorasick, regular expressions, scikit-learn) and against a scan. "
            "sources: the index of known texts at three sizes, against datasketch and a scan. numbers: growth of "
            "100,000 accounts over a year and follower maps, against reference libraries. portal: "
            "the public look-up of the office's server over loopback, 110,000 accounts, against the plain look-up and "
            "a constant answer. desk: the first page of the signed-in work with 5,000 accounts. At full size each "
            "needs some minutes, nation twenty and 12 GB of disk, inspect 2 GB, sources 10 GB.",
            "inspect：生成三种规模的账号群，在同一次运行中与普通 Python 循环、与同列裸扫描对比。"
            "nation：含正文的全国一季度，适用全部规则；并测最大账号、最多评论、最长正文。"
            "words：全部文本检查项，与常见写法（jieba、pyahocorasick、正则、scikit-learn）以及裸扫描对比。"
            "sources：三种规模的已知文本索引，与 datasketch 以及裸扫描对比。"
            "numbers：十万账号一年的增长检验和粉丝图，与参考库逐账号计算对比。"
            "portal：在本机网络上测量网页端公众核验（11 万账号），与逐次查表、固定应答对比。"
            "desk：5000 个账号的工作台首页。"
            "完整规模各需数分钟，nation 约二十分钟、12 GB 磁盘，inspect 另需 2 GB 磁盘，sources 另需 10 GB。",
        ),
        epilog=say(lang, "example:", "示例：") + "\n  plumbline bench inspect --scale 0.1 --json",
    )
    parser.add_argument("name", nargs="?", default="inspect", choices=NAMES)
    parser.add_argument("--scale", type=float, default=1.0, help=say(lang, "1 = a nation's quarter", "1 = 全国一季度"))
    parser.add_argument("--rounds", type=int, default=main_job.ROUNDS)
    posts = say(
        lang,
        "words, sources: a CSV whose column text holds posts (default: generated)",
        "words、sources：含 text 列的 CSV（默认自动生成）",
    )
    parser.add_argument("--posts", type=Path, help=posts)
    articles = say(lang, "sources: articles of the largest size", "sources：最大规模的文章数")
    parser.add_argument("--articles", type=int, default=sources.ARTICLES, help=articles)
    fleets = say(lang, "generated fleets", "数据文件夹")
    parser.add_argument("--data", type=Path, default=Path("bench-data"), help=fleets)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--write", type=Path, help=say(lang, "write the measured page here", "写出实测页面"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Measure and print."""
    today = datetime.now(UTC).date().isoformat()

    def note(text: str) -> None:
        if not args.quiet:
            noted(text)

    if args.name == "words":
        figures = words.measure(words.WordsPlan(args.data, args.posts, args.scale, args.rounds), note)
        text = words_page(figures, today)
    elif args.name == "sources":
        plan = sources.SourcesPlan(args.data, args.posts, args.articles, args.rounds)
        figures = sources.measure(plan, note, wilson)
        text = sources_page(figures, today)
    elif args.name == "numbers":
        figures = numbers.measure(numbers.NumbersPlan(args.data, args.scale, args.rounds), note)
        text = numbers_page(figures, today)
    elif args.name == "portal":
        figures = portal.measure(portal.PortalPlan(args.data, args.scale, args.rounds), note)
        text = portal_page(figures, today)
    elif args.name == "nation":
        figures = nation.measure(nation.NationPlan(args.data, args.scale), note)
        text = nation_page(figures, today)
    elif args.name == "desk":
        figures = desk.measure(desk.DeskPlan(args.data, args.scale, args.rounds), note)
        text = desk_page(figures, today)
    else:
        figures = main_job.measure(main_job.Plan(args.data, args.scale, args.rounds), note)
        text = page(figures, today)
    if args.write:
        args.write.write_text(text, "utf-8")
    printed(json.dumps(figures, indent=1) if args.json else text)
    return 0
