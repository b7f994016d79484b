"""The register as one signed file that answers without a server.

The signature (Ed25519, RFC 8032) is over the canonical bytes of the document without its field `signature`: JSON with
sorted keys, no blanks, UTF-8, nothing escaped that need not be. So any Ed25519 tool can check it.
"""

import base64
import json
from collections.abc import Mapping
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from plumbline.domain.errors import UsageError
from plumbline.domain.tables import TABLES

FORMAT = "plumbline-register/1"
LARGEST = 500_000_000


def canonical(document: Mapping[str, Any]) -> bytes:
    """The bytes that are signed."""
    rest = {name: value for name, value in document.items() if name != "signature"}
    return json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def key_id(key: Ed25519PublicKey) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of the raw public key."""
    return sha256(key.public_bytes_raw()).hexdigest()[:16]


def signed(document: Mapping[str, Any], key: Ed25519PrivateKey) -> bytes:
    """The file: the document with `format`, `key_id` and `signature` (base64)."""
    whole = {**document, "format": FORMAT, "key_id": key_id(key.public_key())}
    told = {**whole, "signature": base64.b64encode(key.sign(canonical(whole))).decode()}
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def public_key(text: str) -> Ed25519PublicKey:
    """A public key as PEM, base64 or hexadecimal. UsageError where it is none."""
    text = text.strip()
    try:
        if text.startswith("-----"):
            found = load_pem_public_key(text.encode())
            if isinstance(found, Ed25519PublicKey):
                return found
        else:
            raw = bytes.fromhex(text) if len(text) == 64 else base64.b64decode(text, validate=True)
            return Ed25519PublicKey.from_public_bytes(raw)
    except (ValueError, TypeError):
        pass
    raise UsageError("this is no Ed25519 public key", text[:40], "give the file or text that the authority published")


def opened(place: Path, key: Ed25519PublicKey) -> dict[str, Any]:
    """The document, its signature checked.

    UsageError: no such file, not whole, not this format, signed by another key, altered.
    """
    try:
        if place.stat().st_size > LARGEST:
            raise UsageError("the export is too large", str(place))
        document = json.loads(place.read_bytes())
        shown = base64.b64decode(document["signature"], validate=True)
    except OSError as error:
        raise UsageError("the export cannot be read", str(place), str(error)) from error
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError("this is no whole export of a register", str(place), "download it again") from error
    if document.get("format") != FORMAT:
        raise UsageError("the export is of another format", str(document.get("format"))[:40], f"expected {FORMAT}")
    if document.get("key_id") != key_id(key):
        raise UsageError(
            f"the export was signed with another key ({str(document.get('key_id'))[:16]}, not {key_id(key)})",
            str(place), "get the authority's present public key by a road that you trust",
        )  # fmt: skip
    try:
        key.verify(shown, canonical(document))
    except (InvalidSignature, ValueError) as error:
        raise UsageError("the export was altered: its signature does not fit", str(place), "do not use it") from error
    return dict(document)


def tables(document: Mapping[str, Any]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Accounts and units of a document, with the contract's columns and types."""
    return _table("accounts", document["accounts"]), _table("units", document["units"])


def expired(document: Mapping[str, Any], moment: datetime) -> bool:
    """Whether its time is over: a newer export should be had."""
    return datetime.fromisoformat(document["valid_until"]) < moment


def _table(name: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    schema = TABLES[name].schema
    return pl.DataFrame(
        {column: pl.Series(column, [_value(row.get(column), kind) for row in rows], dtype=kind, strict=False)
         for column, kind in schema.items()}
    )  # fmt: skip


def _value(value: Any, kind: Any) -> Any:
    return date.fromisoformat(value) if value and kind == pl.Date else value
