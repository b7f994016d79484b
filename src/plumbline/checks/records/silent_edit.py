"""A published text whose words were changed afterwards without a word about it.

Method: of a post with several texts on record (`versions`, and the post's own), those that stood there later than
`grace_minutes` after publication are compared one after another; what two observers wrote down at
the same time is kept apart. Numbers, dates, names, negations and whole sentences are a change of what is said; other
words and addresses are the variant `wording`; blanks, punctuation, up to `typos` slips of the pen, masked personal
data and texts that a platform cut off are nothing. A text that was changed and changed back is told as one history
(`reverted`). Where only the mark of an edit is known (`edited_at`), the variant `mark` counts such posts by month. A
change is not silent where the text itself says so, where the account published a correction within `notice_days` that
speaks of it (`near_hours` where it names nothing), or where the new text was approved before it appeared
(`approvals`). Confidence is high, medium for a mark or a post that is not on record, low for automatic posts.

Blind spots: what was changed before the post was first seen, or changed back between two looks; pictures; titles and
captions that no collector keeps apart; corrections made by word of mouth or on another account; one Han character that
changes the sense and is no known opposite; a mark does not say what was changed, and some platforms set it for other
reasons. A change as such breaks no rule: the clause asks for review before publication, and the new words are new.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from plumbline.domain.check import Detection, Shard, detection
from plumbline.domain.row_findings import place, row_findings
from plumbline.domain.vocabulary import Reason
from plumbline.provenance.edits import STRONG, shown, unnamed
from plumbline.provenance.histories import (
    Step,
    Version,
    by_observer,
    foremost,
    history,
    is_same,
    since_published,
    step,
    steps,
)
from plumbline.provenance.notices import Changed, Said, is_told, said_by
from plumbline.series.standing import judged
from plumbline.text.corrections import admits_change

KIND = "account_check"
READS = ("accounts", "posts", "versions", "altered", "corrections", "approvals")
NEEDS = ("accounts", "posts")
NEEDS_ANY = ("versions", "posts.edited_at")
REASONS: tuple[Reason, ...] = ()
VARIANTS = ("wording", "reverted", "mark")
SHOWN = 5
_FACTS: dict[str, pl.DataType] = {
    "posted_on": pl.Date(), "changed_on": pl.Date(), "kinds": pl.List(pl.String()), "was": pl.String(),
    "now": pl.String(), "changes": pl.Int64(), "posts": pl.Int64(),
}  # fmt: skip
Row = dict[str, Any]


@dataclass(frozen=True)
class Params:
    """`typos` slips of the pen at once are let pass. Minutes after publication; days of a notice; days that count."""

    grace_minutes: int
    typos: int
    notice_days: int
    near_hours: int
    period_days: int


@dataclass(frozen=True)
class Facts:
    """When it was published (null: not known) and changed; what sorts of changes; the words before and after, in
    brackets; how many changes of the post, or how many posts (`mark`)."""

    posted_on: date | None
    changed_on: date
    kinds: tuple[str, ...]
    was: str
    now: str
    changes: int
    posts: int


@dataclass(frozen=True)
class _Post:
    """One post with what is known of it; `texts` only those that stood there after the time of grace."""

    row: Mapping[str, Any]
    texts: tuple[Version, ...]
    posted_at: datetime


def find(shard: Shard, params: Params) -> Detection:
    """Posts that were changed in silence."""
    said, approved = said_by(shard.table("corrections")), _approved(shard)
    rows: list[Row] = []
    marked: list[tuple[Row, tuple[Version, ...]]] = []
    for row, versions in _posts(shard):
        posts = [post for post in _as_observed(row, versions, params) if len(post.texts) > 1]
        account = row["account_id"]
        told = (_changed(post, said.get(account, ()), approved.get(account, ()), shard, params) for post in posts)
        rows += list(chain.from_iterable(told))[:1]
        if not posts:
            marked.append((row, versions))
    rows += _marks([row for row, _ in marked if _is_marked(row, shard, params, said)], shard)
    return detection(row_findings(rows, _FACTS))


def _posts(shard: Shard) -> Iterator[tuple[Row, tuple[Version, ...]]]:
    """Altered posts of judged accounts, and posts of which only versions are left, each with its versions."""
    accounts = judged(shard.table("accounts")).select("account_id")
    versions = shard.table("versions").join(accounts, on="account_id", how="semi")
    by_post: dict[tuple[str, str], list[Version]] = {}
    known_texts = versions.filter(pl.col("seen_at") <= shard.as_of, pl.col("text") != "")
    for row in known_texts.sort("account_id", "post_id").iter_rows(named=True):
        last = min(row["last_seen_at"] or row["seen_at"], shard.as_of)
        edited = row["edited_at"] if row["edited_at"] and row["edited_at"] <= shard.as_of else None
        one = Version(row["text"], row["seen_at"], max(last, row["seen_at"]), edited)
        by_post.setdefault((row["account_id"], row["post_id"]), []).append(one)
    known = shard.table("altered").join(accounts, on="account_id", how="semi").sort("account_id", "post_id")
    for row in known.iter_rows(named=True):
        kept = by_post.pop((row["account_id"], row["post_id"]), [])
        if row["kind"] in ("post", "repost") and row["text"] is not None:
            yield row, tuple(kept)
    for (account_id, post_id), kept in sorted(by_post.items()):
        yield (
            {"account_id": account_id, "post_id": post_id, "posted_at": None, "text": None, "edited_at": None},
            (*kept,),
        )


def _as_observed(row: Row, versions: tuple[Version, ...], params: Params) -> Iterator[_Post]:
    """The post with its texts from the time of grace on, once for each who observed it."""
    observed = by_observer(versions)
    for part in observed:
        yield _post(row, part, params, alone=len(observed) == 1)


def _post(row: Row, versions: tuple[Version, ...], params: Params, *, alone: bool) -> _Post:
    """`alone`: the post's own text was written down by the same observer."""
    current = None
    if row["text"] and alone:  # an empty one is a picture, or a text that was not collected
        seen = row["last_seen_at"] or max(one.last for one in versions)
        current = Version(row["text"], row["edited_at"] or seen, seen, row["edited_at"], "posts")
    ordered = history(versions, current)
    posted = row["posted_at"] or ordered[0].at
    return _Post(row, since_published(ordered, posted, timedelta(minutes=params.grace_minutes)), posted)


def _changed(
    post: _Post, said: Sequence[Said], approved: Sequence[tuple[str, datetime]], shard: Shard, params: Params
) -> Iterator[Row]:
    """The finding on one post, if a change of it was silent."""
    first, last = post.texts[0], post.texts[-1]
    made = steps(post.texts, params.typos)
    silent = [
        one for one in made
        if not (_is_admitted(one) or _is_approved(one, approved) or _is_announced(one, post, said, params))
    ]  # fmt: skip
    since = shard.today - timedelta(days=params.period_days)
    if not silent or _day(silent[-1].new.since, shard) < since or _is_admitted(made[-1]):
        return
    whole = step(first, last, params.typos)
    back = is_same(first, last)
    told = whole if whole.kinds and len(silent) > 1 else silent[0]
    kinds = told.kinds if not back else silent[0].kinds
    strong = any(kind in STRONG for kind in kinds)
    variant = "reverted" if back and len(silent) > 1 else None if strong else "wording"
    yield _row(post, silent[0] if variant == "reverted" else told, silent, variant, shard)


def _is_admitted(change: Step) -> bool:
    """Whether the newer text itself says that it was changed."""
    return any(admits_change(one.new) and not admits_change(one.old) for one in change.edits)


def _is_approved(change: Step, approved: Sequence[tuple[str, datetime]]) -> bool:
    """Whether the new words were approved before they were first seen."""
    drafts = (Version(text, at, at) for text, at in approved if at <= change.new.at)
    return any(not step(draft, change.new, 0).kinds for draft in drafts)


def _is_announced(change: Step, post: _Post, said: Sequence[Said], params: Params) -> bool:
    until = change.new.at
    wordings = tuple(one.new for one in change.edits if one.kind in STRONG)
    changed = Changed(post.row["post_id"], (change.old.text, change.new.text), wordings, change.old.last, until)
    return _is_told(changed, said, post.posted_at, params)


def _is_told(changed: Changed, said: Sequence[Said], posted: datetime, params: Params) -> bool:
    end = changed.until + timedelta(days=params.notice_days)
    inside = [one for one in said if posted <= one.posted_at <= end]
    return is_told(changed, inside, timedelta(hours=params.near_hours))


def _row(post: _Post, told: Step, silent: Sequence[Step], variant: str | None, shard: Shard) -> Row:
    one = foremost(told)
    weak = "low" if post.row.get("automatic") else "medium" if post.row["posted_at"] is None else "high"
    return {
        "account_id": post.row["account_id"], "post_id": post.row["post_id"], "subject": "text", "variant": variant,
        "confidence": weak, "evidence": list(_places(post, told)),
        "posted_on": _day(post.row["posted_at"], shard) if post.row["posted_at"] else None,
        "changed_on": _day(silent[-1].new.since, shard), "kinds": list(told.kinds),
        "was": _excerpt(told.old.text, one.old_start, one.old_end),
        "now": _excerpt(told.new.text, one.new_start, one.new_end), "changes": len(silent), "posts": 1,
    }  # fmt: skip


def _excerpt(text: str, start: int, end: int) -> str:
    return shown(text, start, min(end, start + 60))


def _places(post: _Post, told: Step) -> Iterator[Row]:
    """The changed words, newer first: where they stand now and what stood there before."""
    order = list(told.kinds)
    counted = sorted((one for one in told.edits if one.kind in order), key=lambda one: order.index(one.kind))
    for one in counted[:SHOWN]:
        yield _place(post, told.new, one.new_start, one.new_end)
        yield _place(post, told.old, one.old_start, one.old_end)


def _place(post: _Post, version: Version, start: int, end: int) -> Row:
    table = "posts" if version.text == post.row["text"] else "versions"
    return place(table, post.row["post_id"], "text", unnamed(version.text[start:end]), start, end)


def _is_marked(row: Row, shard: Shard, params: Params, said: Mapping[str, Sequence[Said]]) -> bool:
    """Whether only a mark says that a post was changed, and nothing excuses it."""
    edited, posted = row["edited_at"], row["posted_at"]
    if edited is None or posted is None or edited - posted <= timedelta(minutes=params.grace_minutes):
        return False
    if _day(edited, shard) < shard.today - timedelta(days=params.period_days) or admits_change(row["text"]):
        return False
    first, last = row["first_seen_at"], row["last_seen_at"]
    if shard.has("versions") and first and last and first < edited < last:
        return False  # looked at before and after, and no other text was kept: the words were not what was changed
    changed = Changed(row["post_id"], (row["text"],), (), posted, edited)
    return not _is_told(changed, said.get(row["account_id"], ()), posted, params)


def _marks(rows: Sequence[Row], shard: Shard) -> Iterator[Row]:
    """One finding for each account and month."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in sorted(rows, key=lambda row: (row["account_id"], row["edited_at"], row["post_id"])):
        groups.setdefault((row["account_id"], f"{_day(row['edited_at'], shard):%Y-%m}"), []).append(row)
    for (account_id, month), found in groups.items():
        last = found[-1]
        alone = len(found) == 1
        yield {
            "account_id": account_id, "post_id": last["post_id"] if alone else None, "variant": "mark",
            "subject": f"mark {month}",
            "confidence": "low" if all(row["automatic"] for row in found) else "medium",
            "evidence": [place("posts", row["post_id"], "edited_at", _time(row["edited_at"], shard)) for row in found][
                :SHOWN
            ],
            "posted_on": _day(last["posted_at"], shard), "changed_on": _day(last["edited_at"], shard),
            "kinds": ["unknown"], "was": "", "now": "", "changes": len(found), "posts": len(found),
        }  # fmt: skip


def _approved(shard: Shard) -> dict[str, list[tuple[str, datetime]]]:
    found: dict[str, list[tuple[str, datetime]]] = {}
    rows = shard.table("approvals").filter(pl.col("approved_at") <= shard.as_of).sort("account_id", "draft_id")
    for account_id, text, at in rows.select("account_id", "text", "approved_at").iter_rows():
        found.setdefault(account_id, []).append((text, at))
    return found


def _day(moment: datetime, shard: Shard) -> date:
    return moment.astimezone(ZoneInfo(shard.timezone)).date()


def _time(moment: datetime, shard: Shard) -> str:
    return moment.astimezone(ZoneInfo(shard.timezone)).isoformat()
