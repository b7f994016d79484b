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
from plumbline.evidence.register_harms import HARMS

FORMAT = "plumbline-register/1"
KEY_FORMAT = b"plumbline-register-key/1\n"
LARGEST = 500_000_000


def canonical(document: Mapping[str, Any]) -> bytes:
    """The bytes that are signed."""
    parts = (f"{_json(name)}:{_listed(document[name])}" for name in sorted(document) if name != "signature")
    return f"{{{','.join(parts)}}}".encode()


def _listed(value: Any) -> str:
    """Long lists row by row: one call for a whole register would keep everybody else waiting."""
    return f"[{','.join(map(_json, value))}]" if isinstance(value, list) else _json(value)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def key_id(key: Ed25519PublicKey) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of the raw public key."""
    return sha256(key.public_bytes_raw()).hexdigest()[:16]


def signed(document: Mapping[str, Any], key: Ed25519PrivateKey) -> bytes:
    """The file: the document with `format`, `key_id` and `signature` (base64)."""
    whole = {**document, "format": FORMAT, "key_id": key_id(key.public_key())}
    told = canonical(whole)
    return told[:-1] + b',"signature":"' + base64.b64encode(key.sign(told)) + b'"}\n'


def endorsement(old: Ed25519PrivateKey, new: Ed25519PublicKey, moment: datetime) -> dict[str, str]:
    """The word of an old key for the new one that follows it."""
    raw = new.public_bytes_raw()
    return {
        "old": old.public_key().public_bytes_raw().hex(), "new": raw.hex(), "at": moment.isoformat(),
        "signature": base64.b64encode(old.sign(KEY_FORMAT + raw)).decode(),
    }  # fmt: skip


def public_key(text: str, lang: str = "en") -> Ed25519PublicKey:
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
    raise _harm("no_key", text[:40], lang)


def opened(place: Path, key: Ed25519PublicKey, lang: str = "en") -> dict[str, Any]:
    """The document, its signature checked with `key` or with one that follows it.

    UsageError, each with its own sentence: cannot be read, not whole, another format, another key, altered.
    """
    document = _read(place, lang)
    if document.get("format") != FORMAT:
        raise _harm("format", str(document.get("format"))[:40], lang)
    signer = _signer(document, key)
    if signer is None:
        raise _harm("other_key", f"{str(document.get('key_id'))[:16]} ≠ {key_id(key)}", lang)
    try:
        signer.verify(base64.b64decode(document["signature"], validate=True), canonical(document))
    except (InvalidSignature, ValueError, TypeError, RecursionError) as error:
        raise _harm("altered", str(place), lang) from error
    return document


def tables(document: Mapping[str, Any]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Accounts and units of a document, with the contract's columns and types."""
    return _table("accounts", document["accounts"]), _table("units", document["units"])


def expired(document: Mapping[str, Any], moment: datetime) -> bool:
    """Whether its time is over: a newer export should be had."""
    return datetime.fromisoformat(document["valid_until"]) < moment


def from_future(document: Mapping[str, Any], moment: datetime) -> bool:
    """Whether it was issued after `moment`: one of the two clocks is wrong."""
    return datetime.fromisoformat(document["issued_at"]) > moment


def _read(place: Path, lang: str) -> dict[str, Any]:
    try:
        if place.stat().st_size > LARGEST:
            raise _harm("too_large", str(place), lang)
        document = json.loads(place.read_bytes())
    except OSError as error:
        raise _harm("unreadable", str(place), lang) from error
    except (ValueError, RecursionError) as error:
        raise _harm("not_whole", str(place), lang) from error
    if not isinstance(document, dict) or "signature" not in document:
        raise _harm("not_whole", str(place), lang)
    return document


def _signer(document: Mapping[str, Any], key: Ed25519PublicKey) -> Ed25519PublicKey | None:
    """The key that signed: `key`, or the one to which a chain of endorsements leads from it; None for a stranger's."""
    changes = document.get("key_changes")
    for change in changes if isinstance(changes, list) else []:
        if key_id(key) == document.get("key_id"):
            break
        key = _next(change, key)
    return key if key_id(key) == document.get("key_id") else None


def _next(change: Any, key: Ed25519PublicKey) -> Ed25519PublicKey:
    """The key that `key` endorses in this change; `key` itself where it does not."""
    try:
        raw = bytes.fromhex(change["new"])
        key.verify(base64.b64decode(change["signature"], validate=True), KEY_FORMAT + raw)
        return Ed25519PublicKey.from_public_bytes(raw)
    except (InvalidSignature, ValueError, TypeError, KeyError):
        return key


def _harm(name: str, where: str, lang: str) -> UsageError:
    what, remedy = HARMS[name]
    return UsageError(what.of(lang), where, remedy.of(lang))


def _table(name: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    schema = TABLES[name].schema
    return pl.DataFrame(
        {column: pl.Series(column, [_value(row.get(column), kind) for row in rows], dtype=kind, strict=False)
         for column, kind in schema.items()}
    )  # fmt: skip


def _value(value: Any, kind: Any) -> Any:
    return date.fromisoformat(value) if value and kind == pl.Date else value
