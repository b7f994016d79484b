"""Named indices beside the figures, for offices that must report them."""

from collections.abc import Iterable, Mapping
from typing import Any

from plumbline.cli.columns import aligned
from plumbline.cli.words import say
from plumbline.series.indices import Index
from plumbline.series.reach import Reach


def index_lines(reach: Reach, index: Index, names: Mapping[str, str], lang: str) -> list[str]:
    """The index of each account of its platform over the whole period, sorted by name; what is missing is named."""
    title = index.title_zh if lang == "zh" else index.title_en
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in reach.months.iter_rows(named=True):
        if row["platform"] == index.platform:
            rows.setdefault(row["account_id"], []).append(row)
    days = (reach.last - reach.first).days + 1
    told = [[names.get(account, account), _told(index, mine, days, lang)] for account, mine in rows.items()]
    source = say(lang, f"formula: {index.source}", f"公式来源：{index.source}")
    if not told:
        return [title, say(lang, f"no account on {index.platform}", f"没有 {index.platform} 账号")]
    return [title, source, *aligned(sorted(told))]


def _told(index: Index, rows: list[dict[str, Any]], days: int, lang: str) -> str:
    figures: dict[str, float | None] = {"days": days}
    for name in ("posts", "reads", "likes", "reposts", "comments"):
        figures[name] = _added(row[name] for row in rows)
    for name in ("most_reads", "most_likes"):
        figures[name] = max((row[name] for row in rows if row[name] is not None), default=None)
    lacking = index.missing(figures)
    if lacking:
        named = ", ".join(lacking)
        return say(lang, f"cannot be computed: {named} missing", f"无法计算：缺少 {named}")
    return f"{index.value({name: value for name, value in figures.items() if value is not None}):.2f}"


def _added(values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None
