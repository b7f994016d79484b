"""Addresses as strangers write them: ordinary ones pass in one spelling, hostile ones do not pass."""

from ipaddress import ip_address

import pytest

from plumbline.collectors.guard import Policy, Reason, Refused
from plumbline.collectors.guard_addresses import public
from plumbline.collectors.guard_places import onward, place
from plumbline.collectors.guard_rules import rules
from plumbline.domain.errors import UsageError

ORDINARY = {
    "https://www.gov.cn/zhengce/": "https://www.gov.cn/zhengce/",
    "HTTP://WWW.Gov.CN": "http://www.gov.cn/",
    "https://www.gov.cn:443/a": "https://www.gov.cn/a",
    "http://www.gov.cn.:80/a#part": "http://www.gov.cn/a",
    "https://weibo.com/u/123?a=1&b=%E4%B8%AD": "https://weibo.com/u/123?a=1&b=%E4%B8%AD",
    "https://daily.example/新闻/1.html?名=值": "https://daily.example/%E6%96%B0%E9%97%BB/1.html?%E5%90%8D=%E5%80%BC",
    "http://政务.中国/": "http://xn--zfr164b.xn--fiqs8s/",
    "https://daily.example/a/./b/../c": "https://daily.example/a/c",
    "https://daily.example/..": "https://daily.example/",
    "https://daily.example//double//slash": "https://daily.example//double//slash",
    "https://daily.example?x=1": "https://daily.example/?x=1",
    "https://daily.example/100%": "https://daily.example/100%25",
    "http://8.8.8.8/": "http://8.8.8.8/",
    "https://[2400:3200::1]/": "https://[2400:3200::1]/",
    "https://under_score.example/": "https://under_score.example/",
    "https://daily.example/a@b": "https://daily.example/a@b",
    "https://daily.example/?to=http://other.example/": "https://daily.example/?to=http://other.example/",
}
UNREADABLE = (
    "", "www.gov.cn", "//www.gov.cn/", "ftp://www.gov.cn/", "file:///etc/passwd", "gopher://127.0.0.1:6379/_x",
    "javascript:alert(1)", "data:text/html,x", "http:/www.gov.cn/", "http:///www.gov.cn/", "http://", "http://?x",
    "http://[::1", "http://::1/", "http://[fe80::1%25eth0]/", "http://[v1.x]/", "http://a.example:b/",
    "http://a.example:99999/", "http://a.example:0/", "http://a.example:80:80/", "http://a.example:８０/",
    "http://a..example/", "http://-a.example/", "http://a.example%2f@b.example/", "http://%31%32%37.0.0.1/",
    "http://a.example\\@b.example/", "http://a.example\\b", "http://a.example/\r\nHost: b", "http://a.example/ b",
    "http://a.example/\x00", "http://a\u200b.example/", "http://a.example\u3000/", "http://a.example/\ud800",
    "http://2130706433/", "http://0x7f000001/", "http://0x7f.1/", "http://127.1/", "http://0177.0.0.1/",
    "http://017700000001/", "http://127.0.0.1.1/", "http://1.2.3.256/", "http://127.0.0x1/", "http://0/",
    "http://a.example,b.example/", "http://a.example;b/", "http://*.example/", "http://<a>.example/",
    "http://" + "a" * 9000,
)  # fmt: skip
INSIDE = (
    "127.0.0.1", "127.255.255.254", "0.0.0.0", "0.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.255",  # noqa: S104  refused
    "192.168.1.1",
    "100.64.0.1", "100.100.100.200", "100.127.255.255", "169.254.169.254", "169.254.0.23", "192.0.0.192", "192.0.2.1",
    "198.18.0.1", "198.51.100.1", "203.0.113.9", "192.88.99.1", "224.0.0.1", "239.255.255.250", "240.0.0.1",
    "255.255.255.255", "168.63.129.16", "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1",
    "64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::1", "2002:7f00:1::", "2002:808:808::", "2001:0:4136:e378::1",
    "2001:db8::1", "2001:10::1", "3fff::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1", "100::1",
    "2400:3200::5efe:7f00:1", "2400:3200::200:5efe:7f00:1", "4000::1", "5f00::1",
)  # fmt: skip
OUTSIDE = (
    "8.8.8.8", "1.1.1.1", "114.114.114.114", "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1", "192.0.1.1",
    "223.5.5.5", "169.253.0.1", "11.0.0.1", "2400:3200::1", "2606:4700:4700::1111", "240e::1", "2001:4860:4860::8888",
)  # fmt: skip


@pytest.mark.parametrize(("written", "read"), ORDINARY.items())
def test_an_ordinary_address_is_read_in_one_way(written: str, read: str) -> None:
    assert place(written).url == read
    assert place(read).url == read


@pytest.mark.parametrize("written", UNREADABLE)
def test_an_address_that_can_be_read_in_two_ways_is_refused(written: str) -> None:
    with pytest.raises(Refused):
        place(written)


@pytest.mark.parametrize("written", ["http://user@a.example/", "http://u:p@a.example/", "http://www.gov.cn@b.example/"])
def test_credentials_in_an_address_are_refused(written: str) -> None:
    with pytest.raises(Refused) as refused:
        place(written)
    assert refused.value.reason == Reason.CREDENTIALS
    assert "u:p" not in str(refused.value)


@pytest.mark.parametrize("written", ["http://１２７.０.０.１/", "http://①②⑦.0.0.1/", "http://127。0。0。1/"])
def test_digits_of_other_scripts_are_the_address_that_a_browser_would_open(written: str) -> None:
    assert place(written).host == "127.0.0.1"
    with pytest.raises(Refused):
        rules(Policy()).admit(place(written))


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_some_net_is_not_public(address: str) -> None:
    assert not public(ip_address(address))
    bracketed = f"[{address}]" if ":" in address else address
    with pytest.raises(Refused) as refused:
        rules(Policy()).admit(place(f"http://{bracketed}/"))
    assert refused.value.reason == Reason.BLOCKED_ADDRESS


@pytest.mark.parametrize("address", OUTSIDE)
def test_an_address_of_the_public_internet_is_public(address: str) -> None:
    assert public(ip_address(address))
    bracketed = f"[{address}]" if ":" in address else address
    rules(Policy()).admit(place(f"http://{bracketed}/"))


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST.", "a.localhost", "printer.local", "intranet", "db.internal"])
def test_a_name_that_means_something_else_in_every_net_is_not_even_looked_up(host: str) -> None:
    with pytest.raises(Refused):
        rules(Policy()).admit(place(f"http://{host}/"))


def test_only_the_ports_of_the_web_are_open() -> None:
    usual, wider = rules(Policy()), rules(Policy(ports=(80, 443, 8080)))
    usual.admit(place("https://a.example/"))
    wider.admit(place("https://a.example:8080/"))
    for port in (22, 25, 6379, 8080, 3306):
        with pytest.raises(Refused) as refused:
            usual.admit(place(f"http://a.example:{port}/"))
        assert refused.value.reason == Reason.BLOCKED_PORT


def test_an_exception_holds_for_its_host_and_port_and_no_other() -> None:
    ours = rules(Policy(allow_hosts=("rsshub.lan:1200", "10.2.0.8", "[fd00::8]:8443", "10.3.0.0/16:8080")))
    for url in ("http://rsshub.lan:1200/", "http://10.2.0.8/", "https://[fd00::8]:8443/", "http://10.3.9.9:8080/"):
        ours.admit(place(url))
    for url in (
        "http://10.2.0.9/",
        "http://10.2.0.8:22/",
        "https://[fd00::8]/",
        "http://10.3.9.9/",
        "http://10.4.0.1:8080/",
    ):
        with pytest.raises(Refused):
            ours.checked("", place(url).port, [ip_address(place(url).host)])
    for url in ("http://rsshub.lan/", "http://other.lan:1200/", "http://rsshub.lan.evil.example:1200/"):
        with pytest.raises(Refused):
            ours.checked(
                place(url).host, place(url).port, [ip_address("10.2.0.8") if ":1200" in url else ip_address("10.4.0.1")]
            )


@pytest.mark.parametrize("entry", ["", "http://a.example", "a.example/path", "10.0.0.0/33", "a b", "10.0.0.1:0"])
def test_an_exception_that_is_none_is_told(entry: str) -> None:
    with pytest.raises(UsageError):
        rules(Policy(allow_hosts=(entry,)))


@pytest.mark.parametrize(
    ("location", "there"),
    [
        ("/b", "http://a.example/b"),
        ("b", "http://a.example/x/b"),
        ("?q=1", "http://a.example/x/y?q=1"),
        ("//b.example/", "http://b.example/"),
        ("https://b.example", "https://b.example/"),
    ],
)
def test_a_redirect_is_followed_from_where_it_was_met(location: str, there: str) -> None:
    assert onward(place("http://a.example/x/y"), location).url == there


@pytest.mark.parametrize(
    "location",
    ["javascript:alert(1)", "file:///etc/passwd", "\\\\b.example\\", "http://u@b.example/", "http://[", "/a\r\nb"],
)
def test_a_redirect_to_what_is_no_web_address_is_refused(location: str) -> None:
    with pytest.raises(Refused):
        onward(place("http://a.example/x/y"), location)
