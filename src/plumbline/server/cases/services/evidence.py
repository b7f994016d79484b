"""Files that show what was mended: kept by their hash, bounded, of known kinds."""

import hashlib
import os
from pathlib import Path
from typing import Any

from django.conf import settings

from plumbline.server.people.services import Refused

KINDS = {
    b"%PDF-": "application/pdf", b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg",
    b"PK\x03\x04": "application/octet-stream",
}  # fmt: skip
NAMES = (".pdf", ".png", ".jpg", ".jpeg", ".docx", ".xlsx", ".zip")


def keep(upload: Any) -> tuple[str, str]:
    """Keep an uploaded file; its name and SHA-256. Refused: too large, of another kind."""
    if upload is None:
        return "", ""
    if upload.size > settings.UPLOAD_MOST:
        raise Refused("the file is too large", "文件过大")
    data = upload.read()
    if not upload.name.lower().endswith(NAMES) or not any(data.startswith(head) for head in KINDS):
        raise Refused("only PDF, PNG, JPEG, docx, xlsx, zip", "仅支持 PDF、PNG、JPEG、docx、xlsx、zip")
    digest = hashlib.sha256(data).hexdigest()
    place = path(digest)
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        aside = place.with_name(f".{digest}.{os.getpid()}")
        aside.write_bytes(data)
        aside.rename(place)
    return Path(upload.name).name[:200], digest


def path(digest: str) -> Path:
    """Where a kept file lies."""
    return Path(settings.DATA) / "evidence" / digest[:2] / digest
