"""Reach in rows for people and programs: each figure a number, a lower bound, or the reason why there is none."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from plumbline.dossier.sentences import words
from plumbline.series.age_buckets import common_edges, share_below
from plumbline.series.reach import FIGURES, Reach

SHOWN = ("followers", "gained", *FIGURES)
NOT_OFFERED, NOT_COLLECTED = "not_offered", "not_collected"
WORDS = {
    "followers": ("关注数", "followers"), "gained": ("增减", "change"), "posts": ("发布数", "posts"),
    "reads": ("阅读数", "reads"), "likes": ("点赞数", "likes"), "reposts": ("分享数", "shares"),
    "comments": ("评论数", "comments"), NOT_OFFERED: ("平台不提供", "not offered"),
    NOT_COLLECTED: ("未采集", "not collected"), "few": ("不足20人", "under 20"),
}  # fmt: skip
HEADING = (
    "触达情况：仅供参考，不作考核依据",
    "Reach: information, not for assessment",
)
CAUTION = (
    "按名称排列，不排名。关注数为关注关系数，同一人可关注多个账号，不宜跨账号相加后理解为人数。“未采集”“平台不提供”不是零；“至少”表示平台页面显示封顶。",
    "In order of name, not of size. Followers are follow relations: one person may follow several accounts. “Not "
    "collected” and “not offered” are not nought; “at least” means that the platform's page stops counting.",
)


@dataclass(frozen=True)
class Figure:
    """A number, whether it is only a lower bound, or why there is none (`NOT_OFFERED`, `NOT_COLLECTED`)."""

    value: int | None
    capped: bool = False
    why: str = ""

    def told(self, lang: str) -> str:
        """In words."""
        if self.value is None:
            return WORDS[self.why][lang != "zh"]
        least = ("至少 " if lang == "zh" else "at least ") if self.capped else ""
        return f"{least}{self.value:,}"

    def plain(self) -> int | str:
        """The number, or the reason as a word of the program."""
        return self.why if self.value is None else self.value


@dataclass(frozen=True)
class Line:
    """One row: what it is about (`key`, `name`), its platform and month, and its figures by name."""

    key: str
    name: str
    platform: str
    month: str
    accounts: int
    figures: Mapping[str, Figure]


def lines(reach: Reach, names: Mapping[str, str], units: Mapping[str, tuple[str, str]], by: str) -> list[Line]:
    """The months by ``account``, ``unit`` or ``platform``, sorted by name, platform and month: never by size.

    `names`: by account; `units`: id and name of the unit by account.
    """
    groups: dict[tuple[str, str, str, str], list[dict[str, Any]]] = {}
    for row in reach.months.iter_rows(named=True):
        account = row["account_id"]
        key, name = {
            "account": (account, names.get(account, account)),
            "unit": units.get(account, ("", "")),
            "platform": (row["platform"], row["platform"]),
        }[by]
        groups.setdefault((name, key, row["platform"], row["month"].strftime("%Y-%m")), []).append(row)
    return [
        Line(key, name, platform, month, len(rows), {figure: _figure(figure, rows, platform) for figure in SHOWN})
        for (name, key, platform, month), rows in sorted(groups.items())
    ]


def _figure(name: str, rows: Iterable[Mapping[str, Any]], platform: str) -> Figure:
    known = [row for row in rows if row[name] is not None]
    if known:
        return Figure(sum(row[name] for row in known), any(row.get(f"{name}_capped") for row in known))
    if name == "posts":
        return Figure(0)
    return Figure(None, why=NOT_OFFERED if offered(platform, name) == "no" else NOT_COLLECTED)


def offered(platform: str, figure: str) -> str:
    """Whether a platform shows a figure to the owner: ``yes``, ``part``, ``no`` or ``unknown``."""
    traits = words("platforms").get(platform, {})
    return str(traits[figure]["value"]) if figure in traits else "unknown"


def audience(reach: Reach, names: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Rows of `Reach.audience` with the account's name, sorted by name, dimension and bucket."""
    rows = reach.audience.with_columns(
        name=pl.col("account_id").replace_strict(dict(names) or {"": ""}, default=pl.col("account_id"))
    )
    yield from rows.sort("name", "account_id", "dimension", "bucket").iter_rows(named=True)


def age_shares(reach: Reach, names: Mapping[str, str]) -> list[tuple[str, str, int, float]]:
    """Name, platform, age and share of people younger, of those whose age is known: only at edges that all accounts
    with ages share, and only where no bucket is withheld; sorted by name."""
    ages = reach.audience.filter(pl.col("dimension").is_in(["age", "年龄"]))
    groups = ages.sort("account_id", "bucket").partition_by("account_id", as_dict=True, maintain_order=True)
    whole = {str(key[0]): rows for key, rows in groups.items() if rows["people"].null_count() == 0}
    shared = common_edges([rows["bucket"].to_list() for rows in whole.values()])
    return sorted(
        (names.get(account, account), rows["platform"][0], edge, share)
        for account, rows in whole.items()
        for edge in shared
        if (share := share_below(list(rows.select("bucket", "people").iter_rows()), edge)) is not None
    )
