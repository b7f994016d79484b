"""us-digital-registry: accounts of the U.S. Digital Registry, as its public API gives them (JSON), or its CSV export.

Shape: API v1 at `…/digital-registry/v1/social_media` and `…/mobile_apps` (field names seen in several public readers
of it, third party; sure). A page is `{"metadata": {count, page, page_size, pages}, "results": [...]}`; a saved list of
results, or of pages, is read too. `organization` is the **name of the account**, not of the agency; agencies stand in
`agencies`. The older API at registry.usa.gov (`service_id`, `accounts`, `agency_id`) and the registry's own CSV
(`service`, `status`; `contacts` are not read) are read by the same names.

Taken: accounts (platform, name, handle, address, day of entry as day of filing, number of the entry) and their
agencies as units; the first agency is the owner. Left: descriptions, tags, language, the pictures and ratings of apps.

Traps: `account` is often empty, then the address tells the handle; one account may be entered twice; a page is not the
whole (`pages` says how many there are, which is told); services without a kind of their own here are `other`.
"""

from collections.abc import Generator, Iterator
from typing import Any
from zoneinfo import ZoneInfo

from plumbline.importers import cells
from plumbline.importers.cells import Unreadable
from plumbline.importers.export import Export
from plumbline.importers.format import Context, Fault, Format, Header, Passed, Row
from plumbline.importers.json_items import inner, item, listed
from plumbline.importers.register_rows import Lines, identity_of
from plumbline.importers.tables import Entry, find_tables
from plumbline.rulebook.model import Text

_KNOWN = frozenset(
    {"id", "organization", "account", "service", "service_key", "service_id", "service_display_name", "service_url",
     "language", "agencies", "tags", "short_description", "long_description", "created_at", "updated_at", "status",
     "contacts", "name", "icon_url", "versions"}
)  # fmt: skip
FORMAT = Format(
    "us-digital-registry",
    Text(zh="美国数字登记册（U.S. Digital Registry）", en="U.S. Digital Registry"),
    headers=(Header(frozenset({"service", "service_url", "organization"}), _KNOWN),),
    register=True,
)
_ZONE = ZoneInfo("America/New_York")
_OWN_KIND = frozenset(
    {"facebook", "instagram", "youtube", "mastodon", "bluesky", "weibo", "wechat", "bilibili", "kuaishou", "douyin"}
)
_PLATFORMS = {"twitter": "x", "x": "x", "twitterx": "x", "facebookpage": "facebook", "mobileapp": "app"}
_ENDED = {"archived": "closed"}


def recognises(export: Export) -> int:
    """Whether this is a page or list of accounts or apps, or the registry's CSV."""
    if export.kind == "table":
        return max((len(table.places) for table in find_tables(export, FORMAT.headers[0])), default=0)
    if export.kind not in ("json", "jsonl") or '"agencies"' not in export.text:
        return 0
    return 9 if '"service_url"' in export.text or '"versions"' in export.text else 0


def read(export: Export, context: Context) -> Iterator[Row]:
    """Agencies and accounts in the order of the file."""
    lines = Lines(context)
    for place, content in _objects(export):
        if isinstance(content, Fault | Passed):
            yield content
            continue
        entry = content if isinstance(content, Entry) else item(content, place)
        if entry is None:
            yield Fault(place, "not_an_object")
        elif "versions" in (content if isinstance(content, dict) else ()):
            yield from _app(lines, entry, content)
        else:
            yield from _account(lines, entry, content)
    yield from _pages(export)


def _objects(export: Export) -> Iterator[tuple[int, Any]]:
    if export.kind == "table":
        for table in find_tables(export, FORMAT.headers[0]):
            yield from ((0, one) if isinstance(one, Fault | Passed) else (one.number, one) for one in table.entries())
        return
    found = [one for _, one in export.objects()] if export.kind == "jsonl" else [export.parsed]
    yield from enumerate((leaf for one in found for leaf in _leaves(one)), 1)


def _leaves(content: Any) -> Iterator[Any]:
    """Entries of a page, of a list of pages, or of a list of entries."""
    if isinstance(content, list):
        for one in content:
            yield from _leaves(one)
    elif isinstance(content, dict) and any(name in content for name in ("results", "accounts", "mobile_apps")):
        for name in ("results", "accounts", "mobile_apps"):
            yield from listed(content, name)
    else:
        yield content


def _pages(export: Export) -> Iterator[Fault]:
    if export.kind == "json":
        told = item(inner(export.parsed, "metadata"), 0)
        pages = told.count("pages") if told else None
        if pages and pages > 1:
            yield Fault(0, "one_page", "pages", str(pages), row_lost=False)


def _account(lines: Lines, entry: Entry, content: Any) -> Iterator[Row]:
    name, url = entry.word("organization", "account"), entry.word("service_url")
    service = entry.word("service_key", "service_id", "service") or ""
    if not name or not (service or url):
        yield Fault(entry.number, "no_name", "organization")
        return
    platform = _platform(service)
    owner = yield from _units(lines, entry, content)
    row = {"platform": platform, "name": name, "url": url, "unit_id": owner}
    row["platform_id"] = identity_of(platform, url) or (entry.word("account") or "").removeprefix("@") or None
    if platform == "other" and not row["platform_id"] and not url:
        row["platform_id"] = f"{service}/{name}"
    yield from lines.account(entry, row | _filed(entry))


def _app(lines: Lines, entry: Entry, content: Any) -> Iterator[Row]:
    """An app: one account, at the address of its first version."""
    name = entry.word("name")
    if not name:
        yield Fault(entry.number, "no_name", "name")
        return
    owner = yield from _units(lines, entry, content)
    stores = [one for one in listed(content, "versions") if isinstance(one, dict)]
    store = item(stores[0], entry.number) if stores else None
    row = {"platform": "app", "name": name, "url": store.word("store_url") if store else None, "unit_id": owner}
    yield from lines.account(entry, row | _filed(entry) | {"platform_id": entry.word("id")})


def _filed(entry: Entry) -> dict[str, object]:
    row: dict[str, object] = {"filing_no": entry.word("id"), "status": _ENDED.get((entry.word("status") or "").lower())}
    try:
        at = cells.moment((entry.text("created_at") or "").replace(" UTC", "Z"), "UTC")
        row["filed_on"] = at and at.astimezone(_ZONE).date()
    except Unreadable as error:
        fault = Fault(entry.number, error.code, "created_at", entry.text("created_at") or "", row_lost=False)
        entry.faults.append(fault)
    return row


def _units(lines: Lines, entry: Entry, content: Any) -> Generator[Row, None, str | None]:
    """Rows of the agencies; gives the id of the first."""
    owner = None
    told = entry.text("agencies")
    for one in told.split("|") if told else listed(content, "agencies"):
        agency = item({"name": one} if isinstance(one, str) else one, entry.number)
        name = agency.word("name", "agency_name") if agency else None
        if agency is None or name is None:
            continue
        unit_id = agency.word("id", "agency_id") or name
        owner = owner or unit_id
        yield from lines.unit(entry, {"unit_id": unit_id, "name": name})
    return owner


def _platform(service: str) -> str:
    key = "".join(letter for letter in service.lower() if letter.isalnum())
    return _PLATFORMS.get(key) or (key if key in _OWN_KIND else "other")
