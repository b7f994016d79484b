"""Keyed hashes of citizens' ids, with the installation's key."""

from collections.abc import Callable

from plumbline.ledger.keys import installation_key, keyed
from plumbline.settings.environment import key_place


def citizens_key(lang: str) -> Callable[[str, str], str]:
    """Makes the keyed hash of an id on a platform; the key is read, or made, when the first is wanted."""
    held: list[bytes] = []

    def found(platform: str, identity: str) -> str:
        if not held:
            held.append(installation_key(key_place(), lang=lang))
        return keyed(held[0], platform, identity)

    return found
