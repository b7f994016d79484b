"""An executor by its name: one of the two that are built in, or a Spark cluster by its address."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from plumbline.domain.errors import UsageError
from plumbline.executors.mapping import Mapper, WordingMapper, inline, processes, wording
from plumbline.executors.session import is_address, shown

_ADDRESSES = "spark://host:7077, sc://host:15002, local[2], yarn, k8s://https://host"


@dataclass(frozen=True)
class Executor:
    """How units are judged. `name` as the record shows it; `shards` how finely a fleet is cut where nobody says.

    `near`: units are judged where the dossier's files can be read.
    """

    name: str
    units: Mapper
    wording: WordingMapper
    shards: int | None = None
    near: bool = True


@contextmanager
def opened(name: str, *, work: str | None = None) -> Iterator[Executor]:
    """The executor of that name; `work` is the folder that a cluster's machines share (None: all on this machine).

    UsageError: there is none of that name, or the cluster cannot be had.
    """
    if name == "inline":
        yield Executor(name, inline, wording(name))
    elif name == "processes":
        yield Executor(name, processes, wording(name), shards=2 * (os.cpu_count() or 1))
    elif is_address(name):
        from plumbline.executors.cluster import cluster  # only who asks for a cluster pays for it

        with cluster(name, work) as there:
            yield Executor(shown(name), there.units, there.wording, shards=2 * there.slots, near=False)
    else:
        raise UsageError(
            f"no executor is called '{name}'", remedy=f"use inline, processes, or a cluster's address: {_ADDRESSES}"
        )
