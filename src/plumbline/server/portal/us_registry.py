"""The register in the shape of the U.S. Digital Registry's API (v1, social_media)."""

from typing import Any

from plumbline.server.register.models import Account

LANGUAGE = "Chinese"


def us_page(number: int, size: int) -> dict[str, Any]:
    """One page of the accounts in use."""
    rows = Account.objects.filter(status="active").select_related("unit").order_by("account_id")
    count = rows.count()
    found = rows[(number - 1) * size : number * size]
    metadata = {"count": count, "page": number, "page_size": size, "pages": -(-count // size)}
    return {"metadata": metadata, "results": [_account(row) for row in found]}


def _account(row: Account) -> dict[str, Any]:
    return {
        "id": row.account_id, "organization": row.name, "account": row.platform_id or None,
        "service_key": row.platform, "service_url": row.url or None, "language": LANGUAGE,
        "short_description": row.mission or None,
        "agencies": [{"id": row.unit.unit_id, "name": row.unit.name}] if row.unit else [],
        "created_at": row.filed_on.isoformat() if row.filed_on else None, "updated_at": row.updated_at.isoformat(),
    }  # fmt: skip
