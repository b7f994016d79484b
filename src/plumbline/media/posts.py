"""Read the pictures and subtitles of a dossier's posts, and say what is to be written beside them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from plumbline.domain.tables import TABLES
from plumbline.dossier.batches import table_batches
from plumbline.dossier.layout import Layout
from plumbline.dossier.registered import Registered
from plumbline.dossier.rejects import Rejects
from plumbline.media.places import Key, Places, places
from plumbline.media.words import Reader, together

COLUMNS = ("account_id", "post_id", "media", "media_text", "media_read")
CHANGED_SCHEMA = {name: TABLES["posts"].schema[name] for name in ("account_id", "post_id", "media_text", "media_read")}
"""What is to be written: a row a post whose words or flag are other than they stand in the dossier."""
FOLDER = "media"
"""Where files lie if nobody says: this folder of the dossier, if there is one."""
Step = Callable[[str, int, int | None], None]


@dataclass
class Outcome:
    """What came of it. `changed` as CHANGED_SCHEMA; posts that hold media: `whole` read, `partly`, `unread`.

    `elsewhere` references are addresses, or files that are not here; `by_people` posts have words that somebody else
    wrote and were left alone.
    """

    changed: pl.DataFrame
    whole: int = 0
    partly: int = 0
    unread: int = 0
    elsewhere: int = 0
    by_people: int = 0


@dataclass(frozen=True)
class _Post:
    key: Key
    media: tuple[str, ...]
    text: str
    read: bool


def read_posts(layout: Layout, accounts: pl.DataFrame, folder: Path | None, reader: Reader, step: Step) -> Outcome:
    """Read what belongs to the posts of these accounts (rows of the table accounts)."""
    posts = list(_posts(layout, accounts))
    where = places(layout.folder, folder or _default(layout.folder), (post.key for post in posts))
    concerned = [post for post in posts if post.media or post.key in where.found]
    outcome = Outcome(pl.DataFrame(schema=CHANGED_SCHEMA))
    rows = []
    for number, post in enumerate(concerned):
        step("media", number, len(concerned))
        others = reader.journal.of_others(*post.key, post.text)
        text, whole = _judged(post, others, where, reader, outcome)
        if (text, whole) != (post.text, post.read):
            rows.append((*post.key, text or None, whole))
            reader.journal.wrote(*post.key, text, others)
    step("media", len(concerned), len(concerned))
    outcome.changed = pl.DataFrame(rows, schema=CHANGED_SCHEMA, orient="row")
    return outcome


def _default(dossier: Path) -> Path | None:
    return dossier / FOLDER if (dossier / FOLDER).is_dir() else None


def _posts(layout: Layout, accounts: pl.DataFrame) -> Iterator[_Post]:
    registered = Registered(accounts["account_id"])
    for batch in table_batches(layout, "posts", columns=COLUMNS, registered=registered, rejects=Rejects()):
        for account, post, media, text, read in batch.select(COLUMNS).iter_rows():
            yield _Post((account, post), tuple(media or ()), text or "", bool(read))


def _judged(post: _Post, others: str, where: Places, reader: Reader, outcome: Outcome) -> tuple[str, bool]:
    """The words that are to stand beside a post, those of others first, and whether all its media have been read."""
    if post.read and others.strip() and others == post.text:
        outcome.by_people += 1
        outcome.whole += 1
        return post.text, post.read
    named = where.of(post.key, post.media)
    files = (*named.texts, *named.pictures)
    said = [reader.words(path) for path in files]
    words = together([others, *(text for text in said if text)])
    whole = bool(files) and None not in said and named.whole
    if not any(text is not None for text in said):
        words, whole = post.text, post.read  # nothing learnt: what stands there stays
    outcome.elsewhere += 0 if whole else len(named.missing)
    outcome.whole += whole
    outcome.partly += bool(words) and not whole
    outcome.unread += not words and not whole
    return words, whole
