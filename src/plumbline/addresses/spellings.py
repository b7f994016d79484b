"""How keys and canonical URLs are written, and which hosts and parameters count for nothing, as frozen data."""

import re
from collections.abc import Mapping
from types import MappingProxyType

OWNED = (
    ".weibo.com", ".weibo.cn", ".weixin.qq.com", ".toutiao.com", ".douyin.com", ".iesdouyin.com", ".bilibili.com",
    ".kuaishou.com", ".xiaohongshu.com", ".x.com", ".twitter.com", ".facebook.com", ".fb.com", ".fb.me",
    ".instagram.com", ".youtube.com", ".bsky.app",
)  # fmt: skip
"""Domains of platforms: a host below one that is no `Site` is a page of the platform, never an authority's website."""

SHORTENERS = frozenset(
    {
        "t.cn", "u.wechat.com", "w.url.cn", "url.cn", "weixin.qq.com", "v.douyin.com", "b23.tv", "v.kuaishou.com",
        "xhslink.com", "t.co", "youtu.be", "bit.ly", "dwz.cn", "tinyurl.com", "goo.gl", "suo.im", "is.gd", "ow.ly",
    }
)  # fmt: skip
"""Hosts whose addresses say where they lead only when they are followed."""

NOT_MASTODON = frozenset(
    {"medium.com", "tiktok.com", "threads.net", "threads.com", "t.me", "pinterest.com", "substack.com", "flickr.com"}
)
"""Hosts that write ``/@name`` as Mastodon does but are something else."""

KEYS: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("weibo", "name"): "n/{}",
        ("toutiao", "token"): "token/{}",
        ("douyin", "number"): "number/{}",
        ("x", "handle"): "@{}",
        ("youtube", "handle"): "@{}",
        ("youtube", "custom"): "c/{}",
        ("youtube", "user"): "user/{}",
    }
)
"""How a key is written where the raw id alone could be mistaken for one of another kind."""

URLS: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("weibo", "id"): "https://weibo.com/u/{}",
        ("weibo", "handle"): "https://weibo.com/{}",
        ("weibo", "name"): "https://weibo.com/n/{}",
        ("wechat", "id"): "https://mp.weixin.qq.com/mp/profile_ext?action=home&__biz={}",
        ("toutiao", "id"): "https://www.toutiao.com/c/user/{}/",
        ("toutiao", "token"): "https://www.toutiao.com/c/user/token/{}/",
        ("douyin", "id"): "https://www.douyin.com/user/{}",
        ("douyin", "number"): "https://www.iesdouyin.com/share/user/{}",
        ("bilibili", "id"): "https://space.bilibili.com/{}",
        ("kuaishou", "id"): "https://www.kuaishou.com/profile/{}",
        ("xiaohongshu", "id"): "https://www.xiaohongshu.com/user/profile/{}",
        ("x", "id"): "https://x.com/i/user/{}",
        ("x", "handle"): "https://x.com/{}",
        ("facebook", "id"): "https://www.facebook.com/profile.php?id={}",
        ("facebook", "handle"): "https://www.facebook.com/{}",
        ("instagram", "handle"): "https://www.instagram.com/{}/",
        ("youtube", "id"): "https://www.youtube.com/channel/{}",
        ("youtube", "handle"): "https://www.youtube.com/@{}",
        ("youtube", "custom"): "https://www.youtube.com/c/{}",
        ("youtube", "user"): "https://www.youtube.com/user/{}",
        ("bluesky", "id"): "https://bsky.app/profile/{}",
        ("bluesky", "handle"): "https://bsky.app/profile/{}",
    }
)
"""The canonical spelling of an account's page, by platform and kind."""

CASELESS = frozenset(
    {
        ("weibo", "handle"), ("wechat", "handle"), ("xiaohongshu", "id"), ("x", "handle"), ("facebook", "handle"),
        ("instagram", "handle"), ("youtube", "handle"), ("youtube", "custom"), ("youtube", "user"),
        ("bluesky", "handle"), ("bluesky", "id"),
    }
)  # fmt: skip
"""Ids in which upper and lower case are the same."""

TRACKING = re.compile(
    r"utm_\w+|spm|from|isappinstalled|share_\w+|gclid|fbclid|msclkid|mc_[ce]id|refer_flag|ref|ref_src|igshid|igsh|si|feature|"
    r"scene|timestamp|wechat_\w+|vd_source|sudaref|display|retcode|nsukey|wxshare_count|is_from_webapp|mibextid|tt_from|enter_from"
)
"""Query parameters that say where a reader came from, not what is read."""

SUFFIXES = frozenset(
    {
        "gov.cn", "org.cn", "com.cn", "net.cn", "edu.cn", "ac.cn", "mil.cn", "gov.hk", "org.hk", "gov.mo",
        "gov.tw", "gov.uk", "org.uk", "co.uk", "go.jp", "co.jp", "go.kr", "gov.au", "gov.in", "gov.sg", "gob.mx",
        "gov.br", "gouv.fr", "europa.eu",
    }
)  # fmt: skip
"""Domains under which others register: ``www.gov.cn`` is a site of its own, not ``gov.cn`` with an ornament."""
