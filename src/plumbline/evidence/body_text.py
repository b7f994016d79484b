"""The text in a body: unpacked, decoded, and encoded again to the same bytes."""

import re
import zlib

from plumbline.evidence.answer import Headers

_LARGEST = 256 * 1024**2
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_WINDOWS = {"gzip": 31, "x-gzip": 31, "deflate": 15}


def header(headers: Headers, name: str) -> str:
    """The value of the first header of that name, lower case counting as upper; empty where there is none."""
    return next((value for given, value in headers if given.lower() == name), "")


def unpacked(body: bytes, headers: Headers) -> bytes:
    """The body without gzip or deflate; as it is where it is not packed, cannot be unpacked, or is too large."""
    window = _WINDOWS.get(header(headers, "content-encoding").strip().lower())
    if window is None:
        return body
    try:
        opened = zlib.decompressobj(window)
        whole = opened.decompress(body, _LARGEST)
    except zlib.error:
        return body
    return whole if opened.eof and not opened.unused_data else body


def as_text(body: bytes, headers: Headers) -> tuple[str, str]:
    """The body as text and the encoding that gives the same bytes back (Latin-1 where no other does)."""
    stated = _CHARSET.search(header(headers, "content-type"))
    marks = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
    for encoding in (marks.get(body[:2], ""), stated[1] if stated else "", "utf-8"):
        try:
            text = body.decode(encoding) if encoding else ""
            if encoding and text.encode(encoding) == body:
                return text, encoding
        except (UnicodeError, LookupError):
            continue
    return body.decode("latin-1"), "latin-1"


def as_bytes(text: str, encoding: str) -> bytes:
    """The text in that encoding."""
    return text.encode(encoding)
