"""The certificates of a time-stamp response in the order that DER asks for.

Many authorities run OpenSSL, which writes the SET OF certificates in the order of its configuration; a strict reader
refuses that. The certificates are not under the signature, so putting them in order changes nothing that is vouched
for. Source: RFC 3161 section 2.4.2, RFC 5652 section 5.1, X.690 section 11.6.
"""

_TO_CERTIFICATES = (0x30, 0x30, 0xA0, 0x30, 0xA0)
"""TimeStampResp → token → content [0] → SignedData → certificates [0]."""


def ordered(response: bytes) -> bytes:
    """The response with its certificates sorted; as it is where it has none, or is no response."""
    start, end = 0, len(response)
    try:
        for tag in _TO_CERTIFICATES:
            start, end = _inside(response, start, end, tag)
        pieces = [response[first:last] for _, first, _, last in _elements(response, start, end)]
    except (IndexError, ValueError):
        return response
    return response[:start] + b"".join(sorted(pieces)) + response[end:]


def _inside(data: bytes, start: int, end: int, tag: int) -> tuple[int, int]:
    """Where the content of the last element with that tag begins and ends. ValueError where there is none.

    The last: in the response the status comes before the token, and both are sequences; in the signed data the
    contents come before the certificates, and only those bear the tag.
    """
    found = [(inner, last) for kind, _, inner, last in _elements(data, start, end) if kind == tag]
    if not found:
        raise ValueError("no such element")
    return found[-1]


def _elements(data: bytes, start: int, end: int) -> list[tuple[int, int, int, int]]:
    """Tag, beginning, beginning of the content, and end of each element. ValueError where one is cut."""
    found = []
    while start < end:
        inner, length = _length(data, start + 1)
        if inner + length > end:
            raise ValueError("cut")
        found.append((data[start], start, inner, inner + length))
        start = inner + length
    return found


def _length(data: bytes, at: int) -> tuple[int, int]:
    """Where the content begins and how long it is."""
    first = data[at]
    if first < 0x80:
        return at + 1, first
    size = first & 0x7F
    if not 1 <= size <= 4:
        raise ValueError("no length of DER")
    return at + 1 + size, int.from_bytes(data[at + 1 : at + 1 + size], "big")
