"""The id of a post from its web address, as the platform's own interface and its exports have it."""

import re

from plumbline.importers.bilibili_ids import video_id
from plumbline.importers.wechat_articles import article_key
from plumbline.importers.weibo_ids import of_address

_RULES = (
    re.compile(r"^https?://(?:www\.|m\.|mobile\.)?(?:x|twitter)\.com/[^/]+/status/(\d+)"),
    re.compile(
        r"^(?:yt:video:|https?://(?:www\.|m\.)?youtube\.com/(?:watch\?(?:.*&)?v=|shorts/)|https?://youtu\.be/)([\w-]{11})"
    ),
    re.compile(r"^https?://(?:www\.)?douyin\.com/(?:video|note)/(\d+)"),
    re.compile(r"^https?://(?:www\.)?kuaishou\.com/short-video/([\w-]+)"),
    re.compile(r"^https?://(?:www\.|m\.)?toutiao\.com/(?:article/|w/|video/|item/|[ai])(\d+)"),
    re.compile(r"^https?://(?:t|m)\.bilibili\.com/(?:dynamic/|opus/)?(\d{15,20})"),
    re.compile(r"^https?://(?:www\.)?bilibili\.com/(?:opus/)(\d{15,20})"),
    re.compile(r"^https?://[\w.-]+/(?:@[\w.@-]+|users/[\w.-]+/statuses)/(\d+)$"),
)
_ARTICLE = re.compile(r"^https?://mp\.weixin\.qq\.com/s\b")
_VIDEO = re.compile(r"^https?://(?:www\.|m\.)?bilibili\.com/video/(?:BV|av)", re.IGNORECASE)


def post_of_address(address: str) -> str | None:
    """The id of the post at an address (or in an id like `yt:video:…`); None where the address does not say it."""
    weibo, _ = of_address(address)
    if weibo:
        return weibo
    if _ARTICLE.match(address):
        return article_key(address)
    if _VIDEO.match(address):
        return video_id(address.partition("?")[0])
    found = (rule.match(address) for rule in _RULES)
    return next((match[1] for match in found if match), None)
