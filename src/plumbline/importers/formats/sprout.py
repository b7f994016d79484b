"""sprout: Sprout Social “Post Performance · Export” (CSV), posts of one or several networks and profiles.

Shape: third-party samples and readers, the vendor's documentation was not seen. `Date` is written month first
(03/15/2024 10:05 am) by the clock of the Sprout account, which the file does not name: the dossier's zone.

Taken: id, `Post` as text, time, Reactions (else Likes) as likes, Comments, Shares as reposts; Video Views as reads for
videos. Left: Impressions, Reach, rates, clicks, Saves, and `Sent by`, the name of a member of staff, which is never
read. Private messages are passed over; replies and comments keep their kind. The account is found by profile and
address; with one profile in the file it is that of `--account`. Posts of others stay unread.
Blind spots: a Sprout account set to day-first dates.
"""

from collections.abc import Iterator

from plumbline.importers.export import Export
from plumbline.importers.format import Context, Format, Header, Row
from plumbline.importers.tables import find_tables
from plumbline.importers.tool_posts import Tool, posts
from plumbline.importers.works import Columns
from plumbline.rulebook.model import Text

COLUMNS = Columns(
    title=("Post",),
    time=("Date",),
    identity=("Post ID",),
    reads=("Video Views",),
    likes=("Reactions", "Likes"),
    reposts=("Shares",),
    comments=("Comments",),
    zone="",
)
TOOL = Tool(COLUMNS, network=("Network",), address=("Link",), kind=("Post Type", "Content Type"), profile=("Profile",))
_LEFT = (
    "Sent by", "Linked Content", "Impressions", "Organic Impressions", "Paid Impressions", "Reach", "Organic Reach",
    "Paid Reach", "Engagements", "Engagement Rate (per Impression)", "Engagement Rate (per Reach)", "Saves",
    "Post Link Clicks", "Other Post Clicks", "Post Clicks (All)", "Love Reactions", "Haha Reactions", "Wow Reactions",
    "Sad Reactions", "Angry Reactions", "Tags", "Potential Reach",
)  # fmt: skip
FORMAT = Format(
    "sprout",
    Text(zh="Sprout Social 贴文导出", en="Sprout Social: post performance"),
    headers=(Header(frozenset({"Date", "Post ID", "Network", "Profile", "Post"}), COLUMNS.all | TOOL.all | {*_LEFT}),),
    complete=False,
)


def read(export: Export, context: Context) -> Iterator[Row]:
    """One post a line."""
    for table in find_tables(export, FORMAT.headers[0]):
        yield from posts(table.entries(), TOOL, context)
