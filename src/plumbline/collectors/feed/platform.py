"""RSS, Atom and JSON Feed, from the account's own site or from a bridge such as RSSHub, as the operator names it.

An account is asked for here if its credentials name a `feed`, and its platform has no interface or lacks credentials.
A feed shows the last entries only: what is absent from it was not deleted. A bridge may stand still without saying so:
except for the authority's own site (platform website or app) a feed proves no silence after its newest entry.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from plumbline.collectors.endpoint import Endpoint, Platform, Purpose, Scope
from plumbline.domain.errors import DossierError
from plumbline.importers.cells import Unreadable
from plumbline.importers.export import in_memory
from plumbline.importers.feed_entries import channel
from plumbline.importers.format import Context, Fault, Taken
from plumbline.importers.formats.feed import read
from plumbline.ledger.bodies import COUNTS
from plumbline.ledger.stretches import Observation
from plumbline.rulebook.model import Text

OWN = ("website", "app")
BEIJING = "Asia/Shanghai"


def parsed(body: bytes) -> Any:
    """The feed as it came, if it is one; None if it is none (a page of HTML, something cut off)."""
    try:
        channel(in_memory(body, "feed"))
    except DossierError:
        return None
    return {"feed": [body]}


def entries(body: Any, scope: Scope) -> Iterator[Observation]:
    """The entries as posts, read as `plumbline import` reads them.

    Unreadable, after all the others: an entry that cannot be read.
    """
    context = Context(
        account_id=scope.account_id,
        timezone=BEIJING,
        find=lambda **_: None,
        keyed=lambda _, who: scope.keyed(who),
        observed_at=scope.at,
    )
    lost = ""
    for row in read(in_memory(body, "feed"), context):
        if isinstance(row, Fault) and row.row_lost:
            lost = row.code
        if isinstance(row, Taken) and row.table == "posts":
            yield scope.seen("posts", **row.row)
            counts = {name: row.row.get(name) for name in COUNTS}
            if any(count is not None for count in counts.values()):
                yield scope.seen("post_metrics", post_id=row.row["post_id"], **counts)
    if lost:
        raise Unreadable(lost)


def own_site(account: Mapping[str, Any]) -> bool:
    """Whether the feed is of the authority's own making, so that what is not in it was not published."""
    return str(account["platform"]) in OWN


PLATFORM = Platform(
    name="feed",
    title=Text(zh="订阅源（RSS、Atom、JSON Feed）", en="Feeds (RSS, Atom, JSON Feed)"),
    base="",
    needs=("feed",),
    takes=("feed",),
    identity=lambda account: str(account["account_id"]),
    endpoints=(
        Endpoint(
            "feed", Purpose.POSTS, "{feed}", entries, items="feed", parse=parsed, silence=own_site,
            accept="application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5",
        ),
    ),
)  # fmt: skip
