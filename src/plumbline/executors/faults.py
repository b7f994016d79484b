"""What went wrong on a cluster, in words."""

import re

from plumbline.domain.errors import PlumblineError, UsageError
from plumbline.executors.session import shown
from plumbline.executors.stores import blotted


def explained(error: Exception, address: str) -> PlumblineError:
    """The error for what a cluster threw: known causes in words, else its last word."""
    text, where = blotted(str(error)), shown(address)
    if "No module named 'plumbline" in text or "No module named 'polars" in text:
        return UsageError(
            "a worker of the cluster lacks Plumbline, or has another version of it", where,
            "install the same Plumbline for the Python of every worker (PYSPARK_PYTHON names that Python)",
        )  # fmt: skip
    if "PYTHON_VERSION_MISMATCH" in text:
        return UsageError("a worker's Python is another than ours", where, "use the same Python, 3.x, everywhere")
    if "Cannot run program" in text:
        return UsageError("a worker has no Python where we look for it", where, "set PYSPARK_PYTHON to its path there")
    return PlumblineError(f"the cluster gave up: {_last_word(text)}", where, "look at the cluster's own logs")


def _last_word(text: str) -> str:
    """The sentence of the Python error that ended it, else what gRPC says of it, else the first line."""
    if said := re.search(r'details = "(.*)"', text):
        return said[1][:300]
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    named = [line for line in lines if "Error: " in line and not line.startswith(("at ", "File "))]
    return (named or lines or ["no reason given"])[-1 if named else 0][:300]
