"""What becomes of an address: asked of real servers, the answer in the words of the table."""

import ssl
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from odd_servers import Authority, Odd, Play, authority, forever, leads, odd, page, raw, says

from plumbline.collectors.guard import Policy, guarded_transport
from plumbline.collectors.guard_names import LookUpFailed, NoSuchName
from plumbline.collectors.guard_rules import rules
from plumbline.collectors.links.page_words import words
from plumbline.collectors.links.robots import Robots
from plumbline.collectors.links.told import Told
from plumbline.collectors.links.walk import Walker

NAMES = ("www.qingxi.example", "other.example", "t.cn", "sso.sign.example", "weibo.com", "www.weibo.cn")
LONG = "<p>" + "清溪县人民政府办公室关于做好防汛工作的通知。" * 40


def look_up(host: str, port: int) -> Sequence[str]:
    if host == "broken.example":
        raise LookUpFailed(host)
    if host not in NAMES:
        raise NoSuchName(host)
    return ["127.0.0.1"]


def walker(server: Odd, tls: ssl.SSLContext | None = None) -> Walker:
    policy = Policy(
        allow_hosts=tuple(f"{name}:{server.port}" for name in NAMES), most_seconds=1.0, tls=tls, most_bytes=1_000_000
    )
    return Walker(guarded_transport(policy, resolver=look_up), rules(policy), "Plumbline/test")


def told(plays: Mapping[str, Play], url: str = "http://www.qingxi.example:{}/news/1.html") -> Told:
    with odd(plays) as server:
        return walker(server).probe(url.format(server.port))


def test_a_page_that_is_there_is_alive_and_is_asked_for_under_our_name() -> None:
    with odd({"*": page(f"<title>通知</title>{LONG}")}) as server:
        assert walker(server).probe(f"http://www.qingxi.example:{server.port}/a") == Told("alive", "ok", 200)
    assert server.paths == ["HEAD /a", "GET /a"]
    assert b"user-agent: plumbline/test\r\n" in server.heads[0].lower()
    assert not any(word in head.lower() for head in server.heads for word in (b"cookie", b"referer"))


def test_a_large_file_is_not_fetched() -> None:
    with odd({"*": says("200 OK", "Content-Type: application/pdf", body=b"x" * 1000)}) as server:
        assert walker(server).probe(f"http://www.qingxi.example:{server.port}/a.pdf").outcome == "alive"
    assert server.paths == ["HEAD /a.pdf"]


@pytest.mark.parametrize(("status", "reason"), [("404 Not Found", "http_404"), ("410 Gone", "http_410")])
def test_a_page_that_is_gone_is_dead(status: str, reason: str) -> None:
    assert told({"*": page("没有", status)}) == Told("dead", reason, int(status[:3]))


@pytest.mark.parametrize("status", [400, 401, 403, 405, 418, 429, 451, 500, 502, 503, 521])
def test_a_server_that_does_not_let_us_in_proves_nothing(status: int) -> None:
    found = told({"*": page("x", f"{status} X")})
    assert (found.outcome, found.reason, found.status) == ("unreachable", "http_other", status)
    assert found.wait == (status in {429, 503})


def heads(answer: Play, otherwise: Play) -> Play:
    """One answer to HEAD, another to all else."""
    return lambda line, head: (answer if head.startswith(b"HEAD") else otherwise)(line, head)


@pytest.mark.parametrize(
    "answer", [says("405 X"), says("404 X"), says("501 X"), says("500 X"), raw(b""), raw(b"nonsense\r\n\r\n")]
)
def test_a_server_that_knows_no_head_is_asked_with_get(answer: Play) -> None:
    assert told({"*": heads(answer, page(LONG))}) == Told("alive", "ok", 200)


def test_a_redirect_within_the_domain_is_alive_and_its_end_is_kept() -> None:
    found = told({"/news/1.html": leads("/content/1.html"), "/content/1.html": page(LONG)})
    assert (found.outcome, found.reason) == ("alive", "ok")
    assert (found.final_url or "").endswith("/content/1.html")


def test_an_address_that_now_leads_to_another_domain_has_moved() -> None:
    with odd(
        {"/news/1.html": lambda line, head: leads(f"http://other.example:{server.port}/x")(line, head), "*": page(LONG)}
    ) as server:
        found = walker(server).probe(f"http://www.qingxi.example:{server.port}/news/1.html")
    assert (found.outcome, found.final_url) == ("moved", f"http://other.example:{server.port}/x")


def hop(where: str) -> Callable[[Odd], Mapping[str, Play]]:
    """A server whose page /from leads to an address (with its port), and all others are pages."""
    return lambda server: {"/from": leads(where.format(server.port)), "*": page(LONG)}


@pytest.mark.parametrize(
    ("url", "where"),
    [
        ("http://t.cn:{}/from", "http://www.qingxi.example:{}/a"),
        ("http://www.qingxi.example:{}/from", "http://sso.sign.example:{}/login?to=x"),
        ("http://weibo.com:{}/from", "http://www.weibo.cn:{}/u/1"),
    ],
    ids=["a short link", "a page behind a sign-in", "the same platform"],
)
def test_what_leads_elsewhere_by_design_has_not_moved(url: str, where: str) -> None:
    plays: dict[str, Play] = {}
    with odd(plays) as server:
        plays |= hop(where)(server)
        found = walker(server).probe(url.format(server.port))
    assert found.outcome == "alive"
    assert found.final_url == (where.format(server.port) if "t.cn" in url else None)


def test_a_short_link_to_a_page_that_is_gone_is_dead() -> None:
    plays: dict[str, Play] = {}
    with odd(plays) as server:
        plays |= {"/from": leads(f"http://www.qingxi.example:{server.port}/gone")}
        assert walker(server).probe(f"http://t.cn:{server.port}/from").reason == "http_404"


def test_a_page_that_gives_way_to_the_first_page_is_alive_with_a_doubt() -> None:
    assert told({"/news/1.html": leads("/"), "/": page(LONG)}).reason == "soft_404"


@pytest.mark.parametrize(
    "html",
    [
        "<title>404 Not Found</title><h1>404 Not Found</h1>",
        "<title>页面不存在</title><p>抱歉，您访问的页面不存在或已被删除。</p><a href='/'>返回首页</a>",
        "<title></title><script>var a='x'</script><div>该内容已被发布者删除</div>",
        "<title>提示信息</title><p>您查看的文章不存在</p>",
        "<title>Page not found - Qingxi County</title><p>Sorry, the page you are looking for was not found.</p>",
    ],
)
def test_a_page_that_says_that_it_is_not_there_is_dead(html: str) -> None:
    assert told({"*": page(html)}) == Told("dead", "soft_404", 200)


@pytest.mark.parametrize(
    "html",
    [
        f"<title>关于网页不存在问题的说明</title>{LONG}",
        f"<title>404路公交线路调整</title>{LONG}",
        "<title>404路公交车线路调整通知</title><p>自6月1日起，404路公交车改走青溪大道。</p>",
        "<title>清溪县人民政府</title><p>正在加载</p>",
        f"<head><title>404路公交</title><body>{LONG}",
        f"<title>文件</title><p>旧文件已失效，以新文件为准。</p>{LONG}",
        f"<title>谨防骗局</title><p>该域名正在出售</p>{LONG}",
    ],
)
def test_a_page_that_only_speaks_of_such_things_is_alive(html: str) -> None:
    found = told({"*": page(html)})
    assert (found.outcome, found.reason) == ("alive", "ok")


def test_a_doubtful_page_is_alive_with_its_doubt() -> None:
    html = f"<title>提示</title><p>页面不存在</p>{'相关链接 ' * 60}"
    assert told({"*": page(html)}) == Told("alive", "soft_404", 200)


@pytest.mark.parametrize(
    "html", ["<title>qingxi.example</title>This domain is for sale! Buy this domain.", "<p>此域名正在出售，请联系</p>"]
)
def test_a_domain_that_is_for_sale_has_moved(html: str) -> None:
    assert told({"*": page(html)}) == Told("moved", "parked", 200)


@pytest.mark.parametrize(
    "piece", ["<", "<title>", "<script>", "<!--", "<script></style>", "404 ", "!", "页面", "404!!", "域名", "a@"]
)
def test_a_page_made_to_keep_a_reader_busy_is_read_at_once(piece: str) -> None:
    body = (f"<title>{piece * 20}</title>" + piece * (256 * 1024 // len(piece.encode()))).encode()
    found = words(body, "text/html")
    assert not found.gone
    assert isinstance(found.perhaps_gone or found.for_sale, bool)


def test_chinese_pages_in_their_old_encoding_are_read() -> None:
    play = says(
        "200 OK",
        "Content-Type: text/html",
        body="<meta charset=gb2312><title>页面不存在</title>您访问的页面不存在".encode("gb18030"),
    )
    assert told({"*": play}).reason == "soft_404"


@pytest.mark.parametrize("where", ["/404.html", "/error/404", "/notfound.aspx", "/static/not-found/", "/error_404.jsp"])
def test_a_page_that_gives_way_to_one_called_404_is_dead(where: str) -> None:
    assert told({"/news/1.html": leads(where), "*": page(LONG)}).reason == "soft_404"
    assert told({"*": page(LONG)}, "http://www.qingxi.example:{}" + where) == Told("alive", "ok", 200)


@pytest.mark.parametrize("where", ["/news/404001.html", "/bus/404-line.html", "/content_404.html?id=1"])
def test_a_number_in_an_address_is_no_such_name(where: str) -> None:
    assert told({"/news/1.html": leads(where), "*": page(LONG)}).reason == "ok"


def test_an_address_that_leads_to_a_name_that_does_not_exist_keeps_that_name() -> None:
    assert told({"*": leads("http://gone.example/x")}) == Told("dead", "dns_no_name", None, "http://gone.example/x")


def test_a_loop_of_redirects_is_told_from_a_long_way() -> None:
    assert told({"*": leads("/news/1.html")}).reason == "redirect_loop"
    long = {f"/{n}": leads(f"/{n + 1}") for n in range(30)} | {"*": leads("/0")}
    assert told(long).reason == "too_many_redirects"


def test_a_site_that_redirects_to_itself_until_its_cookie_comes_back_is_alive() -> None:
    def play(line: object, head: bytes) -> None:
        again = says("302 Found", "Location: /news/1.html", "Set-Cookie: seen=1; Path=/")
        (page(LONG) if b"seen=1" in head else again)(line, head)  # type: ignore[arg-type]  # a socket

    assert told({"*": play}).outcome == "alive"


@pytest.mark.parametrize(
    "where",
    ["http://169.254.169.254/latest/", "http://10.0.0.1/", "http://localhost/", "http://[::1]/", "http://0x7f.1/"],
)
def test_a_redirect_into_some_net_is_not_followed(where: str) -> None:
    found = told({"*": leads(where)})
    assert found.outcome == "unreachable"
    assert found.reason in {"blocked_address", "bad_url"}


def test_an_exception_for_the_offices_own_host_is_no_door_for_others() -> None:
    with odd({"*": page("inside")}) as inside, odd({"*": leads(f"http://127.0.0.1:{inside.port}/")}) as public:
        transport = guarded_transport(
            Policy(allow_hosts=(f"127.0.0.1:{inside.port}", f"other.example:{public.port}")), resolver=look_up
        )
        strict = Walker(transport, rules(Policy(allow_hosts=(f"127.0.0.1:{inside.port}",))), "x")
        assert strict.probe(f"http://other.example:{public.port}/").reason == "blocked_address"
        assert inside.heads == []


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://10.0.0.1/", "blocked_address"),
        ("http://www.qingxi.example:22/", "blocked_address"),
        ("http://u:p@www.qingxi.example/", "bad_url"),
        ("http://www.qingxi.example:x/", "bad_url"),
        ("不是链接", "bad_url"),
    ],
)
def test_an_address_that_may_not_be_asked_is_not_tried(url: str, reason: str) -> None:
    assert told({}, url) == Told("not_tried", reason)


def test_only_a_name_that_surely_does_not_exist_is_dead() -> None:
    assert told({}, "http://no-such-name.example/a") == Told("dead", "dns_no_name")
    assert told({}, "http://broken.example/a") == Told("unreachable", "dns_failed")


def test_a_closed_port_a_silent_server_and_garbage_prove_nothing() -> None:
    with odd({}) as closed:
        pass
    assert walker(closed).probe(f"http://other.example:{closed.port}/") == Told("unreachable", "refused")
    assert told({"*": forever(b"", b"H", 0.05)}) == Told("unreachable", "timeout")
    assert told({"*": raw(b"\x00\x01garbage\r\n\r\n")}).outcome == "unreachable"


def test_an_endless_page_is_alive_and_not_read_to_its_end() -> None:
    play = forever(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", LONG.encode())
    assert told({"*": heads(says("200 OK", "Content-Type: text/html"), play)}).outcome == "alive"


def test_a_wrong_or_expired_certificate_is_told_apart_and_proves_nothing(tmp_path: Path) -> None:
    ours: Authority = authority(tmp_path)
    for name, days, reason in (("other.example", 9, "tls_invalid"), ("www.qingxi.example", -9, "tls_expired")):
        with odd({"*": page(LONG)}, tls=ours.server(name, days=days)) as server:
            found = walker(server, ours.trusted()).probe(f"https://www.qingxi.example:{server.port}/")
        assert (found.outcome, found.reason) == ("unreachable", reason)


ROBOTS = says("200 OK", "Content-Type: text/plain", body=b"User-agent: Plumbline\nDisallow: /private/\n")


def test_robots_txt_is_asked_once_and_heeded() -> None:
    with odd({"/robots.txt": ROBOTS, "*": page(LONG)}) as server:
        robots, base = Robots(walker(server)), f"http://www.qingxi.example:{server.port}"
        assert robots.forbids(f"{base}/private/1") == Told("not_tried", "robots")
        assert robots.forbids(f"{base}/open/1") is None
    assert server.paths == ["GET /robots.txt"]


@pytest.mark.parametrize(("play", "free"), [(says("404 X"), True), (says("503 X"), False), (raw(b""), True)])
def test_a_site_without_robots_txt_is_open_and_one_in_trouble_is_left_alone(play: Play, free: bool) -> None:  # noqa: FBT001  a table's column
    with odd({"/robots.txt": play}) as server:
        assert (Robots(walker(server)).forbids(f"http://www.qingxi.example:{server.port}/a") is None) == free
