"""The keys of a registered account, one by one and in columns."""

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from plumbline.addresses.canonical import canonical
from plumbline.addresses.columns import address_keys
from plumbline.addresses.registered import account_address
from plumbline.domain.vocabulary import PLATFORMS

UID = "1002003004"


def test_id_url_and_account_id_give_the_same_key() -> None:
    assert account_address("weibo", UID, None, None) == {f"weibo:{UID}"}
    assert account_address("weibo", None, f"m.weibo.cn/profile/{UID}", None) == {f"weibo:{UID}"}
    assert account_address("weibo", None, None, f"weibo:{UID}") == {f"weibo:{UID}"}
    assert account_address("weibo", UID, f"https://weibo.com/{UID}", f"weibo:{UID}") == {f"weibo:{UID}"}


def test_a_number_and_a_handle_are_two_keys_of_one_account() -> None:
    assert account_address("weibo", UID, "https://weibo.com/qingxifabu", "a1") == {f"weibo:{UID}", "weibo:qingxifabu"}


def test_a_registered_account_is_found_under_the_key_of_its_page() -> None:
    pages = [
        ("wechat", "MzA5MDAwMDAwMQ==", "https://mp.weixin.qq.com/s?__biz=MzA5MDAwMDAwMQ==&mid=1"),
        ("x", "QingxiCity", "https://x.com/qingxicity"),
        ("x", "@QingxiCity", "https://twitter.com/qingxicity"),
        ("mastodon", "@qingxi@social.example.org", "https://social.example.org/@qingxi"),
        ("bluesky", "@qingxi.example.org", "https://bsky.app/profile/qingxi.example.org"),
        ("youtube", "@Qingxi", "https://www.youtube.com/@qingxi"),
        ("facebook", "Qingxi.City", "https://www.facebook.com/qingxicity"),
        ("bilibili", "123", "https://m.bilibili.com/space/123"),
        ("website", "www.qingxi.example.cn", "https://qingxi.example.cn/"),
    ]
    for platform, platform_id, url in pages:
        address = canonical(url)
        assert address is not None
        assert address.code in account_address(platform, platform_id, None, None), url


def test_a_link_to_another_host_makes_no_stranger_official() -> None:
    assert account_address("weibo", None, "https://weibo.com.evil.cn/u/1002003004", None) == frozenset()
    assert account_address("weibo", None, "https://x.com/qingxicity", "x:qingxicity") == frozenset()
    assert account_address("website", None, "https://weibo.com/u/1002003004", None) == frozenset()


def test_an_entry_without_address_has_no_key() -> None:
    assert account_address("wechat_channels", None, None, "c1") == frozenset()
    assert account_address("weibo", "  ", "", "") == frozenset()


URLS = st.sampled_from(
    [None, "", f"https://weibo.com/u/{UID}", f"http://www.weibo.com/{UID}/", f"m.weibo.cn/u/{UID}", "https://weibo.com/qingxi",
     "https://space.bilibili.com/12", "https://www.kuaishou.com/profile/3xAb_c", "https://www.toutiao.com/c/user/12345/",
     "https://mp.weixin.qq.com/mp/profile_ext?action=home&__biz=MzA5MDAwMDAwMQ==", "https://www.qingxi.example.cn/a?b=1",
     "https://www.douyin.com/user/MS4wLjABAAAAmadeUp_0-1", "https://www.xiaohongshu.com/user/profile/5f00000000000000000000ab",
     "nonsense", "https://social.example.org/@q"]
)  # fmt: skip
IDS = st.one_of(
    st.none(),
    st.sampled_from(
        [
            *(UID, "gh_0a1b", "GH_0A1B", "MzA5MDAwMDAwMQ==", "MzA5MDAwMDAwMQ", "@QingXi", "qingxi", "a@b.example.org"),
            *("UC" + "a" * 22, "MS4wLjABAAAAmadeUp_0-1", "5F00000000000000000000AB", "5f00000000000000000000ab"),
            *("q.example.org", "3xAb_c", " 12 ", ""),
        ]
    ),
    st.text(max_size=8),
)
ROWS = st.tuples(st.sampled_from(PLATFORMS), IDS, URLS, st.booleans())


@settings(deadline=None)
@given(st.lists(ROWS, max_size=6))
def test_columns_give_the_same_keys_as_one_by_one(rows: list[tuple[str, str | None, str | None, bool]]) -> None:
    named = [
        {
            "account_id": f"{platform}:{number}{platform_id}" if own else f"a{number}",
            "platform": platform,
            "platform_id": platform_id,
            "url": url,
        }
        for number, (platform, platform_id, url, own) in enumerate(rows)
    ]
    frame = pl.DataFrame(named, schema=dict.fromkeys(("account_id", "platform", "platform_id", "url"), pl.String))
    expected = {
        (row["account_id"], key)
        for row in named
        for key in account_address(row["platform"], row["platform_id"], row["url"], row["account_id"])
    }
    assert set(address_keys(frame).iter_rows()) == expected
