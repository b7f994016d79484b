"""Whose a row is: the registered account of a platform's id, also where it is only being registered by `--account`."""

from hashlib import sha256

from plumbline.importers.format import Context


def owner_of(
    context: Context,
    platform: str,
    *identities: str | None,
    hashed: str | None = None,
    url: str | None = None,
) -> str | None:
    """The registered account by the first of its ids that is known, else by its hash or address; None for others.

    `hashed`: the first 16 hexadecimal digits of the plain SHA-256 of its id.
    """
    for identity in identities:
        if identity:
            found = context.find(platform=platform, platform_id=identity) or _given(context, platform, identity)
            if found:
                return found
    if hashed:
        return context.find(platform=platform, prefix=hashed.lower()) or _given_hashed(context, platform, hashed)
    return context.find(platform=platform, url=url) if url else None


def _given(context: Context, platform: str, identity: str) -> str | None:
    return context.account_id if context.account_id == f"{platform}:{identity}" else None


def _given_hashed(context: Context, platform: str, hashed: str) -> str | None:
    account = context.account_id or ""
    digest = sha256(account.removeprefix(f"{platform}:").encode()).hexdigest()[:16]
    return context.account_id if account and digest == hashed.lower() else None
