"""Two hands for work on columns: most of it gives the interpreter's lock away."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

THREADS = 2
_In = TypeVar("_In")
_Out = TypeVar("_Out")


def ahead(work: Callable[[_In], _Out], items: Iterable[_In]) -> Iterator[_Out]:
    """The results in the order of `items`, a few of them made ahead and no more, so that memory stays small."""
    rest = iter(items)
    first = list(islice(rest, 2))
    if len(first) < 2:
        yield from map(work, first)
        return
    with ThreadPoolExecutor(THREADS) as hands:
        waiting: deque[Future[_Out]] = deque(hands.submit(work, item) for item in first)
        for item in rest:
            waiting.append(hands.submit(work, item))
            if len(waiting) > THREADS + 1:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
