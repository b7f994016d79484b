"""The signed register as a static file, made once for each state of the register and day."""

import os
from datetime import timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings

from plumbline.evidence.signed_register import signed
from plumbline.server.people.models import Unit
from plumbline.server.portal import answers
from plumbline.server.register.models import Account
from plumbline.server.register.revision import current
from plumbline.server.site.clock import now, today

VALID_DAYS = 30


def folder() -> Path:
    """Where keys and exports lie."""
    return Path(settings.DATA) / "portal"


def private_key() -> Ed25519PrivateKey:
    """The installation's signing key, made on first use with mode 600."""
    place = folder() / "register-key.pem"
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        aside = place.with_name(f".{place.name}.{os.getpid()}")
        made = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        with os.fdopen(os.open(aside, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as file:
            file.write(made)
        try:
            os.link(aside, place)
        except FileExistsError:
            pass
        finally:
            aside.unlink()
    key = load_pem_private_key(place.read_bytes(), None)
    assert isinstance(key, Ed25519PrivateKey)  # noqa: S101  no other kind is ever written there
    return key


def public_pem() -> str:
    """The public key, as it is published."""
    return private_key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def export() -> Path:
    """The signed file of today's register; written aside and renamed, old ones removed."""
    number = current()
    place = folder() / f"register-{today().isoformat()}-{number}.json"
    if not place.exists():
        aside = place.with_name(f".{place.name}.{os.getpid()}")
        aside.parent.mkdir(parents=True, exist_ok=True)
        aside.write_bytes(signed(_document(number), private_key()))
        aside.rename(place)
        for old in folder().glob("register-*.json"):
            if old != place:
                old.unlink(missing_ok=True)
    return place


def _document(number: int) -> dict[str, object]:
    units = Unit.objects.select_related("parent").order_by("unit_id")
    accounts = Account.objects.select_related("unit").order_by("account_id")
    return {
        "issued_at": now().isoformat(), "valid_until": (now() + timedelta(days=VALID_DAYS)).isoformat(),
        "revision": number, "origin": settings.ORIGIN,
        "accounts": [answers.account(row) | {"platform_id": row.platform_id or None} for row in accounts.iterator()],
        "units": [{key: value for key, value in answers.unit(row, 0).items() if key != "accounts"} for row in units],
    }  # fmt: skip
