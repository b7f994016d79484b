"""Bluesky, over its public XRPC interface or the account's own server."""
