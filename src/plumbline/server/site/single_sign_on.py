"""The identity provider of the authority (OpenID Connect), as the environment names it."""

from typing import Any

from plumbline.settings.environment import variable


def identity_providers() -> list[dict[str, Any]]:
    """What the sign-in library needs to know; nothing where no provider is named."""
    issuer, client = variable("PLUMBLINE_OIDC_ISSUER"), variable("PLUMBLINE_OIDC_CLIENT")
    if not issuer or not client:
        return []
    return [
        {
            "provider_id": "office",
            "name": variable("PLUMBLINE_OIDC_NAME") or "单点登录 SSO",
            "client_id": client,
            "secret": variable("PLUMBLINE_OIDC_SECRET") or "",
            "settings": {"server_url": issuer, "oauth_pkce_enabled": True, "fetch_userinfo": True},
        }
    ]
