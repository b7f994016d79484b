"""Who had a text first: a known text and the registered accounts that repeated it, in the order of time.

Information, never a ranking or a fault: an office that passes on what another wrote may be doing its duty.

Method: a post and the known texts that it repeats (`Inspection.matches`) belong together. From the earliest text on,
each takes those that repeat it, or that it repeats, and that no earlier one has taken; so a series of texts that each
resemble the last does not end up as one text.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from plumbline.domain.judgement import Finding
from plumbline.domain.vocabulary import FindingStatus
from plumbline.reports.register import Register
from plumbline.reports.saying import spelled

MOST_ROWS = 50_000
"""Matches that are looked at: the latest, and all of the texts that a finding is about."""
SOURCING = "sourcing."
UNCREDITED = "sourcing.uncredited_copy"
_NO_TIME = datetime.max.replace(tzinfo=UTC)
Place = tuple[str, str, str]
"""A text: table, source_id (of a post its account) and key."""


@dataclass(frozen=True)
class Published:
    """A text of a timeline. `account_id` is empty where its source is no registered account.

    `at` is local; None where the dossier does not know it. `after` is the time since the first text. `uncredited`: a
    finding says that it names no source.
    """

    place: Place
    name: str
    title: str
    url: str
    at: datetime | None
    account_id: str = ""
    after: timedelta | None = None
    uncredited: bool = False


@dataclass(frozen=True)
class Timeline:
    """Texts that are the same but for little, the first one first; those without a time come last."""

    texts: tuple[Published, ...]

    @property
    def accounts(self) -> int:
        """How many registered accounts published it."""
        return len({text.account_id for text in self.texts if text.account_id})

    @property
    def title(self) -> str:
        """The title of the first text that has one."""
        return next((text.title for text in self.texts if text.title), "")

    @property
    def url(self) -> str:
        """The address of the first text that has one."""
        return next((text.url for text in self.texts if text.url), "")

    @property
    def last_at(self) -> datetime | None:
        """When it was last published."""
        return max((text.at for text in self.texts if text.at), default=None)

    def shown(self, most: int, own: Place | None = None) -> tuple[Published, ...]:
        """The first `most` texts, and `own` in any case."""
        beyond = tuple(text for text in self.texts[most:] if text.place == own)
        return (*self.texts[: most - len(beyond)], *beyond)


class Timelines:
    """The timelines of one run."""

    def __init__(self, matches: pl.DataFrame, findings: Iterable[Finding], register: Register, timezone: str) -> None:
        """Put together which texts belong together; `matches` as domain.check.MATCHES_SCHEMA."""
        findings = [one for one in findings if one.check.startswith(SOURCING)]
        rows = list(_looked_at(matches, findings).iter_rows(named=True))
        self._rows: dict[tuple[str, str, str, str], list[dict[str, Any]]] = defaultdict(list)
        for row in rows:
            self._rows[_match(row)].append(row)
        uncredited = {(one.account_id, one.post_id) for one in findings if _is_uncredited(one)}
        self._zone = ZoneInfo(timezone)
        texts = _texts(rows, register, self._zone, uncredited)
        self._home = _homes(texts, rows)
        self._told: dict[Place, Timeline] = {}
        self._members: dict[Place, list[Published]] = defaultdict(list)
        for place, home in self._home.items():
            self._members[home].append(texts[place])

    def of(self, account_id: str | None, post_id: str | None) -> Timeline | None:
        """The timeline that a post stands in, if it repeats a text or is repeated."""
        home = self._home.get(("posts", account_id or "", post_id or ""))
        if home is None:
            return None
        if home not in self._told:
            self._told[home] = _in_order(self._members[home])
        return self._told[home]

    def match(self, finding: Finding, table: str, key: str) -> Mapping[str, Any]:
        """What is known of a text that a finding's post repeats, its local day too; empty where there is no match."""
        rows = self._rows.get((finding.account_id or "", finding.post_id or "", table, key), [])
        row = next((row for row in rows if row["name"] == finding.facts.get("source")), rows[0] if rows else None)
        if row is None:
            return {}
        at = row["published_at"]
        return {**row, "published_on": at.astimezone(self._zone).date() if at else None}

    def repeated(self) -> list[Timeline]:
        """The texts that several registered accounts published, the most recent first."""
        several = (group for group in self._members.values() if len({text.account_id for text in group} - {""}) > 1)
        return sorted(map(_in_order, several), key=_recent_first)


def when(at: datetime | None, lang: str) -> str:
    """Day and time as people write them."""
    if at is None:
        return "时间不详" if lang == "zh" else "time not known"
    return f"{spelled(at.date(), lang)}{' ' if lang == 'zh' else ', '}{at:%H:%M}"


def later(after: timedelta | None, lang: str) -> str:
    """How much later than the first text, in the largest unit that fits; empty for the first and where not known."""
    if not after:
        return ""
    minutes = int(after.total_seconds()) // 60
    for size, zh, en in ((1440, "天", "day"), (60, "小时", "hour"), (1, "分钟", "minute")):
        number = minutes // size
        if number:
            return f"晚 {number} {zh}" if lang == "zh" else f"{number} {en}{'' if number == 1 else 's'} later"
    return "晚不到 1 分钟" if lang == "zh" else "within a minute"


def _looked_at(matches: pl.DataFrame, findings: Iterable[Finding]) -> pl.DataFrame:
    """The latest matches, and those of the texts that the posts of `findings` repeat, in any case."""
    posts = {(one.account_id, one.post_id) for one in findings}
    found = pl.DataFrame(sorted(posts, key=str), schema={"account_id": pl.String, "post_id": pl.String}, orient="row")
    text = ["table", "source_id", "key"]
    order = ["posted_at", "account_id", "post_id", *text]
    theirs = matches.join(found, on=["account_id", "post_id"], how="semi")
    kept = matches.sort(order, descending=True, nulls_last=True).head(MOST_ROWS)
    return pl.concat([kept, matches.join(theirs, on=text, how="semi")]).unique().sort(order, nulls_last=True)


def _match(row: Mapping[str, Any]) -> tuple[str, str, str, str]:
    return row["account_id"], row["post_id"], row["table"], row["key"]


def _is_uncredited(finding: Finding) -> bool:
    return finding.check == UNCREDITED and finding.status != FindingStatus.EXCEPTED


def _ends(row: Mapping[str, Any]) -> tuple[Place, Place]:
    """The post and the text that it repeats."""
    return ("posts", row["account_id"], row["post_id"]), (row["table"], row["source_id"], row["key"])


def _texts(
    rows: Iterable[Mapping[str, Any]],
    register: Register,
    zone: ZoneInfo,
    uncredited: set[tuple[str | None, str | None]],
) -> dict[Place, Published]:
    texts: dict[Place, Published] = {}
    for row in rows:
        post, known = _ends(row)
        titled = (row["name"] or row["source_id"], row["title"] or "", row["url"] or "")
        for place, at, told in ((known, row["published_at"], titled), (post, row["posted_at"], ("", "", ""))):
            if place in texts:
                continue
            account = place[1] if place[0] == "posts" else ""
            name = register.entry(account).name or told[0] or account if account else told[0]
            local = at.astimezone(zone) if at else None
            careless = place[0] == "posts" and place[1:] in uncredited
            texts[place] = Published(place, name, *told[1:], local, account, uncredited=careless)
    return texts


def _homes(texts: Mapping[Place, Published], rows: Iterable[Mapping[str, Any]]) -> dict[Place, Place]:
    """For each text the one under which it is told: see the method above."""
    near: dict[Place, set[Place]] = defaultdict(set)
    for row in rows:
        post, known = _ends(row)
        near[post].add(known)
        near[known].add(post)
    home: dict[Place, Place] = {}
    for text in sorted(texts.values(), key=_earliest_first):
        if text.place in home:
            continue
        free = [place for place in near[text.place] if place not in home]
        taken = [texts[place] for place in near[text.place] if place in home]
        home[text.place] = text.place if free else home[min(taken, key=_earliest_first).place]
        home.update(dict.fromkeys(free, text.place))
    return home


def _in_order(group: Iterable[Published]) -> Timeline:
    texts = sorted(group, key=_earliest_first)
    first = texts[0].at
    return Timeline(tuple(_with_distance(text, first) for text in texts))


def _with_distance(text: Published, first: datetime | None) -> Published:
    return replace(text, after=text.at - first if text.at and first else None)


def _earliest_first(text: Published) -> tuple[datetime, bool, Place]:
    """By time; at the same moment a known text before the posts of registered accounts."""
    return text.at or _NO_TIME, text.place[0] == "posts", text.place


def _recent_first(timeline: Timeline) -> tuple[float, Place]:
    return -timeline.last_at.timestamp() if timeline.last_at else 0.0, timeline.texts[0].place
