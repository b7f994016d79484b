"""Bytes of a subtitle file as text: by its byte order mark, as UTF-8, as UTF-16 without a mark, or as GB18030."""

from plumbline.media.faults import unreadable

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_ASCII = (9, 10, 13, *range(32, 127))
_LOOKED_AT = 4_096
_HALF = 3
"""Of UTF-16 without a mark at least one character in so many is ASCII, beside which a zero byte stands."""


def decoded(raw: bytes) -> str:
    """The text, with line feeds for line ends. Unreadable, with the line, where it is no text in any of these."""
    codec = _codec(raw)
    try:
        text = raw.decode(codec)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise unreadable(f"this is no text in {codec.upper()}", f"不是 {codec.upper()} 编码的文本", line=line) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise unreadable("this is no text but binary data", "不是文本，而是二进制数据", line=line)
    return text


def _codec(raw: bytes) -> str:
    marked = next((codec for mark, codec in _MARKS if raw.startswith(mark)), None)
    if marked or (wide := _without_mark(raw)):
        return marked or wide
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030" if _is(raw, "gb18030") else "utf-8"
    return "utf-8"


def _without_mark(raw: bytes) -> str:
    """UTF-16 by the zero bytes beside its ASCII characters; empty where it is none."""
    head = raw[: _LOOKED_AT & ~1]
    pairs = len(head) // 2
    for codec, low, high in (("utf-16-le", 0, 1), ("utf-16-be", 1, 0)):
        ascii_ = sum(head[n + high] == 0 and head[n + low] in _ASCII for n in range(0, 2 * pairs, 2))
        if pairs and ascii_ * _HALF >= pairs and _is(raw, codec):
            return codec
    return ""


def _is(raw: bytes, codec: str) -> bool:
    try:
        raw.decode(codec)
    except UnicodeDecodeError:
        return False
    return True
