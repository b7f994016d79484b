"""The register in the shape of the U.S. Digital Registry's API (v1, social_media)."""

from typing import Any
from uuid import UUID

from plumbline.server.register.models import Account

LANGUAGE = "Chinese"
NUMBER_BITS = 52


def us_page(number: int, size: int) -> dict[str, Any]:
    """One page of the accounts in use."""
    rows = Account.objects.filter(status="active").select_related("unit").order_by("account_id")
    count = rows.count()
    found = rows[(number - 1) * size : number * size]
    metadata = {"count": count, "page": number, "page_size": size, "pages": -(-count // size)}
    return {"metadata": metadata, "results": [_account(row) for row in found]}


def _account(row: Account) -> dict[str, Any]:
    filed = row.filed_on or row.opened_on
    return {
        "id": _number(row.pk), "organization": row.unit.name if row.unit else row.name,
        "account": row.platform_id or row.account_id, "service_key": row.platform,
        "service_display_name": row.name, "service_url": row.url or None, "language": LANGUAGE,
        "short_description": row.mission or None, "long_description": None,
        "agencies": [{"id": _number(row.unit.pk), "name": row.unit.name, "info_url": None}] if row.unit else [],
        "tags": [], "created_at": filed.isoformat() if filed else None, "updated_at": row.updated_at.isoformat(),
    }  # fmt: skip


def _number(key: UUID) -> int:
    """A whole number that a program can hold and nobody can count through."""
    return key.int >> (128 - NUMBER_BITS)
