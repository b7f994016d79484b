"""The servers and the plain look-up beside which the portal is measured.

`python -m plumbline.bench.portal_child constant PORT` answers a constant, by the same server with the same processes;
`naive FOLDER TIMES` answers questions by the plain look-up and prints how many a second.
"""

import json
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

BODY = json.dumps({"verified": False, "filling": "x" * 300}).encode()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """A constant of about the length of an answer."""
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(BODY)))])
    return [BODY]


def constant(port: int) -> None:
    """Serve the constant as `plumbline serve` serves the office."""
    from granian import Granian
    from granian.constants import Interfaces

    Granian(
        "plumbline.bench.portal_child:application", address="127.0.0.1", port=port, interface=Interfaces.WSGI,
        workers=2, blocking_threads=4, backpressure=256, log_enabled=False,
    ).serve()  # fmt: skip


def naive(folder: Path, times: int) -> dict[str, float]:
    """The plain look-up, one question after the other, the tables read before; how many answers the index gives too."""
    from plumbline.addresses.index import Index
    from plumbline.addresses.lookup import look_up
    from plumbline.server.site.start import open_office

    open_office(folder)
    from plumbline.server.register.selectors import as_tables

    tables = as_tables()
    asked = json.loads((folder / "questions.json").read_text("utf-8"))[:times]
    began = time.perf_counter()
    answers = [look_up(text, tables["accounts"], tables["units"]) for text in asked]
    seconds = time.perf_counter() - began
    index = Index(tables["accounts"], tables["units"])
    same = sum(index.look_up(text) == told for text, told in zip(asked, answers, strict=True))
    return {"per_s": times / seconds, "same_answers": same, "questions": times}


if __name__ == "__main__":
    if sys.argv[1] == "constant":
        constant(int(sys.argv[2]))
    else:
        print(json.dumps(naive(Path(sys.argv[2]), int(sys.argv[3]))))
