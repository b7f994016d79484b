"""sprout-profiles: Sprout Social “Profile Performance · Export” (CSV), one line a profile and day.

Shape: third-party samples and readers, the vendor's documentation was not seen. `Date` is a day, month first
(03-15-2024 or 03/15/2024).

Taken: Audience (else Followers) as followers in `metrics`, Reactions as likes, Comments, Shares as reposts; Audience
Gained and Lost as `inflows` of all sources together. Left: Impressions, Engagements, rates, Net Audience Growth, counts
of posts and messages. The account of each line is found by its profile; with one profile in the file it is that of
`--account`. Lines of others stay unread.
"""

import re
from collections.abc import Iterator
from datetime import date
from itertools import product

from plumbline.importers.cells import Unreadable
from plumbline.importers.days import WHOLE
from plumbline.importers.export import Export
from plumbline.importers.format import Context, Fault, Format, Header, Passed, Row
from plumbline.importers.networks import Owners, Profile, profile, whole
from plumbline.importers.tables import Entry
from plumbline.importers.works import listings, totals
from plumbline.rulebook.model import Text

PROFILE = ("Profile", "Profile Name")
FIGURES = {
    "followers": ("Audience", "Followers", "Followers Count"),
    "likes": ("Reactions", "Likes"),
    "reposts": ("Shares", "Shares Count"),
    "comments": ("Comments", "Comments Count"),
}
INFLOWS = {
    "followers_gained": ("Audience Gained", "Followers Gained"),
    "followers_lost": ("Audience Lost", "Followers Lost"),
}
_LEFT = (
    "Net Audience Growth", "Net Follower Growth", "Audience Growth", "Published Posts", "Published Posts (Total)",
    "Sent Messages (Total)", "Received Messages (Total)", "Impressions", "Organic Impressions", "Paid Impressions",
    "Reach", "Engagements", "Engagement Rate (per Impression)", "Saves", "Post Link Clicks", "Video Views", "Following",
)  # fmt: skip
_KNOWN = frozenset(
    {"Date", "Network", *PROFILE, *_LEFT, *(name for names in (FIGURES | INFLOWS).values() for name in names)}
)
FORMAT = Format(
    "sprout-profiles",
    Text(zh="Sprout Social 账号数据导出", en="Sprout Social: profile performance"),
    headers=tuple(
        Header(frozenset({"Date", "Network", name, followers}), _KNOWN)
        for name, followers in product(PROFILE, FIGURES["followers"])
    ),
    complete=False,
)


def read(export: Export, context: Context) -> Iterator[Row]:
    """One row of `metrics` a line, and its `inflows`."""
    for table in listings(export, FORMAT.headers):
        lines = list(table.entries())
        found = [_profile(entry) for entry in lines if isinstance(entry, Entry) and entry.word("Network")]
        owners = Owners(whole(found) if found else None, context)
        stated = owners.stated()
        if stated:
            yield stated
        for entry in lines:
            yield from _line(entry, owners) if isinstance(entry, Entry) else (entry,)


def _profile(entry: Entry) -> Profile:
    return profile(entry.word("Network"), entry.word(*PROFILE), None)


def _line(entry: Entry, owners: Owners) -> Iterator[Row]:
    account = owners.of(_profile(entry))
    if totals(entry, ("Date", "Network", *PROFILE)):
        yield Passed(entry.number, "totals")
        return
    if account == "":
        yield Passed(entry.number, "not_registered")
        return
    try:
        on = _day(entry)
    except Unreadable as error:
        yield entry.lost(error, "Date")
        return
    if on is None:
        yield Fault(entry.number, "no_time", "Date", sheet=entry.sheet)
        return
    key = {"date": on} if account is None else {"account_id": account, "date": on}
    yield entry.taken("metrics", {**key, **{name: entry.count(*names) for name, names in FIGURES.items()}})
    for measure, names in INFLOWS.items():
        number = entry.count(*names)
        if number is not None:
            yield entry.taken("inflows", {**key, "measure": measure, "source": WHOLE, "number": number})
    yield from entry.faults


def _day(entry: Entry) -> date | None:
    """The day, month first also where it is written with dashes."""
    text = re.sub(r"^(\d{1,2})-(\d{1,2})-(\d{4})$", r"\1/\2/\3", entry.word("Date") or "")
    return Entry({"Date": text}, entry.number).day("UTC", "Date")
