"""`plumbline advise followers`: sample sizes by claim."""

import argparse
import json
from collections.abc import Iterator, Sequence
from math import ceil

from plumbline.cli.columns import aligned
from plumbline.cli.words import printed, say
from plumbline.domain.errors import UsageError
from plumbline.followers import sample_sizes as sizes
from plumbline.quality.bars import Bar
from plumbline.quality.numbers import rooms

CLAIMS = ("prevalence", "detect", "window", "map")
MAP_CHECK = "authenticity.bought_followers"
MOST = 10_000_000
TITLES = {
    "reviews": (
        "Followers to review for ± 3.5 points: prevalence by row, correlation of the machine's score by column",
        "区间半宽 3.5 个百分点所需复核人数：行为比例，列为机器评分的相关系数",
    ),
    "detect": (
        "Followers to detect a bought share (column), if the ordinary share of marks (row) were known",
        "发现某一购买比例（列）所需人数，假定正常粉丝带该特征的比例（行）已知",
    ),
    "peers": (
        "Smallest share that stands out from peers: followers by row, spread between honest accounts by column",
        "与同类账号相比可发现的最小比例：行为样本，列为正常账号之间的离散度",
    ),
    "window": (
        "Smallest bought share of a window, by the number of its followers; as many before it",
        "一段时间内可发现的最小购买比例，按时段内人数，此前取同样人数",
    ),
}


def followers(args: argparse.Namespace) -> int:
    """Print one answer, or every table."""
    if args.claim is None:
        return _everything(args)
    figure, sentence = {"prevalence": _prevalence, "detect": _detect, "window": _window, "map": _map}[args.claim](args)
    if args.json:
        printed(json.dumps({"claim": args.claim, **figure}, ensure_ascii=False))
    else:
        printed("\n".join(sentence))
    return 0


Answer = tuple[dict[str, object], list[str]]


def _prevalence(args: argparse.Namespace) -> Answer:
    p, half = _share(args.prevalence, "--prevalence"), _share(args.half_width, "--half-width")
    if not -1 < args.correlation < 1:
        raise UsageError(f"--correlation {args.correlation} is none", remedy="write a number between -1 and 1, as 0.7")
    number = sizes.reviews(p, half, args.correlation)
    en = [
        f"{number} followers reviewed by two people, drawn at random from those scored (2,000 are enough).",
        "Print the interval only after the review: plumbline audit draw | record | status.",
        "The account's own size does not matter. Of a list cut off by the platform, say: of the N most recent.",
    ]
    zh = [
        f"需由两人独立复核 {number} 名粉丝，从已评分的名单（2000 名即可）中随机抽取。",
        "复核完成后方可公布区间：plumbline audit draw | record | status。",
        "与账号粉丝总量无关；平台只给出部分名单的，须写明“最近 N 名粉丝中”。",
    ]
    return {"reviews": number}, (zh if args.lang == "zh" else en)


def _detect(args: argparse.Namespace) -> Answer:
    share, ordinary = _share(args.share, "--share"), _share(args.ordinary, "--ordinary")
    if ordinary >= sizes.SENSITIVITY:
        raise UsageError(f"--ordinary {args.ordinary} is too much", remedy="a mark that most people bear shows nothing")
    number = sizes.followers_to_detect(share, ordinary)
    en = [
        f"{number:,} followers at random, if exactly {args.ordinary:g}% of ordinary followers bear the mark",
        "(false alarms 1%, power 80%, the mark catches 90% of bought followers).",
        "That share is not known and differs between honest accounts: no sample size mends it (see the third table).",
        "Compare within the account instead: --claim window.",
    ]
    zh = [
        f"如正常粉丝中恰有 {args.ordinary:g}% 带该特征，需随机抽取 {number:,} 名",
        "（误报率 1%，检出率 80%，该特征覆盖 90% 的购买粉丝）。",
        "但该比例未知，正常账号之间差别很大，加大样本也无法弥补（见与同类账号比较表）。",
        "宜改用账号自身前后对比：--claim window。",
    ]
    return {"followers": number}, (zh if args.lang == "zh" else en)


def _window(args: argparse.Namespace) -> Answer:
    share, ordinary = _share(args.share, "--share"), _share(args.ordinary, "--ordinary")
    number = next((n for n in _steps() if sizes.window_share(n, n, ordinary) <= share), None)
    if number is None or ordinary >= sizes.SENSITIVITY:
        raise UsageError("no sample shows that", remedy="ask for a larger --share or a rarer mark (--ordinary)")
    en = [
        f"{number:,} followers gained in the window and {number:,} gained just before show a bought share of "
        f"{args.share:g}% or more.",
        "Keep the newest 100–200 followers of every account each day: most platforms do not list them later.",
    ]
    zh = [
        f"取该时段新增粉丝 {number:,} 名和此前新增粉丝 {number:,} 名对比，可发现不低于 {args.share:g}% 的购买比例。",
        "请每日留存各账号最新 100–200 名粉丝：多数平台事后不再提供。",
    ]
    return {"window": number, "before": number}, (zh if args.lang == "zh" else en)


def _steps() -> Iterator[int]:
    number = 25.0
    while number < MOST:
        yield ceil(number)
        number *= 1.02


def _map(args: argparse.Namespace) -> Answer:
    bars = _map_bars()
    en = [
        "5,000 followers with order and registration date: the whole list, or drawn by rank from all of it.",
        "Under 400 the check abstains. Pools of mixed age are not seen, whatever the sample.",
        *(_line(bar) for bar in bars),
    ]
    zh = [
        "取 5,000 名带次序和注册日期的粉丝：完整名单，或按名次分层抽取。",
        "不足 400 名时不作判断；注册时间分散的粉丝，样本再大也看不出。",
        *(_line(bar) for bar in bars),
    ]
    return {"followers": 5_000, "measured": [[b.name, b.measured, b.low, b.high] for b in bars]}, (
        zh if args.lang == "zh" else en
    )


def _map_bars() -> tuple[Bar, ...]:
    """The measured power of the map, as far as it has been measured."""
    room = rooms().get(MAP_CHECK)
    return tuple(bar for bar in room.bars if " bought of " in bar.name and "20%" not in bar.name) if room else ()


def _line(bar: Bar) -> str:
    return f"  {bar.name}: {bar.measured:.2f} [{bar.low:.2f}, {bar.high:.2f}]"


def _share(percent: float, option: str) -> float:
    if not 0 < percent < 100:
        raise UsageError(f"{option} {percent:g} is no percentage", remedy="write a number between 0 and 100, as 3.5")
    return percent / 100


def _everything(args: argparse.Namespace) -> int:
    tables = {
        "reviews": (sizes.review_table(), "{:.0%}", "{:g}", "{:.0f}"),
        "detect": (sizes.detection_table(), "{:.0%}", "{:.0%}", "{:,.0f}"),
        "peers": (sizes.peer_table(), "{:,.0f}", "{:g}", "{:.1%}"),
        "window": (sizes.window_table(), "{:,.0f}", "", "{:.1%}"),
    }
    if args.json:
        printed(json.dumps({name: [table.rows, table.columns, table.cells] for name, (table, *_) in tables.items()}))
        return 0
    for name, (table, row_form, column_form, form) in tables.items():
        printed(say(args.lang, *TITLES[name]))
        printed("\n".join(f"  {line}" for line in aligned(_rows(table, row_form, column_form, form))) + "\n")
    printed(say(args.lang, "The power of the follower map: --claim map.", "粉丝图的检出能力：--claim map。"))
    return 0


def _rows(table: sizes.PowerTable, row_form: str, column_form: str, form: str) -> Sequence[Sequence[str]]:
    head = [["", *(column_form.format(column) for column in table.columns)]] if column_form else []
    body = [
        [row_form.format(row), *(form.format(cell) for cell in cells)]
        for row, cells in zip(table.rows, table.cells, strict=True)
    ]
    return [*head, *body]
