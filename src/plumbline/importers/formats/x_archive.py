"""x-archive: what X gives an account that asks for its archive; the zip as downloaded, the folder it was unpacked
into, or `tweets.js` alone.

Shape: archives of 2019 to 2025 as public readers of them describe it (third party; sure of the names used). Posts in
`data/tweets.js` (`tweet.js` before 2022, more in `tweets-part1.js` …; before 2020 without the wrapper `tweet`), each
`window.YTD.tweets.part0 = [...]`; numbers are strings. `account.js` names the account, `manifest.js` the moment the
archive was made, `deleted-tweets.js` posts that were deleted in its last days, `note-tweet.js` the full text of long
posts. **These files are opened and nothing else**: direct messages, contacts, addresses of the network, advertising
and followers lie in the same archive and stay unread.

Traps: an edited post stands there once a version, each with an id of its own (`edit_info`): it becomes one post under
the id of its first version, and rows of `versions`. A retweet is cut at 140 characters by X itself and its counts are
those of the original, so they are left out. Answers to oneself are threads, so posts; answers to others are replies.
`retweeted` is always false. Times carry their offset.

Blind spots: no reads, no count of comments; a retweet written by hand cannot be told from one by button; posts in
communities and the archives of before 2018 (`Grailbird`) are not read; ids of before November 2010 carry no clock.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from html import unescape
from typing import Any

from plumbline.importers.cells import Unreadable
from plumbline.importers.export import Export, decoded
from plumbline.importers.format import Context, Fault, Format, Passed, Row, Stated
from plumbline.importers.json_items import inner, item, listed, written
from plumbline.importers.json_text import loads
from plumbline.importers.tables import Entry
from plumbline.importers.x_tweets import Notes, chain, identity, minted, post, words
from plumbline.rulebook.model import Text

FORMAT = Format("x-archive", Text(zh="X（推特）账号存档", en="archive of an X account"), platform="x")
_POSTS = re.compile(r"(?:^|/)tweets?(?:-part\d+)?\.js$")
_DELETED = re.compile(r"(?:^|/)deleted-tweets?(?:-part\d+)?\.js$")
_NOTES = re.compile(r"(?:^|/)note-tweet(?:-part\d+)?\.js$")
_ACCOUNT = re.compile(r"(?:^|/)account\.js$")
_MANIFEST = re.compile(r"(?:^|/)manifest\.js$")
_ALONE = re.compile(r"window\.YTD\.(?:deleted_)?tweets?\.part\d+\s*=")


def recognises(export: Export) -> int:
    """Whether this is an archive with a file of posts, or such a file alone."""
    if export.kind == "script":
        return 12 if _ALONE.match(export.text.lstrip("\ufeff \r\n\t")) else 0
    if export.kind != "zip":
        return 0
    return 12 if any(_POSTS.search(name) for name in export.names) else 0


def read(export: Export, context: Context) -> Iterator[Row]:
    """The account, then its posts in the order of the files; every version of an edited post."""
    stated = _stated(export)
    owner = stated.platform_id if stated else None
    if stated:
        yield stated
    notes = {} if export.kind == "script" else _notes(export)
    chains: dict[str, list[tuple[int, Any, str]]] = defaultdict(list)
    for place, tweet, sheet in _tweets(export):
        try:
            own = identity(tweet)
        except Unreadable as error:
            yield Fault(place, "not_an_object" if not isinstance(tweet, dict) else error.code, "id_str", sheet=sheet)
            continue
        chains[chain(tweet, own)[0]].append((place, tweet, sheet))
    for post_id, versions in chains.items():
        yield from _post(post_id, versions, notes, owner)


def _post(post_id: str, versions: list[tuple[int, Any, str]], notes: Notes, owner: str | None) -> Iterator[Row]:
    """One post from its versions; the newest is the post, the others are rows of `versions`."""
    readable: dict[str, tuple[datetime, Entry, Any]] = {}
    for place, tweet, sheet in versions:
        entry = Entry({} if (found := item(tweet, place, sheet)) is None else found.cells, place, sheet)
        try:
            at = entry.moment("UTC", "created_at") or minted(identity(tweet))
        except Unreadable as error:
            yield entry.lost(error, "created_at")
            continue
        if at is None:
            yield Fault(place, "no_time", "created_at", sheet=sheet)
        elif identity(tweet) in readable and readable[identity(tweet)][2] == tweet:
            yield Passed(place, "same")
        else:
            readable[identity(tweet)] = (at, entry, tweet)
    if readable:
        yield from _rows(post_id, [readable[own] for own in sorted(readable, key=int)], notes, owner)


def _rows(post_id: str, versions: list[tuple[datetime, Entry, Any]], notes: Notes, owner: str | None) -> Iterator[Row]:
    at, entry, tweet = versions[-1]
    row = post(entry, tweet, text=words(tweet, notes), owner=owner)
    row |= {"post_id": post_id, "posted_at": min(minted(post_id) or versions[0][0], versions[0][0])}
    if identity(tweet) != post_id:
        row["edited_at"] = at
    row["deleted_at"] = _moment(entry, "deleted_at")
    yield entry.taken("posts", row)
    yield from entry.faults
    if len(versions) > 1:
        for when, one, body in versions:
            text = words(body, notes)
            told = {"post_id": post_id, "seen_at": when, "text": text}
            yield one.taken("versions", told | ({"edited_at": when} if identity(body) != post_id else {}))


def _moment(entry: Entry, name: str) -> datetime | None:
    try:
        return entry.moment("UTC", name)
    except Unreadable as error:
        entry.faults.append(Fault(entry.number, error.code, name, row_lost=False, sheet=entry.sheet))
        return None


def _tweets(export: Export) -> Iterator[tuple[int, Any, str]]:
    """Place, object and file of each post; older archives lack the wrapper. Deleted ones carry when."""
    if export.kind == "script":
        yield from _listed(_assigned(export.text, export.label), "")
        return
    for name in _named(export, _POSTS, _DELETED):
        yield from _listed(_file(export, name), name.rpartition("/")[2])


def _listed(content: Any, sheet: str) -> Iterator[tuple[int, Any, str]]:
    for place, one in enumerate(content if isinstance(content, list) else [content], 1):
        yield place, one.get("tweet", one) if isinstance(one, dict) else one, sheet


def _notes(export: Export) -> Notes:
    found: dict[datetime, list[str]] = defaultdict(list)
    for name in _named(export, _NOTES):
        content = _file(export, name)
        for one in content if isinstance(content, list) else []:
            note = inner(one, "noteTweet")
            entry, text = item(note, 0), written(inner(note, "core"), "text")
            at = _moment(entry, "createdAt") if entry else None
            if at and text:
                found[at.replace(microsecond=0)].append(unescape(text))
    return found


def _stated(export: Export) -> Stated | None:
    """The account: its number, handle and name from `account.js`; when the archive was made from `manifest.js`."""
    if export.kind == "script":
        return None
    manifest = next((_file(export, name) for name in _named(export, _MANIFEST)), None)
    account = next((_file(export, name) for name in _named(export, _ACCOUNT)), None)
    entry = item(inner(next(iter(listed({"all": account}, "all")), None), "account"), 0)
    info = item(inner(manifest, "archiveInfo"), 0)
    if not entry or not entry.cells:
        user = inner(manifest, "userInfo")
        entry = item({**user, "username": user.get("userName"), "accountDisplayName": user.get("displayName")}, 0)
    number = (entry.word("accountId") or "") if entry else ""
    if not entry or not number.isdigit():
        return None
    handle = entry.word("username")
    made = _moment(info, "generationDate") if info else None
    return Stated("x", number, entry.word("accountDisplayName") or handle, handle and f"https://x.com/{handle}", made)


def _named(export: Export, *patterns: re.Pattern[str]) -> list[str]:
    """Names of the archive's files, first parts first; nothing within the pages that come with it."""
    return sorted(
        (name for name in export.names if any(pattern.search(name) for pattern in patterns) and "/assets/" not in name),
        key=lambda name: ("deleted" in name, int((re.findall(r"part(\d+)", name) or ["0"])[-1]), name),
    )


def _file(export: Export, name: str) -> Any:
    return _assigned(decoded(export.member(name), name), f"{export.label}: {name}")


def _assigned(text: str, label: str) -> Any:
    """What a script assigns to its one variable."""
    return loads(text.lstrip("\ufeff").partition("=")[2].strip().rstrip(";"), label)
