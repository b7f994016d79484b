"""Indices of reach that some offices must report, each as a named version of a published formula.

They are information. No check, rule or verdict knows them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import log
from types import MappingProxyType

Figures = Mapping[str, float]


@dataclass(frozen=True)
class Index:
    """A formula: its platform, the figures it needs (`days`: length of the period), and where it was published."""

    name: str
    platform: str
    title_zh: str
    title_en: str
    needs: tuple[str, ...]
    source: str
    formula: Callable[[Figures], float]

    def missing(self, figures: Mapping[str, float | None]) -> tuple[str, ...]:
        """The figures that are needed and not there."""
        return tuple(name for name in self.needs if figures.get(name) is None)

    def value(self, figures: Figures) -> float:
        """The index, rounded to two places as it is reported; ValueError for negative figures or a period of no days.

        An index of a period without a post is 0.
        """
        if any(figures[name] < 0 for name in self.needs) or figures.get("days", 1) <= 0:
            raise ValueError("figures of an index are not negative, and a period has at least a day")
        return round(self.formula(figures), 2) if figures["posts"] else 0.0


def _wci_14_2(f: Figures) -> float:
    """Reads 85%, “wow” (在看) 9%, likes 6%; whole 60%, a post 20%, headlines 10%, peak 10%."""

    def power(reads: float, wows: float, likes: float) -> float:
        return 0.85 * log(reads + 1) + 0.09 * log(10 * wows + 1) + 0.06 * log(10 * likes + 1)

    days, posts = f["days"], f["posts"]
    return (
        0.6 * power(f["reads"] / days, f["wows"] / days, f["likes"] / days)
        + 0.2 * power(f["reads"] / posts, f["wows"] / posts, f["likes"] / posts)
        + 0.1 * power(f["headline_reads"] / days, f["headline_wows"] / days, f["headline_likes"] / days)
        + 0.1 * power(f["most_reads"], f["most_wows"], f["most_likes"])
    ) ** 2 * 10


def _wechat_2024(f: Figures) -> float:
    """Reads 85%, likes 15%; whole 42%, a post 42%, peak 16%."""

    def power(reads: float, likes: float) -> float:
        return 0.85 * log(reads + 1) + 0.15 * log(10 * likes + 1)

    days, posts = f["days"], f["posts"]
    return (
        0.42 * power(f["reads"] / days, f["likes"] / days)
        + 0.42 * power(f["reads"] / posts, f["likes"] / posts)
        + 0.16 * power(f["most_reads"], f["most_likes"])
    ) ** 2 * 10


def _weibo_2024(f: Figures) -> float:
    """Activity 20%, spread 80%: reposts 40%, comments 40%, likes 20%."""
    spread = 0.4 * log(f["reposts"] + 1) + 0.4 * log(f["comments"] + 1) + 0.2 * log(f["likes"] + 1)
    return 160 * (0.2 * log(f["posts"] + 1) + 0.8 * spread)


_SUMS = ("days", "posts", "reads", "likes")
_ALL = (
    Index(
        "wci-14.2", "wechat", "微信传播指数 WCI（V14.2）", "WeChat Communication Index WCI V14.2",
        (*_SUMS, "wows", "headline_reads", "headline_wows", "headline_likes", "most_reads", "most_wows", "most_likes"),
        "清博指数 WCI V14.2, as two published implementations of 2021 agree on it; another page gives the same version "
        "number to other weights, so compare with your own report before use",
        _wci_14_2,
    ),
    Index(
        "wechat-2024", "wechat", "微信影响力指数（2024年登记公式）", "WeChat influence index (registered in 2024)",
        (*_SUMS, "most_reads", "most_likes"),
        "浙江省数据知识产权登记平台, 微信影响力指数数据, 2024-10-11",
        _wechat_2024,
    ),
    Index(
        "weibo-2024", "weibo", "微博影响力指数 BCI（2024年登记公式）", "Weibo influence index BCI (registered in 2024)",
        ("posts", "reposts", "comments", "likes"),
        "浙江省数据知识产权登记平台, 微博影响力指数数据, 2024-10-25",
        _weibo_2024,
    ),
)  # fmt: skip
INDICES: Mapping[str, Index] = MappingProxyType({index.name: index for index in _ALL})
