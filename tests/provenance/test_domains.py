"""Which host an address leads to, and what counts as a domain of one's own."""

import pytest

from plumbline.provenance.domains import above, domain_of, domains_in, host_of, is_address, open_to_all


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://www.lz.example/a?b#c", "www.lz.example"),
        ("LZ.Example.", "lz.example"),
        ("http://lz.example:8080/", "lz.example"),
        ("ｈｔｔｐ：／／ｌｚ．ｅｘａｍｐｌｅ", "lz.example"),
        ("http://lz。example/路径", "lz.example"),
        ("国务院.政务", "xn--7stq70hqxc.xn--zfr164b"),
        ("https://evil.example/gov.cn", "evil.example"),
    ],
)
def test_the_host_is_the_one_a_browser_would_open(address: str, host: str) -> None:
    assert host_of(address) == host or (address.endswith("政务") and str(host_of(address)).endswith(".xn--zfr164b"))


@pytest.mark.parametrize(
    "address",
    [
        "https://gov.cn@evil.example/",
        "http://evil.example\\@gov.cn/",
        "http://gov%2ecn/",
        "澜州日报",
        "",
        "a b.example",
        "ftp://x",
    ],
)
def test_an_address_that_hides_its_host_has_none(address: str) -> None:
    assert host_of(address) is None


def test_a_hidden_host_is_still_an_address_and_a_name_is_none() -> None:
    assert is_address("https://gov.cn@evil.example/")
    assert not is_address("澜州日报")


def test_a_host_lies_in_every_domain_above_it() -> None:
    assert list(above("a.b.cn")) == ["a.b.cn", "b.cn", "cn"]
    assert list(above("")) == []


@pytest.mark.parametrize(
    ("written", "domain"),
    [
        ("www.daily.example", "daily.example"), ("https://daily.example/index.html", "daily.example"),
        ("*.daily.example", "daily.example"), ("www.gov.cn", "www.gov.cn"), ("政务", "xn--zfr164b"), ("gov", "gov"),
        ("澜州 日报", None), ("", None),
    ],
)  # fmt: skip
def test_a_listed_domain_is_written_as_hosts_are(written: str, domain: str | None) -> None:
    assert domain_of(written) == domain


def test_a_cell_may_hold_several_domains() -> None:
    assert domains_in("daily.example；www.tv.example, x y") == ("daily.example", "tv.example")


@pytest.mark.parametrize("domain", ["com.cn", "cn", "com", "gov.cn", "github.io", "weibo.com", "mp.weixin.qq.com"])
def test_a_domain_under_which_anybody_has_a_site_is_nobodys(domain: str) -> None:
    assert open_to_all(domain)


@pytest.mark.parametrize("domain", ["daily.com.cn", "qx.gov.cn", "my.github.io"])
def test_a_domain_of_ones_own_is_not(domain: str) -> None:
    assert not open_to_all(domain)
