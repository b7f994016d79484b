"""Load over loopback: `python -m plumbline.bench.portal_load PORT FILE PATH SECONDS CONNECTIONS RATE`.

So many connections that are kept open; each asks, waits for the whole answer and asks again. RATE 0: as fast as the
server answers. Another rate: questions are due at fixed moments, and an answer's time counts from when it was due, so
that a server that stalls is not spared.
"""

import asyncio
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, cycle
from pathlib import Path
from urllib.parse import quote

_END = b"\r\n\r\n"


@dataclass
class Load:
    """What is asked and what came of it. `asks`: whole requests as bytes. `rate`: questions a second, 0: no pause."""

    port: int
    asks: Iterator[bytes]
    until: float
    rate: float
    began: float = field(default_factory=time.perf_counter)
    number: Iterator[int] = field(default_factory=count)
    seconds: list[float] = field(default_factory=list)
    codes: dict[str, int] = field(default_factory=dict)


async def asker(load: Load) -> None:
    """One connection's questions, one after the other."""
    reader, writer = await asyncio.open_connection("127.0.0.1", load.port)
    while True:
        due = await _due(load)
        if due > load.until:
            break
        writer.write(next(load.asks))
        code = await _answer(reader)
        load.seconds.append(time.perf_counter() - due)
        load.codes[code] = load.codes.get(code, 0) + 1
    writer.close()


async def _due(load: Load) -> float:
    """The moment from which the next answer counts, reached."""
    if not load.rate:
        return time.perf_counter()
    due = load.began + next(load.number) / load.rate
    wait = due - time.perf_counter()
    if wait > 0:
        await asyncio.sleep(wait)
    return due


async def _answer(reader: asyncio.StreamReader) -> str:
    """Read one whole answer; its status."""
    head = (await reader.readuntil(_END)).lower()
    length = head.partition(b"content-length:")[2].partition(b"\r\n")[0]
    if length:
        await reader.readexactly(int(length))
    elif b"chunked" in head:
        while size := int((await reader.readline()).strip(), 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    return head[9:12].decode()


async def _run(load: Load, connections: int) -> None:
    await asyncio.gather(*(asker(load) for _ in range(connections)))


def main(port: str, file: str, path: str, seconds: str, connections: str, rate: str) -> None:
    """Ask and print what was measured as JSON."""
    texts = json.loads(Path(file).read_text("utf-8"))
    asks = [f"GET {path}{quote(text, safe='')} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode() for text in texts]
    load = Load(int(port), cycle(asks), time.perf_counter() + float(seconds), float(rate))
    asyncio.run(_run(load, int(connections)))
    spent, times = time.perf_counter() - load.began, sorted(load.seconds)
    place = {name: times[min(len(times) - 1, int(len(times) * share))] for name, share in (("p50", 0.5), ("p99", 0.99))}
    print(json.dumps({
        "requests": len(times), "per_s": len(times) / spent, "codes": load.codes, "slowest_ms": times[-1] * 1000,
        "p50_ms": place["p50"] * 1000, "p99_ms": place["p99"] * 1000,
    }))  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])
