"""youtube-studio: YouTube Studio “Analytics · Advanced mode · Content · Export” (CSV, or the zip of three CSV files).

Shape: public samples and readers (2021 to 2026): `Content` (`Video` in older files), `Video title`, `Video publish
time` and the figures that were chosen; the zip holds `Table data.csv`, `Totals.csv` and `Chart data.csv`, of which
only the table is read. The Chinese headers are from the interface, not from a file that was seen: less sure. A line
`Total` (总计) comes first. The publish time is a day without an hour ("Jan 13, 2026"): the first moment of that day in
the dossier's zone.

Taken: id, title, day, Views as reads, Likes, Comments added, Shares as reposts, where they were chosen. Left: watch
time, impressions, rates, subscribers, revenue. Blind spots: the figures are those of the period that was chosen, and
the file does not say which (choose Lifetime); at most 500 videos, those without a view are not there: no complete
list.
"""

from collections.abc import Iterator

from plumbline.domain.errors import DossierError
from plumbline.importers.export import Export
from plumbline.importers.format import Context, Format, Header, Row
from plumbline.importers.tables import Table, locate
from plumbline.importers.works import Columns, listings, works
from plumbline.rulebook.model import Text

COLUMNS = Columns(
    title=("Video title", "视频标题", "影片標題"),
    time=("Video publish time", "视频发布时间", "影片發布時間", "影片發佈時間"),
    identity=("Content", "Video", "内容", "視訊", "內容", "视频", "影片"),
    reads=("Views", "观看次数", "觀看次數"),
    likes=("Likes", "Likes added", "赞", "点赞次数", "喜欢次数", "喜歡次數"),
    reposts=("Shares", "分享次数", "分享次數"),
    comments=("Comments added", "Comments", "新增评论数", "评论数", "新增留言數", "留言數"),
    days=True,
)
_LEFT = (
    "Duration", "Watch time (hours)", "Subscribers", "Subscribers gained", "Subscribers lost", "Impressions",
    "Impressions click-through rate (%)", "Thumbnail impressions", "Thumbnail click-through rate (%)", "Dislikes",
    "Average view duration", "Average percentage viewed (%)", "Likes (vs. dislikes) (%)", "Unique viewers",
    "New viewers", "Returning viewers", "Estimated revenue (USD)", "Your estimated revenue (USD)", "RPM (USD)",
    "CPM (USD)", "时长", "观看时长（小时）", "观看时长(小时)", "订阅人数", "曝光次数", "展示次数", "曝光点击率 (%)",
    "展示点击率 (%)",
    "平均观看时长", "平均观看百分比 (%)", "長度", "觀看時間 (小時)", "訂閱人數", "曝光點閱率 (%)",
)  # fmt: skip
FORMAT = Format(
    "youtube-studio",
    Text(zh="YouTube 工作室·数据分析", en="YouTube Studio: analytics by video"),
    platform="youtube",
    headers=tuple(
        Header(frozenset({name, title, time}), COLUMNS.all | {*_LEFT})
        for name in COLUMNS.identity
        for title, time in (COLUMNS.title[0:1] + COLUMNS.time[0:1], COLUMNS.title[1:2] + COLUMNS.time[1:2],
                            COLUMNS.title[2:3] + COLUMNS.time[2:3], COLUMNS.title[2:3] + COLUMNS.time[3:4])
    ),
    complete=False,
)  # fmt: skip


def recognises(export: Export) -> int:
    """How many columns of the table of videos are known."""
    try:
        return max((len(table.places) for table in _tables(export)), default=0)
    except (DossierError, OSError, KeyError):
        return 0


def _tables(export: Export) -> Iterator[Table]:
    if export.kind == "table":
        yield from listings(export, FORMAT.headers)
    elif export.kind == "zip":
        names = [name for name in export.names if name.lower().endswith(".csv")]
        sheets = (export.member_table(name) for name in names if len(names) <= 6)
        found = ([locate(sheet, header) for header in FORMAT.headers] for sheet in sheets)
        yield from (table for tables in found for table in [table for table in tables if table][:1])


def read(export: Export, context: Context) -> Iterator[Row]:
    """One post a video."""
    for table in _tables(export):
        yield from works(table.entries(), COLUMNS, context)
