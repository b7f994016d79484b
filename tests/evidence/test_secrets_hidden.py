"""Secrets are not in the archive, wherever they stood; what is no secret stays as it came."""

import base64
import gzip
import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from plumbline.evidence.answer import Answer
from plumbline.evidence.archive import Archive
from plumbline.evidence.secret_names import answered_secret, asked_secret
from plumbline.evidence.secrets_hidden import hidden

Make = Callable[..., Answer]
Open = Callable[[], Archive]
SECRET = "2.00AbC/dEf+GhI=jkl"


def everything_in(folder: Path) -> bytes:
    """All bytes of an archive, as they lie and unpacked."""
    whole = b""
    for path in folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            whole += data + (gzip.decompress(data) if path.suffix == ".gz" else b"")
    return whole


def kept(archive: Open, answer: Answer) -> bytes:
    with archive() as open_one:
        open_one.add(answer)
        return everything_in(open_one.folder)


WAYS = {
    "in the address": {"url": f"https://api.example.org/x?access_token={quote(SECRET, safe='')}&count=5"},
    "in the address, its name escaped": {"url": f"https://api.example.org/x?access%5Ftoken={quote(SECRET)}"},
    "in the address, as an app's secret": {"url": f"https://api.example.org/token?appid=wx1&secret={quote(SECRET)}"},
    "in the address, as a key": {"url": f"https://api.example.org/x?key={quote(SECRET)}"},
    "in the address, as a signature": {"url": f"https://api.example.org/x?app_key=a&sign={quote(SECRET)}"},
    "in the address, as a user": {"url": f"https://office:{quote(SECRET, safe='')}@api.example.org/x"},
    "in the fragment": {"url": f"https://api.example.org/x#access_token={quote(SECRET)}"},
    "as a bearer": {"request_headers": [("authorization", f"Bearer {SECRET}")]},
    "as a password": {
        "request_headers": [("Authorization", "Basic " + base64.b64encode(f"office:{SECRET}".encode()).decode())]
    },
    "as a header of the platform": {"request_headers": [("Access-Token", SECRET), ("X-Api-Key", SECRET)]},
    "as a cookie": {"request_headers": [("Cookie", f"a=b; SUB={SECRET}")]},
    "as a cookie that is set": {"headers": [("Set-Cookie", f"SUB={SECRET}; Path=/; HttpOnly")]},
    "in a form": {"method": "POST", "request_body": f"client_id=1&client_secret={quote(SECRET, safe='')}".encode()},
    "in a form with a code": {"method": "POST", "request_body": f"grant_type=a&code={quote(SECRET)}".encode()},
    "in JSON that is sent": {"request_body": json.dumps({"identifier": "a", "password": SECRET}).encode()},
    "in JSON that is sent, escaped": {"request_body": json.dumps({"appsecret": SECRET}).replace("/", "\\/").encode()},
    "in a form of parts": {
        "request_body": f'--b\r\nContent-Disposition: form-data; name="client_secret"\r\n\r\n{SECRET}\r\n--b--'.encode()
    },
    "in the answer": {"body": json.dumps({"access_token": SECRET, "expires_in": 7200}).encode()},
    "in the answer, within": {"body": json.dumps({"data": [{"refresh_token": SECRET}]}, indent=2).encode()},
    "in the answer, twice packed": {"body": json.dumps({"data": json.dumps({"access_token": SECRET})}).encode()},
    "in the answer, in an object": {"body": json.dumps({"accessToken": {"value": SECRET, "life": 1}}).encode()},
    "in the answer, in a list": {"body": json.dumps({"data": {"refresh_tokens": [SECRET]}}).encode()},
    "in the answer, gzip": {
        "body": gzip.compress(json.dumps({"accessJwt": SECRET}).encode()), "headers": [("Content-Encoding", "gzip")]
    },
    "in the answer, UTF-16": {"body": json.dumps({"access_token": SECRET}).encode("utf-16")},
    "in the answer, GBK": {
        "body": json.dumps({"说": "政务", "access_token": SECRET}, ensure_ascii=False).encode("gbk"),
        "headers": [("Content-Type", "application/json; charset=gbk")],
    },
    "in the answer, XML": {"body": f"<xml><access_token><![CDATA[{SECRET}]]></access_token></xml>".encode()},
    "in an address in the answer": {
        "body": json.dumps({"next": f"https://api.example.org/x?access_token={quote(SECRET)}&after=2"}).encode()
    },
    "in where the answer leads": {"headers": [("Location", f"https://example.org/back?code={quote(SECRET)}&state=1")]},
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_a_secret_is_not_in_the_archive(archive: Open, make: Make, way: str) -> None:
    whole = kept(archive, make(**WAYS[way]))
    forms = (SECRET, quote(SECRET), quote(SECRET, safe=""), SECRET.replace("/", "\\/"))
    assert not [form for form in forms if form.encode() in whole or form.encode("utf-16-le") in whole]
    assert base64.b64encode(f"office:{SECRET}".encode()) not in whole


@pytest.mark.parametrize(
    "echo",
    [
        lambda secret: {"body": f"invalid credential {secret} from 192.0.2.1".encode()},
        lambda secret: {"body": json.dumps({"request": "/x", "error": f"token {secret} expired"}).encode()},
        lambda secret: {"body": quote(secret, safe="").encode()},
        lambda secret: {"headers": [("X-Debug", f"seen {secret}")]},
        lambda secret: {"reason": f"Bad {secret}"},
    ],
)
@pytest.mark.parametrize(
    "sent",
    [
        {"url": f"https://api.example.org/x?access_token={quote(SECRET, safe='')}"},
        {"request_headers": [("Authorization", f"Bearer {SECRET}")]},
        {"request_body": json.dumps({"secret": SECRET}).encode()},
    ],
)
def test_a_secret_that_the_platform_repeats_is_not_in_the_archive(
    archive: Open, make: Make, sent: dict[str, object], echo: Callable[[str], dict[str, object]]
) -> None:
    whole = kept(archive, make(**{**sent, **echo(SECRET)}))
    assert SECRET.encode() not in whole
    assert quote(SECRET, safe="").encode() not in whole


def test_a_secret_that_is_known_by_value_is_not_in_the_archive(tmp_path: Path, make: Make, clock: object) -> None:
    with Archive(tmp_path / "archive", now=clock, secrets=[SECRET]) as open_one:  # type: ignore[arg-type]  # a clock
        open_one.add(make(f"<p>{SECRET}</p>".encode(), url=f"https://example.org/path/{SECRET}/x"))
        open_one.note("import", {"file": f"{SECRET}.csv"})
    assert SECRET.encode() not in everything_in(tmp_path)


@pytest.mark.parametrize(
    "body",
    [
        b'{"code":0,"message":"0","data":{"sign":"\xe4\xb8\xba\xe4\xba\xba\xe6\xb0\x91\xe6\x9c\x8d\xe5\x8a\xa1"}}',
        b'{"nextPageToken":"CAUQAAxxxxxxxxxxxxxxx","kind":"youtube#playlistItemListResponse"}',
        b'{"meta":{"next_token":"7140w7140w7140w7140w"}}',
        b'{"key":"row-0000000000001","id":5044281310123456789,"text":"a&b=c \\u4e2d"}',
        b'{"errcode":40001,"errmsg":"invalid credential, access_token is invalid or not latest"}',
        b'{"text":"sign in with your password: never tell anybody"}',
        b"\xff\xfe\x00\x01 no text at all \x80",
        b'{"text":"https://www.gov.cn@evil.example/ and https://example.org/@office?code=123456789abc"}',
        b'{"a":1,"a":2,  "b" : "\\/"}',
    ],
)
def test_an_answer_without_secrets_is_kept_byte_for_byte(make: Make, body: bytes) -> None:
    assert hidden(make(body)).body == body


def test_a_word_under_the_name_of_a_secret_is_not_taken_out_of_the_text(make: Make) -> None:
    body = b'{"cookie":"required","text":"a licence is required","lang":"zh-Hans-CN"}'
    clean = hidden(make(body, headers=[("Set-Cookie", "lang=zh-Hans-CN; Path=/")]))
    assert clean.body == body.replace(b'"required"', b'"hidden"')


def test_a_user_with_a_password_in_an_address_of_the_answer_is_hidden(make: Make) -> None:
    assert hidden(make(b"see https://office:abcdef12@example.org/x")).body == b"see https://hidden@example.org/x"


def test_what_stands_beside_a_secret_stays(make: Make) -> None:
    clean = hidden(make(url="https://api.example.org/x?uid=1&access_token=abcdefghijkl&since_id=99&pageToken=CAUQAA"))
    assert clean.url == "https://api.example.org/x?uid=1&access_token=hidden&since_id=99&pageToken=CAUQAA"
    body = b'{ "access_token":"abcdefghijkl", "expires_in": 7200, "uid":"1"}'
    assert hidden(make(body)).body == b'{ "access_token":"hidden", "expires_in": 7200, "uid":"1"}'


@pytest.mark.parametrize(
    "name",
    ["access_token", "accessToken", "ACCESS-TOKEN", "client_secret", "appsecret", "key", "api_key", "X-Goog-Api-Key",
     "authorization", "Proxy-Authorization", "Cookie", "Set-Cookie2", "sign", "signature", "msg_signature", "code",
     "refresh_token", "oauth_verifier", "jsapi_ticket", "password", "client_assertion", "X-CSRF-Token",
     "x-bili-accesskeyid", "X-Auth", "api_sig", "ak", "user_pwd", "X-Amz-Signature", "appsecret_proof"],
)  # fmt: skip
def test_names_of_secrets_are_known(name: str) -> None:
    assert asked_secret(name)


@pytest.mark.parametrize(
    "name",
    ["count", "since_id", "pageToken", "next_token", "pagination_token", "keyword", "codec", "author", "design",
     "openid", "Accept", "User-Agent", "Content-Type", "ETag", "appid", "source", "token_type", "monkey"],
)  # fmt: skip
def test_names_of_other_things_are_no_secrets(name: str) -> None:
    assert not asked_secret(name)
    assert not answered_secret(name, "x" * 40)
