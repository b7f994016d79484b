"""A session with a Spark cluster: opened with a bounded wait, its faults told in words, closed again."""

import os
import shutil
import socket
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from plumbline.domain.errors import UsageError

CONNECT = "sc://"
CLASSIC = ("spark://", "k8s://", "yarn", "local[", "local-cluster[")
REACHED_SECONDS = 10
_PORTS = {"sc": 15002, "spark": 7077, "https": 443, "http": 80}
_INSTALL = "pip install 'plumbline[spark]'"
_JAVA = "install a Java runtime, 17 or 21 (Debian: apt install openjdk-17-jre-headless), or set JAVA_HOME"
_SETTINGS = {
    "spark.app.name": "plumbline",
    "spark.log.level": "ERROR",
    "spark.ui.showConsoleProgress": "false",
    "spark.speculation": "true",
    "spark.executorEnv.POLARS_MAX_THREADS": "1",
}
"""A task has one core, so its Polars has one thread; a straggler is started a second time elsewhere."""


@dataclass
class Session:
    """A Spark session, classic or Connect, and what is asked of it beyond data frames."""

    spark: Any
    address: str

    @property
    def is_connect(self) -> bool:
        """Whether it speaks Spark Connect."""
        return self.address.startswith(CONNECT)

    def slots(self, counted: int) -> int:
        """How many units the cluster judges at once; `counted` by greeting, where it does not say."""
        return counted if self.is_connect else int(self.spark.sparkContext.defaultParallelism)

    def deserted(self) -> bool:
        """Whether the cluster has no worker left for us; Spark Connect does not say."""
        if self.is_connect or self.address.startswith("local"):
            return False
        known = self.spark.sparkContext._jsc.sc().statusTracker().getExecutorInfos()
        return len(known) <= 1  # the driver itself is one

    def cancel(self) -> None:
        """Give up what runs."""
        with suppress(Exception):
            if self.is_connect:
                self.spark.interruptAll()
            else:
                self.spark.sparkContext.cancelAllJobs()


def is_address(name: str) -> bool:
    """Whether an executor's name is the address of a cluster."""
    return name.startswith((CONNECT, *CLASSIC))


def shown(name: str) -> str:
    """An executor's name as records show it: without the parameters of an address, which may hold a token."""
    head, _, rest = name.partition("://")
    return f"{head}://{rest.partition(';')[0].rpartition('@')[2].rstrip('/')}" if rest else name


@contextmanager
def session(address: str) -> Iterator[Session]:
    """A session with the cluster at `address`; UsageError if it cannot be had within `REACHED_SECONDS` or so."""
    _provided(address)
    _reached(address)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)  # only Arrow here
        warnings.filterwarnings("ignore", r"\[RETRIES_EXCEEDED\]", UserWarning)  # the error itself is told
        opened = Session(_connect(address) if address.startswith(CONNECT) else _classic(address), address)
        try:
            yield opened
        finally:
            with suppress(Exception):
                opened.spark.stop()


def _provided(address: str) -> None:
    if find_spec("pyspark") is None:
        raise UsageError("a cluster needs PySpark, which is not installed", shown(address), _INSTALL)
    if address.startswith(CONNECT):
        return
    if find_spec("py4j") is None:
        raise UsageError(
            "this address needs the whole of PySpark, and only its client is installed", shown(address),
            f"{_INSTALL} in an environment of its own, or give an address of Spark Connect (sc://host:port)",
        )  # fmt: skip
    home = os.environ.get("JAVA_HOME")
    if not shutil.which(f"{home}/bin/java" if home else "java"):
        raise UsageError("Spark needs Java, which is not here", f"JAVA_HOME={home}" if home else "", _JAVA)


def _reached(address: str) -> None:
    """A connection to any of the addresses, else an error: Spark itself would try for minutes."""
    places = list(_places(address))
    faults = []
    for host, port in places:
        try:
            socket.create_connection((host, port), timeout=REACHED_SECONDS / len(places)).close()
        except OSError as error:
            faults.append(f"{host}:{port}: {error.strerror or error}")
        else:
            return
    if places:
        raise UsageError(
            f"the cluster does not answer ({'; '.join(faults)})", shown(address), "check the address and that it runs"
        )


def _places(address: str) -> Iterator[tuple[str, int]]:
    if "://" not in address:
        return
    scheme, _, rest = address.removeprefix("k8s://").partition("://")
    scheme, rest = (scheme, rest) if rest else ("https", scheme)
    for place in rest.partition(";")[0].split(","):
        parts = urlsplit(f"//{place}")
        try:
            port = parts.port
        except ValueError:
            port = None
        if not parts.hostname:
            raise UsageError(
                "the address of the cluster has no host", shown(address), "for example spark://master:7077"
            )
        yield parts.hostname, port or _PORTS.get(scheme, 443)


def _classic(address: str) -> Any:
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master(address)
    for name, value in _SETTINGS.items():
        builder = builder.config(name, value)
    if address.startswith("local"):
        builder = builder.config("spark.ui.enabled", "false")
    try:
        return builder.getOrCreate()
    except Exception as error:  # of Java as well
        remedy = _JAVA if "JAVA_GATEWAY" in str(error) else "look at what Spark printed above"
        raise UsageError(f"Spark did not start: {_first(error)}", shown(address), remedy) from error


def _connect(address: str) -> Any:
    try:
        from pyspark.sql import SparkSession
        from pyspark.sql.connect.client.retries import DefaultPolicy

        opened = SparkSession.builder.remote(address).create()
        opened.client.set_retry_policies([DefaultPolicy(max_retries=6, max_backoff=5_000)])
        opened.version  # noqa: B018 - the first word with the server
    except Exception as error:  # of gRPC as well
        raise UsageError(
            f"Spark Connect does not answer: {_first(error)}",
            shown(address),
            "check the address and its server",
        ) from None
    return opened


def _first(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0][:300] if lines else type(error).__name__
