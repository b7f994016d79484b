"""Answers of bounded size, as they come and as they are unpacked; nothing is ever unpacked that was not measured."""

import time
import zlib
from collections.abc import Callable, Iterable, Iterator

import httpcore
import httpx

from plumbline.collectors.guard_policy import Reason, Refused

_PIECE = 16 * 1024
"""Bytes handed on at once: packed as tightly as can be they become 16 MiB."""
_PACKED = {"gzip": zlib.MAX_WBITS | 16, "x-gzip": zlib.MAX_WBITS | 16, "deflate": zlib.MAX_WBITS}


class Body(httpx.SyncByteStream):
    """A body in small pieces. Refused (TOO_LARGE) as soon as it is, or would be unpacked to, more than `most_bytes`."""

    def __init__(self, inner: Iterable[bytes], coding: str, most_bytes: int, host: str) -> None:
        self._inner, self._coding, self._most, self._host = inner, coding, most_bytes, host

    def __iter__(self) -> Iterator[bytes]:
        """The pieces, as they came over the line."""
        came, meter = 0, _Meter(self._coding, self._most) if self._coding in _PACKED else None
        for chunk in _as_httpx(self._inner):
            for start in range(0, len(chunk), _PIECE):
                piece = chunk[start : start + _PIECE]
                came += len(piece)
                if came > self._most or (meter is not None and meter.over(piece)):
                    self.close()
                    raise Refused(Reason.TOO_LARGE, self._host)
                yield piece

    def close(self) -> None:
        """Hang up or give the connection back."""
        if hasattr(self._inner, "close"):
            self._inner.close()


class _Meter:
    """Unpacks beside the reader to see how much it becomes, a mebibyte at a time."""

    def __init__(self, coding: str, most: int) -> None:
        self._unpacker, self._most, self._size = zlib.decompressobj(_PACKED[coding]), most, 0
        self._raw = coding == "deflate"  # which some servers send without its head

    def over(self, piece: bytes) -> bool:
        """Whether the body is now larger than it may be; what cannot be unpacked is left to the reader."""
        try:
            return self._grown(piece)
        except zlib.error:
            if not self._raw:
                return False
            self._unpacker, self._raw = zlib.decompressobj(-zlib.MAX_WBITS), False
            return self.over(piece)

    def _grown(self, piece: bytes) -> bool:
        while piece:
            self._size += len(self._unpacker.decompress(piece, 1024 * 1024))
            if self._size > self._most:
                return True
            piece = self._unpacker.unconsumed_tail
        return False


def coding_of(headers: Iterable[tuple[bytes, bytes]], host: str) -> str:
    """How a body is packed: `` `` for not at all. Refused where it is packed twice, or in a way nobody asked for."""
    named = b",".join(value for name, value in headers if name.lower() == b"content-encoding")
    codings = [word.strip().lower() for word in named.decode("latin-1").split(",")]
    packed = [word for word in codings if word not in {"", "identity"}]
    if len(packed) > 1 or (packed and packed[0] not in _PACKED):
        raise Refused(Reason.BAD_CODING, host)
    return packed[0] if packed else ""


def read_bounded(
    response: httpx.Response,
    *,
    most_bytes: int,
    most_seconds: float,
    clock: Callable[[], float] = time.monotonic,
) -> bytes:
    """The unpacked body of a streamed answer. Refused (TOO_LARGE) beyond `most_bytes`; httpx.ReadTimeout beyond
    `most_seconds` (seconds of `clock`) from this call on. The response is closed in every case."""
    started, parts, size = clock(), [], 0
    try:
        for part in response.iter_bytes():
            size += len(part)
            if size > most_bytes:
                raise Refused(Reason.TOO_LARGE, response.request.url.host)
            if clock() - started > most_seconds:
                raise httpx.ReadTimeout("the answer took too long", request=response.request)
            parts.append(part)
    finally:
        response.close()
    return b"".join(parts)


def _as_httpx(inner: Iterable[bytes]) -> Iterator[bytes]:
    try:
        yield from inner
    except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
        raise as_httpx(error) from error


def as_httpx(error: Exception) -> httpx.TransportError:
    """An error of httpcore as the one of the same name of httpx (or of the nearest kind above it)."""
    for kind in type(error).__mro__:
        found = getattr(httpx, kind.__name__, None)
        if isinstance(found, type) and issubclass(found, httpx.TransportError):
            return found(str(error))
    return httpx.TransportError(str(error))
