"""Records as they lie in a WARC file, one gzip member each: made, and read again by a foreign library.

Format: ISO 28500 (WARC/1.1). Digests are SHA-256 in hexadecimal, so that `sha256sum` gives the same.
"""

import ipaddress
import re
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from urllib.parse import urlsplit
from uuid import uuid4

from warcio.recordloader import ArcWarcRecord  # type: ignore[import-untyped]  # warcio ships no types
from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]  # the same
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]  # the same

from plumbline.evidence.answer import Answer, Headers
from plumbline.evidence.sentences import ArchiveUsageError

_MOVED = frozenset(("transfer-encoding", "content-encoding", "content-length"))
_UNPRINTED = re.compile(r"[\x00-\x1f\x7f]+")
_UNNAMED = re.compile(r"[^!#$%&'*+.^_`|~0-9A-Za-z-]+")


@dataclass(frozen=True)
class Member:
    """One record, compressed and ready to be written."""

    record: str
    kind: str
    data: bytes
    payload_sha256: str


def exchange(answer: Answer, at: datetime) -> tuple[Member, Member]:
    """The answer as a response record, and what was asked as a request record beside it. UsageError: no web address."""
    url = web_address(answer.url)
    record, asked = new_name(), new_name()
    facts = [("WARC-Target-URI", url), ("WARC-Date", stamp(answer.started_at)), ("Plumbline-Archived-At", stamp(at))]
    remote = [("WARC-IP-Address", answer.remote)] if _is_address(answer.remote) else []
    raw = [("Plumbline-Raw-SHA256", _line(answer.raw_sha256))] if answer.raw_sha256 else []
    told = [*facts, *remote, ("Plumbline-Ended-At", stamp(answer.ended_at)), *raw]
    return (
        _member("response", record, told, _response(answer), answer.body),
        _member("request", asked, [*facts, ("WARC-Concurrent-To", f"<{record}>")],
                _request(answer, url), answer.request_body),
    )  # fmt: skip


def note_member(kind: str, text: bytes, at: datetime) -> Member:
    """A metadata record about the archive itself; `text` is JSON."""
    facts = [("WARC-Date", stamp(at)), ("Plumbline-Archived-At", stamp(at)), ("Plumbline-Note", kind)]
    return _member("metadata", new_name(), facts, b"", text, kind=kind)


def new_name() -> str:
    """A record's name; no other record has it."""
    return f"urn:uuid:{uuid4()}"


def stamp(moment: datetime) -> str:
    """A moment in UTC with microseconds, as WARC/1.1 writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def web_address(url: str) -> str:
    """The address without blanks and line breaks, its scheme in lower case. UsageError unless http or https."""
    clean = "".join(f"%{ord(sign):02X}" if sign <= " " or sign == "\x7f" else sign for sign in url.strip())
    scheme, colon, rest = clean.partition(":")
    if scheme.lower() not in ("http", "https") or not rest.startswith("//"):
        raise _no_web(f"scheme {scheme[:20]!r}")
    try:
        urlsplit(clean)
    except ValueError as error:
        raise _no_web(str(error)) from None
    return f"{scheme.lower()}{colon}{rest}"


def _no_web(where: str) -> ArchiveUsageError:
    return ArchiveUsageError("no_web", where)


_TYPES = {
    "response": "application/http; msgtype=response",
    "request": "application/http; msgtype=request",
    "metadata": "application/json",
}


def _member(type: str, record: str, facts: Headers, head: bytes, payload: bytes, *, kind: str = "") -> Member:
    payload_sha256, block = sha256(payload).hexdigest(), head + payload
    headers = [
        ("WARC-Type", type),
        ("WARC-Record-ID", f"<{record}>"),
        *facts,
        ("WARC-Payload-Digest", f"sha256:{payload_sha256}"),
        ("WARC-Block-Digest", f"sha256:{sha256(block).hexdigest()}"),
        ("Content-Type", _TYPES[type]),
    ]
    told = StatusAndHeaders("", headers, protocol="WARC/1.1")
    made = ArcWarcRecord("warc", type, told, BytesIO(block), None, _TYPES[type], len(block))
    out = BytesIO()
    WARCWriter(out, gzip=True, warc_version="1.1").write_record(made)
    return Member(record, kind or type, out.getvalue(), payload_sha256)


def _response(answer: Answer) -> bytes:
    status = f"HTTP/1.1 {answer.status} {_line(answer.reason)}".rstrip()
    kept = [(f"X-Archive-Orig-{name}" if name.lower() in _MOVED else name, value) for name, value in answer.headers]
    return _block(status, [*kept, ("Content-Length", str(len(answer.body)))])


def _request(answer: Answer, url: str) -> bytes:
    parts = urlsplit(url)
    target = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    named = {name.lower() for name, _ in answer.request_headers}
    host = [] if "host" in named else [("Host", parts.netloc)]
    rest = [pair for pair in answer.request_headers if pair[0].lower() not in _MOVED]
    sized = [("Content-Length", str(len(answer.request_body)))] if answer.request_body else []
    return _block(f"{_UNNAMED.sub('', answer.method).upper() or 'GET'} {target} HTTP/1.1", [*host, *rest, *sized])


def _block(first: str, headers: Headers) -> bytes:
    """First line and headers of HTTP, with nothing in them that could end them early."""
    named = ((_UNNAMED.sub("-", name), _line(value)) for name, value in headers)
    lines = [first, *(f"{name}: {value}" for name, value in named if name)]
    return "".join(f"{line}\r\n" for line in [*lines, ""]).encode("utf-8", "surrogateescape")


def _line(text: str) -> str:
    return _UNPRINTED.sub(" ", text).strip()


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def opened(data: bytes) -> tuple[dict[str, str], bytes]:
    """The WARC headers (names in lower case) and the block of a gzip member. ValueError where it is none."""
    return _parted(_inflated(data, 0))


def headers_of(data: bytes) -> dict[str, str]:
    """The WARC headers of a gzip member, without unpacking all of it. ValueError where it is none."""
    return _parted(_inflated(data, 1 << 16))[0]


def members_in(data: bytes) -> list[bytes]:
    """The gzip members that stand one behind the other in `data`; what is no whole member comes last as it is."""
    found, start = [], 0
    while start < len(data):
        end = _member_end(data, start)
        found.append(data[start:end])
        start = end
    return found


def _member_end(data: bytes, start: int) -> int:
    """Where the member that begins at `start` ends; the end of `data` where it is not whole."""
    unpack, at = zlib.decompressobj(31), start
    try:
        while at < len(data) and not unpack.eof:
            unpack.decompress(data[at : at + 65_536])
            at += 65_536
    except zlib.error:
        return len(data)
    return min(at, len(data)) - len(unpack.unused_data) if unpack.eof else len(data)


def _inflated(data: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj(31).decompress(data, most)
    except zlib.error as error:
        raise ValueError(str(error)) from None


def _parted(text: bytes) -> tuple[dict[str, str], bytes]:
    head, blank, rest = text.partition(b"\r\n\r\n")
    lines = head.decode("utf-8", "replace").split("\r\n")
    if not blank or not lines[0].startswith("WARC/"):
        raise ValueError("no WARC record")
    pairs = (line.partition(":") for line in lines[1:])
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    length = headers.get("content-length", "")
    return headers, rest[: int(length)] if length.isdigit() else rest
