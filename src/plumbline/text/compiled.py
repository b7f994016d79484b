"""What `make compile` made of YAML files, so that a draft is judged without reading YAML.

A compiled file names the digest of the files it was made of. Where they have changed since, it is not used.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

import msgspec

FOLDER = Path(__file__).resolve().parents[1] / "compiled"
T = TypeVar("T")


class _Envelope(msgspec.Struct):
    sources: str
    content: msgspec.Raw


def digest(sources: Iterable[Path]) -> str:
    """A digest of names and contents of files."""
    whole = hashlib.sha256()
    for path in sources:
        whole.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def read(name: str, sources: Iterable[Path], kind: type[T]) -> T | None:
    """The content of `compiled/<name>.json`; None where it is missing, or not made of these sources as they are."""
    try:
        envelope = msgspec.json.decode((FOLDER / f"{name}.json").read_bytes(), type=_Envelope)
        return msgspec.json.decode(envelope.content, type=kind) if envelope.sources == digest(sources) else None
    except (OSError, msgspec.MsgspecError):
        return None


def packed(sources: Iterable[Path], content: object) -> bytes:
    """The bytes of a compiled file."""
    raw = msgspec.Raw(msgspec.json.format(msgspec.json.encode(content), indent=1))
    return msgspec.json.encode(_Envelope(digest(sources), raw)) + b"\n"
