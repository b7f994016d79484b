"""Units and parts as bytes: frames as Arrow, and what many units share put on a shelf once and named in its place."""

import io
import pickle
from collections.abc import Callable
from typing import Any

import polars as pl

from plumbline.engine.reference import Reference
from plumbline.rulebook.model import Rulebook

Place = tuple[str, ...]
"""What stands in a unit for a thing on the shelf: its kind, its name, its digest."""


def packed(thing: Any, place_of: Callable[[Any], Place | None] = lambda thing: None) -> bytes:
    """A unit or part as bytes; `place_of` says where on the shelf a thing lies, None if it goes along."""
    stream = io.BytesIO()
    _Packer(stream, place_of).dump(thing)
    return stream.getvalue()


def unpacked(content: bytes, taken: Callable[[Place], Any] | None = None) -> Any:
    """What was packed; `taken` takes things from the shelf. Only for bytes whose origin is known: pickle runs code."""
    return _Unpacker(io.BytesIO(content), taken).load()


class _Packer(pickle.Pickler):
    def __init__(self, stream: io.BytesIO, place_of: Callable[[Any], Place | None]) -> None:
        super().__init__(stream, protocol=5)
        self._place_of = place_of

    def persistent_id(self, thing: Any) -> Place | None:
        return self._place_of(thing) if isinstance(thing, (pl.DataFrame, Reference, Rulebook)) else None

    def reducer_override(self, thing: Any) -> Any:
        return (_frame, (_arrow(thing),)) if isinstance(thing, pl.DataFrame) else NotImplemented


class _Unpacker(pickle.Unpickler):
    def __init__(self, stream: io.BytesIO, taken: Callable[[Place], Any] | None) -> None:
        super().__init__(stream)
        self._taken = taken

    def persistent_load(self, place: Place) -> Any:
        if self._taken is None:
            raise pickle.UnpicklingError("there is no shelf to take from")
        return self._taken(place)


def _arrow(frame: pl.DataFrame) -> bytes:
    stream = io.BytesIO()
    frame.write_ipc_stream(stream, compression="zstd")
    return stream.getvalue()


def _frame(content: bytes) -> pl.DataFrame:
    return pl.read_ipc_stream(io.BytesIO(content))
