"""The installation's secret key, with which ids of citizens become keyed hashes (HMAC-SHA-256)."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from plumbline.domain.errors import UsageError

LENGTH = 32


def installation_key(place: Path, *, lang: str = "en") -> bytes:
    """The key in `place`, made on first use with mode 600. UsageError: others can read it, or it is too short."""
    if not place.exists():
        _make(place)
    if place.stat().st_mode & 0o077:
        raise UsageError(
            "其他用户可以读取安装密钥" if lang == "zh" else "others on this machine can read the installation's key",
            str(place),
            f"chmod 600 {place}",
        )
    key = bytes.fromhex(place.read_text("ascii").strip())
    if len(key) < LENGTH:
        raise UsageError(
            "安装密钥过短" if lang == "zh" else "the installation's key is too short",
            str(place),
            "restore it from your backup; with another key earlier hashes cannot be matched",
        )
    return key


def keyed(key: bytes, platform: str, identity: str) -> str:
    """The keyed hash of a citizen's id on a platform: 32 hexadecimal digits, never without a letter."""
    text = f"{platform}\x1f{identity}".encode()
    for number in range(256):
        found = hmac.new(key, text + bytes([number]) * (number > 0), hashlib.sha256).hexdigest()[:32]
        if not found.isdigit():
            return found
    raise AssertionError("unreachable")


def _make(place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = place.with_name(f".{place.name}.{os.getpid()}")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as stream:
        stream.write(secrets.token_hex(LENGTH) + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    try:
        os.link(aside, place)
    except FileExistsError:
        pass
    finally:
        aside.unlink()
