"""wechat-users: 公众号后台 “用户增长” (user_analysis.xls), followers of the account by day.

Shape: third-party parsers and writers (2024 to 2026), no documentation. The file is a page of HTML under the name
.xls. Days are Beijing days; a line of totals is passed over.

Taken: 累积关注人数 as followers in `metrics`; 新关注人数 and 取消关注人数 as `inflows` of all sources together
(99999999, the platform's own number for them). Left: 净增关注人数, the difference of the two.

Blind spots: whether the page was filtered by source (扫一扫, 搜一搜 …) when it was exported: the file does not say.
"""

from collections.abc import Iterator

from plumbline.importers.days import daily
from plumbline.importers.export import Export
from plumbline.importers.format import Context, Format, Header, Row
from plumbline.importers.works import listings
from plumbline.rulebook.model import Text

DAY = ("时间", "日期")
FOLLOWERS = ("累积关注人数", "累计关注人数", "累积关注", "累计关注")
GAINED, LOST = ("新关注人数", "新增关注人数"), ("取消关注人数",)
_KNOWN = frozenset({*DAY, *FOLLOWERS, *GAINED, *LOST, "净增关注人数"})
FORMAT = Format(
    "wechat-users",
    Text(zh="公众号后台·用户增长", en="WeChat back-end: growth of followers"),
    platform="wechat",
    headers=tuple(Header(frozenset({day, gained, *LOST}), _KNOWN) for day in DAY for gained in GAINED),
    complete=False,
)


def read(export: Export, context: Context) -> Iterator[Row]:
    """Rows of `inflows` by day, then one row of `metrics` a day."""
    del context  # Beijing days whatever the dossier's zone
    for table in listings(export, FORMAT.headers):
        yield from daily(
            table.entries(), DAY, {"followers": FOLLOWERS}, {"followers_gained": GAINED, "followers_lost": LOST}
        )
