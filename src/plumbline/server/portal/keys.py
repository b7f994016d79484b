"""The keys that sign the register: made on first use, changed by order, each new one endorsed by the one before."""

import json
import os
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings

from plumbline.evidence.signed_register import endorsement, key_id
from plumbline.server.site.clock import now

NAME, ENDORSEMENTS = "register-key.pem", "register-key-changes.json"


def folder() -> Path:
    """Where keys and exports lie."""
    return Path(settings.DATA) / "portal"


def private_key() -> Ed25519PrivateKey:
    """The installation's signing key, made on first use with mode 600."""
    place = folder() / NAME
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        aside = _aside(place, Ed25519PrivateKey.generate())
        try:
            os.link(aside, place)
        except FileExistsError:  # of two that start at one time the first one's stands
            pass
        finally:
            aside.unlink()
    found = place.stat()
    return _read(place, found.st_ino, found.st_mtime_ns)


def public_pem() -> str:
    """The public key, as it is published."""
    return private_key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def public_id() -> str:
    """The name of the public key."""
    return key_id(private_key().public_key())


def endorsements() -> list[dict[str, Any]]:
    """The changes of key so far, oldest first."""
    place = folder() / ENDORSEMENTS
    return list(json.loads(place.read_bytes())) if place.exists() else []


def change(*, lost: bool) -> str:
    """Sign with a new key from now on; its name. Unless the old one was `lost` to a stranger, it endorses the new one,
    so that whoever holds the old public key can check what the new one signs. The old private key is not kept."""
    old, new = private_key(), Ed25519PrivateKey.generate()
    told = [] if lost else [*endorsements(), endorsement(old, new.public_key(), now())]
    changes = folder() / ENDORSEMENTS
    aside = changes.with_name(f".{changes.name}.{os.getpid()}")
    aside.write_text(json.dumps(told), "ascii")
    fresh = _aside(folder() / NAME, new)
    aside.rename(changes)
    fresh.rename(folder() / NAME)
    return public_id()


@lru_cache(maxsize=4)
def _read(place: Path, _file: int, _written: int) -> Ed25519PrivateKey:
    """The key in a file, read once for each state of the file."""
    key = load_pem_private_key(place.read_bytes(), None)
    assert isinstance(key, Ed25519PrivateKey)  # noqa: S101  no other kind is ever written there
    return key


def _aside(place: Path, key: Ed25519PrivateKey) -> Path:
    """A file beside `place` that holds the key, mode 600."""
    aside = place.with_name(f".{place.name}.{os.getpid()}")
    with os.fdopen(os.open(aside, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as file:
        file.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return aside
