"""The CSV of weibo-crawler (dataabc/weibo-crawler, from its source code of 2019 to June 2026).

UTF-8 with a mark, one file an account, lines appended run by run. Told apart: the tab after the id; ids that a
spreadsheet has rounded (the word `bid` tells what they were); releases without Live Photo, 完整日期 and the columns on
editing; rows of original posts that are shorter than the header; a column without name that the analysis by a language
model leaves, before or after the columns of the forwarded post; headers written again; days without hour (the hour is
in the id). Times are those of the machine that ran the crawler: read in the dossier's timezone.

Blind spots: no account in the rows (the file is named by its number), no time of an edit, counts only as of the run;
where a newer release has appended to an older file its rows do not fit the header and are refused.
"""

from collections.abc import Iterator, Mapping

from plumbline.importers.cells import bare
from plumbline.importers.export import Export
from plumbline.importers.format import Context, Format, Header, Row
from plumbline.importers.post_rows import Columns, once, told_cut
from plumbline.importers.tables import Entry, Table, find_tables
from plumbline.importers.weibo_rows import Weibo, stated_by_name, weibo_posts
from plumbline.rulebook.model import Text

_POST = (
    "id", "bid", "正文", "头条文章url", "原始图片url", "视频url", "Live Photo视频url", "位置", "日期", "工具", "点赞数",
    "评论数", "转发数", "话题", "@用户", "完整日期", "是否编辑过", "编辑次数",
)  # fmt: skip
_ORIGINAL = "是否原创"
_FORWARDED = (_ORIGINAL, "源用户id", "源用户昵称", *(f"源微博{name}" for name in _POST))
_UNNAMED = 2
_FLAGS = frozenset(("true", "false", "是", "否", "0", "1"))
HEADER = Header(
    required=frozenset(("id", "bid", "正文", "点赞数", "评论数", "转发数")),
    known=frozenset((*_POST, *_FORWARDED)),
    unlabelled=_UNNAMED,
)
FORMAT = Format(
    "weibo-crawler-csv",
    Text(zh="weibo-crawler 微博 CSV", en="posts of weibo-crawler, CSV"),
    platform="weibo",
    headers=(HEADER,),
)
_NAMES = Weibo(
    Columns(
        post_id=("id",),
        posted_at=("完整日期", "日期"),
        text=("正文",),
        client=("工具",),
        likes=("点赞数",),
        reposts=("转发数",),
        comments=("评论数",),
        media=("原始图片url", "视频url", "Live Photo视频url"),
        urls=("头条文章url",),
    ),
    word=("bid",),
    original=(_ORIGINAL,),
    quoted_text=("源微博正文",),
    quoted_source=("源用户昵称",),
    quoted_id=("源用户id", "源微博id"),
)


def read(export: Export, context: Context) -> Iterator[Row]:
    """The posts of one account, as of the moment of the crawl."""
    return once(_rows(export, context))


def _rows(export: Export, context: Context) -> Iterator[Row]:
    yield from stated_by_name(export, context)
    cut: list[int] = []
    for table in find_tables(export, HEADER):
        lines = {line.number: line.cells for line in table.sheet.lines} if _ORIGINAL in table.places else {}
        for entry in table.entries():
            if isinstance(entry, Entry):
                placed = _placed(entry, table, lines)
                yield from weibo_posts(placed, _NAMES, context.timezone, cut=cut)
            else:
                yield entry
    yield from told_cut(cut, "正文")


def _placed(entry: Entry, table: Table, lines: Mapping[int, tuple[str, ...]]) -> Entry:
    """The line with what follows a cell without name in its right place: 是否原创 tells where that is."""
    start = table.places.get(_ORIGINAL)
    cells = lines.get(entry.number, ())
    if start is None or start >= len(cells) or bare(cells[start]).lower() in _FLAGS:
        return entry
    shifts = (more for more in range(1, _UNNAMED + 1) if start + more < len(cells))
    shift = next((more for more in shifts if bare(cells[start + more]).lower() in _FLAGS), 0)
    moved = {
        name: cells[place + shift]
        for name, place in table.places.items()
        if place >= start and place + shift < len(cells)
    }
    kept = {name: value for name, value in entry.cells.items() if table.places[name] < start}
    return Entry({**kept, **moved} if shift else kept, entry.number, entry.sheet)


def complete(export: Export) -> bool:
    """Whether reposts stand in it too: a crawl of original posts alone, which lacks the column, proves no silence."""
    return any("是否原创" in table.places for header in FORMAT.headers for table in find_tables(export, header))
