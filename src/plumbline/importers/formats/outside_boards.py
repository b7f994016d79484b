"""outside-boards: boards of 新榜 (xls) and 清博, figures of whole accounts for a period, made by outsiders.

Shape: 新榜 third party (类别, 发布次数, 文章数, 阅读数, 平均阅读数, 在看数, 头条阅读数, 最高阅读数, 新榜指数, uid);
清博 from what its boards show (发布篇数, 总阅读数, 头条阅读, 平均阅读, WCI or BCI), no file of theirs was seen.

**Nothing is taken.** A line is no post; the period is not in the file, so it is no figure of a day; and the figures
are estimates of others about many accounts. The file is recognised so that this can be told, and every line is counted
as an outside reference.
"""

from collections.abc import Iterator
from itertools import product

from plumbline.importers.export import Export
from plumbline.importers.format import Context, Format, Header, Passed, Row
from plumbline.importers.tables import Entry
from plumbline.importers.works import listings
from plumbline.rulebook.model import Text

_NEWRANK = (
    "发布次数",
    "文章数",
    "阅读数",
    "平均阅读数",
    "在看数",
    "头条阅读数",
    "最高阅读数",
    "新榜指数",
    "类别",
    "uid",
    "排名",
    "公众号",
    "账号",
)
_QINGBO = (
    "发布篇数", "发布", "总阅读数", "总阅读", "头条阅读", "头条阅读数", "平均阅读", "平均阅读数", "总点赞数",
    "总在看数", "WCI", "BCI", "名次",
)  # fmt: skip
_KNOWN = frozenset((*_NEWRANK, *_QINGBO))
_READS, _INDEX = (
    ("阅读数", "总阅读数", "总阅读", "平均阅读", "平均阅读数", "发布篇数", "发布"),
    ("新榜指数", "WCI", "BCI"),
)
FORMAT = Format(
    "outside-boards",
    Text(
        zh="新榜、清博榜单（仅供参考，不导入）", en="boards of Newrank and Qingbo (outside reference, nothing is taken)"
    ),
    headers=tuple(Header(frozenset({reads, index}), _KNOWN) for reads, index in product(_READS, _INDEX)),
    complete=False,
)


def read(export: Export, context: Context) -> Iterator[Row]:
    """Every line, passed over."""
    del context
    for table in listings(export, FORMAT.headers):
        for entry in table.entries():
            yield Passed(entry.number, "outside_reference") if isinstance(entry, Entry) else entry
