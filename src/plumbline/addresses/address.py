"""What an address is, and why a text is none."""

from dataclasses import dataclass
from enum import StrEnum


class NoAddress(StrEnum):
    """Why a text leads to no account."""

    NOT_AN_ADDRESS = "not_an_address"  # no web address, handle or id at all
    DISGUISED = "disguised"  # written so that a reader takes another host for the real one
    NO_ACCOUNT = "no_account"  # a page of a platform that does not say whose it is
    SHORT_LINK = "short_link"  # where it leads is only known by following it, which is not done here


@dataclass(frozen=True)
class Address:
    """The address of one account.

    `kind` says what the key is: ``id`` (the platform's own number), ``handle``, ``name`` (the shown name), ``address``
    (a website) or what else a platform has. Keys of different kinds never collide on one platform.
    """

    platform: str
    key: str
    url: str
    kind: str = "id"

    @property
    def code(self) -> str:
        """Platform and key in one text, as `account_address` gives it."""
        return f"{self.platform}:{self.key}"
