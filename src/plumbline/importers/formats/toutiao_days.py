"""toutiao-days: 头条号后台 “数据趋势” and “粉丝趋势” (.xlsx), figures of the account by day.

Shape: one third-party reader and writer (2026), no documentation; less sure than the listing of works. A line 累计 is
passed over. Days are Beijing days.

Taken into `metrics`: 阅读(播放)量 as reads, 点赞量, 评论量; 总粉丝数 as followers, and 新增粉丝数 and 流失粉丝数 as
`inflows` of all sources together. Left: 展现量 (displays are no reads), 活跃粉丝数, 总铁粉数, 粉丝变化数.
"""

from collections.abc import Iterator
from itertools import product

from plumbline.importers.days import daily
from plumbline.importers.export import Export
from plumbline.importers.format import Context, Format, Header, Row
from plumbline.importers.works import listings
from plumbline.rulebook.model import Text

DAY = ("时间", "日期")
FIGURES = {
    "followers": ("总粉丝数",),
    "reads": ("阅读(播放)量", "阅读（播放）量", "阅读播放量"),
    "likes": ("点赞量",),
    "comments": ("评论量",),
}
INFLOWS = {"followers_gained": ("新增粉丝数",), "followers_lost": ("流失粉丝数",)}
_LEFT = (
    "展现量", "粉丝展现量", "粉丝阅读(播放)量", "粉丝阅读（播放）量", "粉丝阅读播放量", "粉丝变化数", "活跃粉丝数",
    "总铁粉数",
)  # fmt: skip
_KNOWN = frozenset({*DAY, *_LEFT, *(name for names in (FIGURES | INFLOWS).values() for name in names)})
FORMAT = Format(
    "toutiao-days",
    Text(zh="头条号后台·数据趋势、粉丝趋势", en="Toutiao back-end: figures by day"),
    platform="toutiao",
    headers=tuple(
        Header(frozenset({day, *told}), _KNOWN)
        for day, told in product(DAY, (*({"展现量", name} for name in FIGURES["reads"]), {"总粉丝数", "新增粉丝数"}))
    ),
    complete=False,
)


def read(export: Export, context: Context) -> Iterator[Row]:
    """Rows of `inflows`, then one row of `metrics` a day."""
    del context  # Beijing days whatever the dossier's zone
    for table in listings(export, FORMAT.headers):
        yield from daily(table.entries(), DAY, FIGURES, INFLOWS)
