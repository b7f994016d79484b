"""Requests as they leave: to the address that was checked and no other, and for a bounded time."""

import gzip
import ssl
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import httpx
import pytest
from odd_servers import Authority, Odd, Play, authority, forever, leads, odd, page, raw, says

from plumbline.collectors.guard import Policy, Reason, Refused, guarded_transport, read_bounded
from plumbline.collectors.guard_names import LookUpFailed, NoSuchName
from plumbline.collectors.guard_sockets import NoLookUp, NoName
from plumbline.domain.errors import UsageError

HOST = "server.example"


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return authority(tmp_path_factory.mktemp("certificates"))


def book(**names: str | Sequence[str]) -> Callable[[str, int], Sequence[str]]:
    """A resolver that knows these names (`_` for a dot)."""
    known = {name.replace("_", "."): [found] if isinstance(found, str) else found for name, found in names.items()}

    def look_up(host: str, port: int) -> Sequence[str]:
        if host not in known:
            raise NoSuchName(host)
        return known[host]

    return look_up


@contextmanager
def client(
    *allow: str,
    look_up: Callable[[str, int], Sequence[str]] | None = None,
    tls: ssl.SSLContext | None = None,
    most_bytes: int = 1_000_000,
    most_seconds: float = 5.0,
    proxy: str | None = None,
) -> Iterator[httpx.Client]:
    policy = Policy(
        allow_hosts=allow, most_bytes=most_bytes, most_seconds=most_seconds, tls=tls, connect_seconds=2.0, proxy=proxy
    )
    transport = guarded_transport(policy, resolver=look_up or book(server_example="127.0.0.1"))
    with httpx.Client(transport=transport, timeout=2.0) as http:
        yield http


def why(http: httpx.Client, url: str) -> Reason:
    with pytest.raises(Refused) as refused:
        http.get(url)
    return refused.value.reason


def test_an_allowed_server_is_reached_under_its_name() -> None:
    with odd({"/a": page("hello")}) as server, client(f"{HOST}:{server.port}") as http:
        answer = http.get(f"http://{HOST}:{server.port}/a?q=1")
    assert answer.text == "hello"
    assert server.heads[0].startswith(b"GET /a?q=1 HTTP/1.1\r\n")
    assert f"Host: {HOST}:{server.port}\r\n".encode() in server.heads[0]


def test_an_allowed_server_is_reached_by_its_number_in_both_families() -> None:
    for host in ("127.0.0.1", "::1"):
        with odd({"/": page("hello")}, host=host) as server:
            netloc = f"[{host}]:{server.port}" if ":" in host else f"{host}:{server.port}"
            with client(netloc) as http:
                assert http.get(f"http://{netloc}/").text == "hello"


def test_nothing_of_the_machine_itself_is_reached_without_an_exception() -> None:
    with odd({"*": page("secret")}) as server, client() as http:
        for host in (f"127.0.0.1:{server.port}", "127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "localhost", "0.0.0.1"):
            assert why(http, f"http://{host}/") in {Reason.BLOCKED_ADDRESS, Reason.BLOCKED_PORT}
    assert server.heads == []


@pytest.mark.parametrize(
    "found",
    [
        "127.0.0.1",
        "10.0.0.8",
        "169.254.169.254",
        "::1",
        "fd00:ec2::254",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "fe80::1%1",
    ],
)
def test_a_public_name_that_leads_inside_is_refused(found: str) -> None:
    with client(look_up=book(rebind_example=found)) as http:
        assert why(http, "http://rebind.example/") == Reason.BLOCKED_ADDRESS


def test_one_bad_address_among_good_ones_condemns_the_name() -> None:
    with client(look_up=book(rebind_example=["8.8.8.8", "127.0.0.1"])) as http:
        assert why(http, "http://rebind.example/") == Reason.BLOCKED_ADDRESS


def test_a_name_that_changes_its_address_after_the_check_gains_nothing() -> None:
    with odd({"*": page("inside")}) as server:
        answers = [["127.0.0.1"], ["10.0.0.1"]]
        asked: list[str] = []

        def turning(host: str, port: int) -> Sequence[str]:
            asked.append(host)
            return answers[min(len(asked), 2) - 1]

        with client(f"127.0.0.1/32:{server.port}", look_up=turning) as http:
            assert http.get(f"http://rebind.example:{server.port}/").text == "inside"
            assert asked == ["rebind.example"]
            http.headers["connection"] = "close"
        with client(f"127.0.0.1/32:{server.port}", look_up=turning) as http:
            assert why(http, f"http://rebind.example:{server.port}/") == Reason.BLOCKED_ADDRESS


def test_each_hop_of_a_redirect_is_checked_for_itself() -> None:
    targets = (
        "http://169.254.169.254/latest/meta-data/",
        "http://127.0.0.1:1/",
        "http://u:p@server.example/",
        "http://2130706433/",
    )
    for target in targets:
        with odd({"/": leads(target)}) as server, client(f"{HOST}:{server.port}") as http:
            http.follow_redirects = True
            with pytest.raises((Refused, httpx.InvalidURL)):
                http.get(f"http://{HOST}:{server.port}/")


def test_redirects_without_end_are_ended() -> None:
    with odd({"*": leads("/again")}) as server, client(f"{HOST}:{server.port}") as http:
        http.follow_redirects = True
        with pytest.raises(httpx.TooManyRedirects):
            http.get(f"http://{HOST}:{server.port}/")


def test_a_host_header_for_another_host_is_not_sent() -> None:
    with odd({"*": page("x")}) as server, client(f"{HOST}:{server.port}") as http, pytest.raises(Refused) as refused:
        http.get(f"http://{HOST}:{server.port}/", headers={"Host": "inside.example"})
    assert refused.value.reason == Reason.BAD_HEADER


def test_the_certificate_must_be_for_the_name_that_was_asked(ours: Authority) -> None:
    with odd({"/": page("hello")}, tls=ours.server(HOST)) as server:
        where = f"{HOST}:{server.port}"
        other = f"other.example:{server.port}"
        with client(
            where, other, tls=ours.trusted(), look_up=book(server_example="127.0.0.1", other_example="127.0.0.1")
        ) as http:
            assert http.get(f"https://{where}/").text == "hello"
            with pytest.raises(httpx.ConnectError, match="certificate verify failed"):
                http.get(f"https://{other}/")


def test_a_certificate_that_has_expired_or_that_nobody_knows_is_not_believed(ours: Authority) -> None:
    for days, trust in ((-5, ours.trusted()), (30, None)):
        with odd({"/": page("x")}, tls=ours.server(HOST, days=days)) as server:
            where = f"{HOST}:{server.port}"
            with client(where, tls=trust) as http, pytest.raises(httpx.ConnectError, match="certificate"):
                http.get(f"https://{where}/")
            assert server.heads == []


def test_a_name_that_does_not_exist_is_told_from_one_that_could_not_be_looked_up() -> None:
    def broken(host: str, port: int) -> Sequence[str]:
        raise LookUpFailed(host)

    for look_up, kind in ((book(), NoName), (broken, NoLookUp)):
        with client(look_up=look_up) as http, pytest.raises(httpx.ConnectError) as error:
            http.get("http://nowhere.example/")
        assert isinstance(error.value.__cause__, kind)


def test_a_resolver_that_never_answers_does_not_hold_the_program() -> None:
    def asleep(host: str, port: int) -> Sequence[str]:
        time.sleep(3)
        return []

    with client(look_up=asleep, most_seconds=0.2) as http, pytest.raises(httpx.ConnectTimeout):
        http.get("http://slow.example/")


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"


@pytest.mark.parametrize(
    ("play", "error"),
    [
        (forever(b"", b"H", 0.05), httpx.ReadTimeout),
        (forever(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n", 0.05), httpx.ReadTimeout),
        (forever(b"HTTP/1.1 200 OK\r\n", b"X-Flood: " + b"y" * 4096 + b"\r\n"), httpx.RemoteProtocolError),
        (forever(b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.01), httpx.ReadTimeout),
        (forever(HEAD + b"\r\n", b".", 0.05), httpx.ReadTimeout),
        (raw(b"\x16\x03\x01\x00garbage\r\n\r\n"), httpx.RemoteProtocolError),
        (raw(b""), httpx.RemoteProtocolError),
        (raw(HEAD + b"Content-Length: 10\r\n\r\nabc"), httpx.RemoteProtocolError),
        (raw(HEAD + b"Content-Length: 5\r\nContent-Length: 9\r\n\r\nabcde"), httpx.RemoteProtocolError),
    ],
    ids=["drip of a head", "drip of headers", "flood of headers", "100 for ever", "drip of a body", "garbage",
         "nothing", "cut short", "two lengths"],
)  # fmt: skip
def test_an_answer_that_is_none_ends_in_an_error_and_in_time(play: Play, error: type[Exception]) -> None:
    with (
        odd({"*": play}) as server,
        client(f"{HOST}:{server.port}", most_seconds=0.6) as http,
        pytest.raises(error),
    ):
        http.get(f"http://{HOST}:{server.port}/")


@pytest.mark.parametrize("wrapped", [b"", b"Transfer-Encoding: chunked\r\n"], ids=["plain", "chunked"])
def test_a_body_without_end_is_cut_off(wrapped: bytes) -> None:
    piece = b"x" * 65536
    piece = b"10000\r\n" + piece + b"\r\n" if wrapped else piece
    with odd({"*": forever(HEAD + wrapped + b"\r\n", piece)}) as server, client(f"{HOST}:{server.port}") as http:
        assert why(http, f"http://{HOST}:{server.port}/") == Reason.TOO_LARGE


def bombs() -> dict[str, bytes]:
    zeros = b"\0" * 20_000_000
    return {
        "gzip": gzip.compress(zeros), "deflate": zlib.compress(zeros), "x-gzip": gzip.compress(zeros),
        "DEFLATE": zlib.compress(zeros)[2:-4],
    }  # fmt: skip


@pytest.mark.parametrize(("coding", "bomb"), bombs().items())
def test_a_small_answer_that_unpacks_to_a_huge_one_is_cut_off(coding: str, bomb: bytes) -> None:
    play = says("200 OK", f"Content-Encoding: {coding}", body=bomb)
    with odd({"*": play}) as server, client(f"{HOST}:{server.port}") as http:
        assert why(http, f"http://{HOST}:{server.port}/") == Reason.TOO_LARGE


@pytest.mark.parametrize("coding", ["gzip, gzip", "br", "zstd", "compress"])
def test_an_answer_packed_twice_or_as_nobody_asked_is_refused(coding: str) -> None:
    play = says("200 OK", f"Content-Encoding: {coding}", body=b"x")
    with odd({"*": play}) as server, client(f"{HOST}:{server.port}") as http:
        assert why(http, f"http://{HOST}:{server.port}/") == Reason.BAD_CODING


def test_an_ordinary_packed_answer_is_unpacked() -> None:
    play = says("200 OK", "Content-Encoding: gzip", body=gzip.compress("新闻".encode() * 1000))
    with odd({"*": play}) as server, client(f"{HOST}:{server.port}") as http:
        assert http.get(f"http://{HOST}:{server.port}/").text == "新闻" * 1000


def test_a_connection_is_used_again_after_an_answer_was_read() -> None:
    play = says("200 OK", "X: y", body=b"x")
    with odd({"*": play}) as server, client(f"{HOST}:{server.port}") as http:
        assert [http.get(f"http://{HOST}:{server.port}/{n}").text for n in range(5)] == ["x"] * 5


def test_reading_is_bounded_in_bytes_and_in_seconds() -> None:
    ticks = iter(range(0, 1000, 7))
    with odd({"*": says("200 OK", body=b"x" * 100_000)}) as server, client(f"{HOST}:{server.port}") as http:
        url = f"http://{HOST}:{server.port}/"
        with http.stream("GET", url) as answer:
            assert len(read_bounded(answer, most_bytes=100_000, most_seconds=10)) == 100_000
        with http.stream("GET", url) as answer, pytest.raises(Refused, match="too_large"):
            read_bounded(answer, most_bytes=99_999, most_seconds=10)
        with http.stream("GET", url) as answer, pytest.raises(httpx.ReadTimeout):
            read_bounded(answer, most_bytes=100_000, most_seconds=10, clock=lambda: float(next(ticks)))


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with odd({"*": page("proxy")}) as proxy, odd({"*": page("server")}) as server:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"):
            monkeypatch.setenv(name, f"http://{proxy.at}")
        with client(f"{HOST}:{server.port}") as http:
            assert http.get(f"http://{HOST}:{server.port}/").text == "server"
    assert proxy.heads == []


def test_the_operators_own_proxy_is_used_and_hosts_written_inside_stay_refused() -> None:
    with odd({"*": page("proxy")}) as proxy, client(proxy=f"http://{proxy.at}") as http:
        assert http.get("http://server.example/a").text == "proxy"
        assert why(http, "http://127.0.0.1/") == Reason.BLOCKED_ADDRESS
    assert server_line(proxy) == b"GET http://server.example/a HTTP/1.1"


@pytest.mark.parametrize("proxy", ["nonsense", "socks5://p.example:1080", "ftp://p.example", "http://"])
def test_a_proxy_that_is_none_is_told_without_its_password(proxy: str) -> None:
    with pytest.raises(UsageError) as error:
        guarded_transport(Policy(proxy=proxy.replace("://", "://me:PASSWORD@")))
    assert "PASSWORD" not in str(error.value)


def test_a_password_for_the_proxy_goes_to_the_proxy_only() -> None:
    with odd({"*": page("proxy")}) as proxy, client(proxy=f"http://me:secret@{proxy.at}") as http:
        http.get("http://server.example/a")
    assert b"proxy-authorization: basic" in proxy.heads[0].lower()


def test_a_drip_through_a_proxy_ends_in_time() -> None:
    with (
        odd({"*": forever(HEAD + b"\r\n", b".", 0.05)}) as proxy,
        client(proxy=f"http://{proxy.at}", most_seconds=0.4) as http,
        pytest.raises(httpx.ReadTimeout),
    ):
        http.get("http://server.example/a")


def server_line(server: Odd) -> bytes:
    return server.heads[0].partition(b"\r\n")[0]


def test_a_refusal_never_shows_more_of_an_address_than_its_host() -> None:
    with client() as http, pytest.raises(Refused) as refused:
        http.get("http://10.0.0.1/?access_token=SECRET")
    assert "SECRET" not in str(refused.value) + repr(refused.value)
