"""The platforms' own hosts and the shapes of their account pages, as frozen data.

Only these exact hosts are a platform; what merely looks like one (``weibo.com.evil.cn``) is somebody's website.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Shape:
    """One form of account page: the path (no slash at either end), and the query parameter that holds the id, if any.

    The first group of `path`, or of `value` where `param` is given, is the raw id.
    """

    kind: str
    path: re.Pattern[str]
    param: str = ""
    value: re.Pattern[str] | None = None


@dataclass(frozen=True)
class Site:
    """A platform as it is seen on some of its hosts; words that match `reserved` are never an account."""

    platform: str
    hosts: tuple[str, ...]
    shapes: tuple[Shape, ...]
    reserved: re.Pattern[str] = re.compile(r"(?!)")


def _path(kind: str, pattern: str) -> Shape:
    return Shape(kind, re.compile(pattern))


def _query(kind: str, path: str, param: str, value: str) -> Shape:
    return Shape(kind, re.compile(path), param, re.compile(value))


_WEIBO_PAGE = r"(?:100[1-6]0[56]|107603|230283|230413)(\d{5,12})"
"""Page numbers that are a sort of page followed by the account's number."""

_ALL = (
    Site(
        "weibo",
        ("weibo.com", "www.weibo.com", "m.weibo.com", "e.weibo.com", "weibo.cn", "www.weibo.cn", "m.weibo.cn"),
        (
            _path("id", r"(?:u|profile)/(\d{5,12})(?:/.*)?"),
            _path("id", r"(\d{5,12})(?:/.*)?"),
            _path("id", rf"p/{_WEIBO_PAGE}(?:/.*)?"),
            _query("id", r"p/index|p/second|api/container/getIndex", "containerid", rf"{_WEIBO_PAGE}(?:_.*)?"),
            _path("name", r"n/([^/]+)"),
            _path("handle", r"([A-Za-z][A-Za-z0-9_-]{2,30})(?:/(?:home|profile|info|album|follow|fans))?"),
        ),
        re.compile(
            r"ttarticle|login|signup|reg|hot|newlogin|search|set|settings|comment|ajax|status|detail|profile|home|message|"
            r"messages|logout|help|about|article|video|show|index|signin|register|discover|mygroups|like|favorites|api|compose"
        ),
    ),
    Site("wechat", ("mp.weixin.qq.com",), (_query("id", r".*", "__biz", r"([A-Za-z0-9+/]{8,40})={0,2}"),)),
    Site(
        "toutiao",
        ("toutiao.com", "www.toutiao.com", "m.toutiao.com"),
        (_path("token", r"c/user/token/([\w-]{8,200})(?:/.*)?"), _path("id", r"(?:c/user|profile)/(\d{4,25})(?:/.*)?")),
    ),
    Site(
        "douyin",
        ("douyin.com", "www.douyin.com", "m.douyin.com", "iesdouyin.com", "www.iesdouyin.com"),
        (
            _path("id", r"(?:share/)?user/(MS4w[\w.-]{8,200})(?:/.*)?"),
            _query("id", r"share/user/\d+", "sec_uid", r"(MS4w[\w.-]{8,200})"),
            _path("number", r"share/user/(\d{4,25})"),
        ),
    ),
    Site("bilibili", ("space.bilibili.com",), (_path("id", r"(\d{1,20})(?:/.*)?"),)),
    Site(
        "bilibili",
        ("bilibili.com", "www.bilibili.com", "m.bilibili.com"),
        (_path("id", r"space/(\d{1,20})(?:/.*)?"),),
    ),
    Site(
        "kuaishou",
        ("kuaishou.com", "www.kuaishou.com", "live.kuaishou.com", "m.kuaishou.com"),
        (_path("id", r"(?:profile|u|fw/user)/([\w-]{3,60})(?:/.*)?"),),
    ),
    Site(
        "xiaohongshu",
        ("xiaohongshu.com", "www.xiaohongshu.com"),
        (_path("id", r"(?:discovery/)?user/profile/([0-9A-Fa-f]{24})(?:/.*)?"),),
    ),
    Site(
        "x",
        ("x.com", "www.x.com", "mobile.x.com", "twitter.com", "www.twitter.com", "mobile.twitter.com", "m.twitter.com"),
        (
            _path("id", r"i/user/(\d{1,20})"),
            _query("handle", r"intent/(?:user|follow)", "screen_name", r"@?([A-Za-z0-9_]{1,15})"),
            _query("id", r"intent/(?:user|follow)", "user_id", r"(\d{1,20})"),
            _path("handle", r"@?([A-Za-z0-9_]{1,15})(?:/.*)?"),
        ),
        re.compile(
            r"i|home|explore|search|intent|share|hashtag|login|logout|settings|messages|notifications|compose|tos|privacy|"
            r"about|download|jobs|signup|account|oauth"
        ),
    ),
    Site(
        "facebook",
        (
            "facebook.com", "www.facebook.com", "m.facebook.com", "business.facebook.com", "web.facebook.com",
            "mbasic.facebook.com", "touch.facebook.com", "zh-cn.facebook.com", "en-gb.facebook.com", "fb.com",
            "www.fb.com", "m.fb.com", "fb.me",
        ),
        (
            _query("id", r"(?:profile|permalink|story)\.php", "id", r"(\d{3,20})"),
            _path("id", r"(?:pages|people|pg)/[^/]+/(\d{3,20})(?:/.*)?"),
            _path("id", r"(?:p|pages/category/[^/]+)/(?:[^/]*-)?(\d{5,20})(?:/.*)?"),
            _path("id", r"(\d{3,20})(?:/.*)?"),
            _path("handle", r"(?:pg/)?([A-Za-z0-9.]{3,60})(?:/.*)?"),
        ),
        re.compile(
            r"pages|people|groups|events|watch|share|sharer|login|marketplace|.*\.php|hashtag|reel|help|policies|photo|plugins|"
            r"dialog|ads|media|stories|gaming|notes|business|\.+"
        ),
    ),
    Site(
        "instagram",
        ("instagram.com", "www.instagram.com", "m.instagram.com"),
        (
            _path("handle", r"stories/([A-Za-z0-9_.]{1,30})(?:/.*)?"),
            _path("handle", r"@?([A-Za-z0-9_.]{1,30})(?:/.*)?"),
        ),
        re.compile(r"p|reel|reels|stories|explore|accounts|tv|direct|about|legal|developer|web|press|s|graphql"),
    ),
    Site(
        "youtube",
        ("youtube.com", "www.youtube.com", "m.youtube.com"),
        (
            _path("id", r"channel/(UC[A-Za-z0-9_-]{22})(?:/.*)?"),
            _path("handle", r"@([\w.·-]{2,60})(?:/.*)?"),
            _path("custom", r"c/([^/]{1,100})(?:/.*)?"),
            _path("user", r"user/([\w.-]{1,60})(?:/.*)?"),
            _path("custom", r"([A-Za-z0-9]{3,60})(?:/(?:videos|about|featured|playlists|community|shorts|streams))?"),
        ),
        re.compile(
            r"watch|playlist|results|shorts|embed|feed|live|gaming|premium|user|channel|redirect|hashtag|post|about|account|"
            r"clip|music|kids|ads|creators|howyoutubeworks"
        ),
    ),
    Site(
        "bluesky",
        ("bsky.app", "www.bsky.app"),
        (
            _path("id", r"profile/(did:[a-z]+:[A-Za-z0-9.:-]{3,200})(?:/.*)?"),
            _path("handle", r"profile/@?([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)(?:/.*)?"),
        ),
    ),
)  # fmt: skip

SITES: Mapping[str, Site] = MappingProxyType({host: site for site in _ALL for host in site.hosts})
"""Exact host (lower case, ASCII) to the site it is."""
