"""Many spellings of one address are one; what only looks like a platform is none of its accounts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plumbline.addresses.address import Address, NoAddress
from plumbline.addresses.canonical import canonical, resolve
from plumbline.addresses.sites import SITES
from plumbline.domain.vocabulary import PLATFORMS

UID = "1002003004"
SEC_UID = "MS4wLjABAAAAmadeUpForThisTest_0-1"
CHANNEL = "UCmadeUpChannelNumber012"
DID = "did:plc:abcdefghijklmnopqrstuvwx"

SAME = [
    ("weibo", UID, f"https://weibo.com/u/{UID}"),
    ("weibo", UID, f"weibo.com/u/{UID}"),
    ("weibo", UID, f"  http://www.weibo.com/{UID}/  "),
    ("weibo", UID, f"https://weibo.com/{UID}/NxYz12AbC?refer_flag=1001030103_"),
    ("weibo", UID, f"https://m.weibo.cn/u/{UID}?luicode=10000011&lfid=100103"),
    ("weibo", UID, f"https://m.weibo.cn/profile/{UID}"),
    ("weibo", UID, f"https://m.weibo.cn/{UID}/4900000000000001"),
    ("weibo", UID, f"https://weibo.cn/u/{UID}#top"),
    ("weibo", UID, f"https://weibo.com/p/100606{UID}/home?from=page_100606"),
    ("weibo", UID, f"https://m.weibo.cn/p/index?containerid=107603{UID}"),
    ("weibo", UID, f"ｈｔｔｐｓ：／／ＷＥＩＢＯ．ＣＯＭ／ｕ／{UID}"),
    ("weibo", UID, f"HTTPS://WeiBo.Com:443/u/{UID}"),
    ("weibo", UID, f"「https://weibo.com/u/{UID}」。"),
    ("weibo", UID, f"https://weibo\u200b.com/u/{UID}"),
    ("weibo", UID, f"https://weibo.com./u/{UID}"),
    ("weibo", UID, f"https://weibo。com/u/{UID}"),
    ("weibo", UID, f"//weibo.com//u/./{UID}"),
    ("weibo", "qingxifabu", "https://weibo.com/QingXiFaBu?is_all=1"),
    ("weibo", "n/青溪发布", "https://weibo.com/n/青溪发布"),
    ("weibo", "n/青溪发布", "weibo.com/n/%E9%9D%92%E6%BA%AA%E5%8F%91%E5%B8%83"),
    ("wechat", "MzA5MDAwMDAwMQ", "https://mp.weixin.qq.com/s?__biz=MzA5MDAwMDAwMQ==&mid=2650000000&idx=1&sn=ab"),
    ("wechat", "MzA5MDAwMDAwMQ", "mp.weixin.qq.com/mp/profile_ext?action=home&__biz=MzA5MDAwMDAwMQ%3D%3D#wechat"),
    ("toutiao", f"token/{SEC_UID}", f"https://www.toutiao.com/c/user/token/{SEC_UID}/?source=profile"),
    ("toutiao", "50000000001", "https://www.toutiao.com/c/user/50000000001/"),
    ("toutiao", "50000000001", "m.toutiao.com/profile/50000000001"),
    ("douyin", SEC_UID, f"https://www.douyin.com/user/{SEC_UID}?vid=7000000000000000001"),
    ("douyin", SEC_UID, f"https://www.iesdouyin.com/share/user/60000000001?sec_uid={SEC_UID}"),
    ("bilibili", "123", "https://space.bilibili.com/123/dynamic?spm_id_from=333.999"),
    ("bilibili", "123", "https://m.bilibili.com/space/123"),
    ("kuaishou", "3xmadeup", "https://www.kuaishou.com/profile/3xmadeup"),
    ("kuaishou", "QingXi", "https://live.kuaishou.com/u/QingXi"),
    ("xiaohongshu", "5f00000000000000000000ab", "https://www.xiaohongshu.com/user/profile/5F00000000000000000000AB?xsec=1"),
    ("x", "@qingxicity", "https://x.com/QingxiCity/status/1500000000000000001"),
    ("x", "@qingxicity", "mobile.twitter.com/@qingxicity"),
    ("x", "@qingxicity", "https://twitter.com/intent/user?screen_name=qingxicity"),
    ("x", "1002", "https://x.com/i/user/1002"),
    ("facebook", "qingxicity", "https://m.facebook.com/Qingxi.City/?ref=page"),
    ("facebook", "100000000000001", "https://www.facebook.com/profile.php?id=100000000000001&sk=about"),
    ("facebook", "100000000000001", "https://www.facebook.com/pages/Qingxi-City/100000000000001"),
    ("facebook", "qingxicity", "business.facebook.com/qingxicity"),
    ("instagram", "qingxi.city", "https://www.instagram.com/Qingxi.City/?hl=en"),
    ("youtube", CHANNEL, f"https://www.youtube.com/channel/{CHANNEL}/videos"),
    ("youtube", "@qingxi", "youtube.com/@QingXi"),
    ("youtube", "c/qingxi", "https://www.youtube.com/c/Qingxi/about"),
    ("youtube", "user/qingxi", "https://m.youtube.com/user/qingxi"),
    ("mastodon", "qingxi@social.example.org", "https://social.example.org/@Qingxi"),
    ("mastodon", "qingxi@social.example.org", "https://social.example.org/users/qingxi"),
    ("mastodon", "qingxi@social.example.org", "https://social.example.org/@qingxi/110000000000000001"),
    ("mastodon", "qingxi@social.example.org", "@qingxi@Social.Example.org"),
    ("mastodon", "qingxi@social.example.org", "acct:qingxi@social.example.org"),
    ("bluesky", "qingxi.example.org", "https://bsky.app/profile/Qingxi.example.org/post/3kabc"),
    ("bluesky", DID, f"https://bsky.app/profile/{DID}"),
    ("bluesky", DID, DID),
    ("bluesky", "qingxi.example.org", "@qingxi.example.org"),
    ("website", "qingxi.example.cn", "HTTP://WWW.Qingxi.Example.cn:80/?utm_source=x#top"),
    ("website", "qingxi.example.cn:8080/a", "http://qingxi.example.cn:8080/a/"),
    ("website", "qingxi.example.cn/a%20b?id=1&x=2", "qingxi.example.cn/a%20b/?x=2&id=1&spm=3"),
    ("website", "qingxi.example.cn/b", "https://qingxi.example.cn/a/../b"),
    ("website", "xn--fiq228c.example.cn", "https://中文.example.cn"),
    ("website", "www.gov.cn", "https://www.gov.cn/"),
    ("website", "tiktok.com/%40a", "https://www.tiktok.com/@a"),
]  # fmt: skip

HOSTILE = [
    f"https://weibo.com.evil.cn/u/{UID}",
    f"https://weib0.com/u/{UID}",
    f"https://wеibo.com/u/{UID}",
    f"https://evil.cn/weibo.com/u/{UID}",
    f"https://evil.cn/https://weibo.com/u/{UID}",
    f"https://evil.cn/?url=https://weibo.com/u/{UID}",
    f"https://evil.cn#weibo.com/u/{UID}",
    f"https://evil-weibo.com/u/{UID}",
    f"https://weibo.com@evil.cn/u/{UID}",
    f"https://weibo.com:pass@evil.cn/u/{UID}",
    f"https://user:pass@weibo.com/u/{UID}",
    f"https://weibo.com\\@evil.cn/u/{UID}",
    f"https://evil.cn\\.weibo.com/u/{UID}",
    f"https://evil.cn%2f.weibo.com/u/{UID}",
    f"https://weibo.com%2eevil.cn/u/{UID}",
    f"https://anything.weibo.com/u/{UID}",
    f"https://weibo.com:8443/u/{UID}",
    f"https://weibo.com。evil.cn/u/{UID}",
    f"ftp://weibo.com/u/{UID}",
    f"javascript:location='https://weibo.com/u/{UID}'",
    "https://evil.cn/@qingxi@social.example.org",
    "https://mp.weixin.qq.com/s?__biz=MzA5MDAwMDAwMQ==&__biz=MzA5MDAwMDAwMg==",
]

NONE = [
    ("", NoAddress.NOT_AN_ADDRESS),
    ("青溪发布", NoAddress.NOT_AN_ADDRESS),
    ("https://", NoAddress.NOT_AN_ADDRESS),
    ("http://[::1", NoAddress.NOT_AN_ADDRESS),
    ("http://a..b/", NoAddress.NOT_AN_ADDRESS),
    ("http://weibo.com:99999/u/1", NoAddress.NOT_AN_ADDRESS),
    ("weibo.com/u/1 weibo.com/u/2", NoAddress.NOT_AN_ADDRESS),
    ("http://" + "a" * 70 + ".cn", NoAddress.NOT_AN_ADDRESS),
    ("https://u.wechat.com/EAbcDefGhi", NoAddress.SHORT_LINK),
    ("http://weixin.qq.com/r/AbCdEf", NoAddress.SHORT_LINK),
    ("weixin://contacts/profile/gh_1", NoAddress.SHORT_LINK),
    ("https://v.douyin.com/abc/", NoAddress.SHORT_LINK),
    ("https://t.cn/A6abc", NoAddress.SHORT_LINK),
    ("https://mp.weixin.qq.com/s/AbCdEfGhIjKl", NoAddress.NO_ACCOUNT),
    ("https://weibo.com/", NoAddress.NO_ACCOUNT),
    ("https://weibo.com/tv/show/1034:4900000000000001", NoAddress.NO_ACCOUNT),
    ("https://weibo.com/login", NoAddress.NO_ACCOUNT),
    ("https://m.weibo.cn/status/4900000000000001", NoAddress.NO_ACCOUNT),
    ("https://www.bilibili.com/video/BV1xx411c7mD", NoAddress.NO_ACCOUNT),
    ("https://x.com/home", NoAddress.NO_ACCOUNT),
    ("https://www.instagram.com/p/CabcDEF/", NoAddress.NO_ACCOUNT),
    ("https://www.youtube.com/watch?v=abcdefghijk", NoAddress.NO_ACCOUNT),
    ("https://www.facebook.com/profile.php", NoAddress.NO_ACCOUNT),
    (f"https://user:pass@weibo.com/u/{UID}", NoAddress.DISGUISED),
]


@pytest.mark.parametrize(("platform", "key", "text"), SAME, ids=[row[2] for row in SAME])
def test_a_spelling_leads_to_the_account(platform: str, key: str, text: str) -> None:
    address = canonical(text)
    assert address is not None
    assert (address.platform, address.key) == (platform, key)


@pytest.mark.parametrize("text", [row[2] for row in SAME])
def test_the_canonical_spelling_is_its_own(text: str) -> None:
    address = canonical(text)
    assert address is not None
    assert canonical(address.url) == address


@pytest.mark.parametrize("text", HOSTILE)
def test_what_only_looks_like_a_platform_is_none_of_its_accounts(text: str) -> None:
    address = canonical(text)
    assert address is None or address.platform == "website"


@pytest.mark.parametrize(("text", "reason"), NONE, ids=[row[0] for row in NONE])
def test_a_text_that_leads_nowhere_says_why(text: str, reason: NoAddress) -> None:
    assert resolve(text) is reason


def test_different_accounts_stay_different() -> None:
    pairs = [
        ("https://mp.weixin.qq.com/s?__biz=MzA5MDAwMDAwMQ==", "https://mp.weixin.qq.com/s?__biz=mza5mdawmdawmq=="),
        ("https://x.com/1002", "https://x.com/i/user/1002"),
        ("https://www.youtube.com/c/qingxi", "https://www.youtube.com/@qingxi"),
        ("https://social.example.org/@a", "https://social.example.com/@a"),
        ("https://qingxi.example.cn/a", "https://qingxi.example.cn/A"),
    ]
    for left, right in pairs:
        assert canonical(left) != canonical(right)


def test_every_site_is_a_platform_of_the_contract() -> None:
    assert {site.platform for site in SITES.values()} <= set(PLATFORMS)


PIECES = st.sampled_from(
    [
        *(
            "https://",
            "http://",
            "//",
            "weibo.com",
            "m.weibo.cn",
            "x.com",
            "mp.weixin.qq.com",
            "evil.cn",
            "/",
            "u",
            "/u/",
        ),
        *(
            "@",
            ":",
            "?",
            "&",
            "=",
            "%",
            "#",
            "..",
            ".",
            "\\",
            "[",
            "]",
            UID,
            "__biz",
            "青溪",
            "。",
            "www.",
            "%2F",
            "+",
            "id",
        ),
        *("did:plc:", "acct:", "users/", "xn--", "utm_source", " ", "\n", "\u200b", "\u202e", "\ud800"),
    ]
)


@settings(deadline=None)
@given(st.one_of(st.text(), st.lists(PIECES, max_size=12).map("".join)))
def test_no_text_whatever_raises_and_canonical_is_stable(text: str) -> None:
    answer = resolve(text)
    if isinstance(answer, Address):
        assert resolve(answer.url) == answer


@settings(deadline=None)
@given(st.lists(PIECES, max_size=8).map("".join), st.sampled_from(sorted(SITES)))
def test_nothing_in_front_of_a_host_makes_it_the_platform(front: str, host: str) -> None:
    answer = canonical(f"https://{front.replace('/', '')}-{host}/u/{UID}")
    assert answer is None or answer.platform in {"website", "mastodon"}
