"""Looking names up: what the machine's resolver says, and how sure it is; and that no text breaks the reading."""

import socket
from collections.abc import Callable
from contextlib import suppress

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plumbline.collectors.guard import Policy, Refused
from plumbline.collectors.guard_addresses import literal, public
from plumbline.collectors.guard_names import LookUpFailed, NoSuchName, resolved
from plumbline.collectors.guard_places import onward, place
from plumbline.collectors.guard_rules import rules
from plumbline.collectors.links.page_words import words
from plumbline.collectors.links.spelling import links_in, shown, spelled

TEXTS = st.text(max_size=60) | st.text("htps:/\\\\[]@%.0123456789abx?#&= \t\r\n", max_size=60)


def fails(code: int) -> Callable[..., object]:
    """A resolver of the machine that fails in that way."""

    def look_up(*asked: object, **options: object) -> object:
        raise socket.gaierror(code, "told")

    return look_up


def test_the_machines_own_name_has_an_address() -> None:
    assert "127.0.0.1" in resolved("localhost", 80)


@pytest.mark.parametrize(
    ("code", "error"),
    [(socket.EAI_NONAME, NoSuchName), (socket.EAI_AGAIN, LookUpFailed), (socket.EAI_FAIL, LookUpFailed)],
)
def test_only_a_sure_answer_means_that_a_name_does_not_exist(
    code: int, error: type[OSError], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", fails(code))
    with pytest.raises(error):
        resolved("a.example", 80)


def test_a_name_that_cannot_be_encoded_is_no_proof_of_anything() -> None:
    with pytest.raises(LookUpFailed):
        resolved("a" * 64 + ".example", 80)


@given(TEXTS)
@example("http://[")
@example("http://xn--a.example/")
@example("http://a.example/\ud800")
def test_no_text_breaks_the_reading_and_what_passes_is_read_by_others_in_the_same_way(text: str) -> None:
    for written in (text, f"http://{text}", f"http://{text}/", f"https://a.example/{text}"):
        try:
            read = place(written)
        except Refused:
            continue
        assert place(read.url) == read
        assert httpx.URL(read.url).raw_host.decode() == read.host
        assert httpx.URL(read.url).scheme == read.scheme
        assert "\r" not in read.url
        assert "\n" not in read.url


@given(TEXTS)
def test_no_text_breaks_a_redirect_or_the_search_for_links(text: str) -> None:
    with suppress(Refused):
        onward(place("http://a.example/b"), text)
    assert all(isinstance(spelled(link), str) for link in links_in(text))
    assert isinstance(shown(spelled(text)), str)


@given(st.ip_addresses())
def test_an_address_of_numbers_is_admitted_if_and_only_if_it_is_public(address: object) -> None:
    written = f"[{address}]" if ":" in str(address) else str(address)
    admitted = True
    try:
        rules(Policy()).admit(place(f"http://{written}/"))
    except Refused:
        admitted = False
    found = literal(str(address))
    assert found is not None
    assert admitted == public(found)
    assert not admitted or found.is_global


@given(st.binary(max_size=300), st.text(max_size=40))
def test_no_page_breaks_the_reading_of_its_words(body: bytes, content_type: str) -> None:
    found = words(b"<title>" + body, content_type)
    assert isinstance(found.gone or found.perhaps_gone or found.for_sale, bool)
