"""hootsuite: Hootsuite Analytics “Post performance · Export” (CSV), posts of one or several networks.

Shape: third-party samples, the vendor's documentation was not seen. Two lines (title and period) stand above
`Date (GMT)`, `Post ID`, `Post Message`, `Post Permalink`, `Post Type`, `Social Network` and the figures. The clock is
GMT whatever the dossier's zone.

Taken: id, message, time, Likes, Comments, Shares as reposts; Video Views as reads for videos. Left: Impressions and
Reach (displays are no reads), clicks. The file names no profile: where all lines are of one network and one profile it
is that of `--account`; otherwise the account is found by the post's address, and posts of accounts that are not
registered, or cannot be told, stay unread. Blind spots: posts that were not published or fetched by the tool.
"""

from collections.abc import Iterator

from plumbline.importers.export import Export
from plumbline.importers.format import Context, Format, Header, Row
from plumbline.importers.tables import find_tables
from plumbline.importers.tool_posts import Tool, posts
from plumbline.importers.works import Columns
from plumbline.rulebook.model import Text

COLUMNS = Columns(
    title=("Post Message", "Message"),
    time=("Date (GMT)",),
    identity=("Post ID",),
    reads=("Video Views",),
    likes=("Likes", "Reactions"),
    reposts=("Shares", "Retweets"),
    comments=("Comments", "Replies"),
    zone="UTC",
)
TOOL = Tool(COLUMNS, network=("Social Network", "Network"), address=("Post Permalink",), kind=("Post Type",))
_LEFT = ("Impressions", "Reach", "Engagement", "Engagement Rate", "Post Link Clicks", "Clicks", "Saves")
FORMAT = Format(
    "hootsuite",
    Text(zh="Hootsuite 贴文导出", en="Hootsuite: post performance"),
    headers=(Header(frozenset({"Date (GMT)", "Post ID", "Post Message"}), COLUMNS.all | TOOL.all | {*_LEFT}),),
    complete=False,
)


def read(export: Export, context: Context) -> Iterator[Row]:
    """One post a line."""
    for table in find_tables(export, FORMAT.headers[0]):
        yield from posts(table.entries(), TOOL, context)
