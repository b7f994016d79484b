"""Whose an export is: as it says itself, as the person who imports says, and whether that account is registered."""

from plumbline.domain.errors import DossierError, UsageError
from plumbline.domain.vocabulary import PLATFORMS
from plumbline.importers.export import Export
from plumbline.importers.format import Format, Stated
from plumbline.importers.register import Register
from plumbline.ledger.stretches import Observation


class Ownership:
    """The account of one export. `account_id` is None until somebody has said it; `fresh`: this import registers it.

    UsageError: `given` is of another platform, or unregistered and its platform is not known.
    """

    def __init__(self, export: Export, form: Format, register: Register, given: str | None) -> None:
        self._export, self._form, self._register = export, form, register
        self.account_id, self.fresh = given, False
        self._platform, self._name = "", ""
        self._stated: Stated | None = None
        if given is not None:
            self._give(given)

    def named(self) -> str:
        """The account. DossierError if nobody has said which it is."""
        if self.account_id is None:
            raise self._nameless()
        return self.account_id

    def state(self, stated: Stated) -> None:
        """The export says whose it is: that account must be registered, unless the dossier has none at all yet.

        DossierError: it is not registered, or it is another registered account than the one that was given.
        """
        found = self._register.find(
            platform=stated.platform, platform_id=stated.platform_id, name=stated.name, url=stated.url
        )
        if self.account_id is None and found is None and len(self._register):
            raise self._stranger(stated)
        if self.account_id is not None and found is not None and found != self.account_id:
            raise self._another(found)
        if self.account_id is None:
            self.account_id = found or f"{stated.platform}:{stated.platform_id or stated.name}"
            self.fresh = found is None
        self._platform, self._stated = stated.platform, stated
        self._name = stated.name or stated.platform_id or self.account_id

    def row(self) -> Observation:
        """The row with which the account is registered."""
        bare = str(self.account_id).removeprefix(f"{self._platform}:")
        stated = self._stated
        row = {
            "account_id": self.account_id,
            "platform": self._platform,
            "name": self._name,
            "platform_id": (stated.platform_id if stated else None) or bare,
            "url": stated.url if stated else None,
        }
        return Observation("accounts", row)

    def _give(self, account: str) -> None:
        platform = self._register.platform(account)
        self.fresh = platform is None
        self._platform = platform or self._platform_of(account)
        self._name = account.partition(":")[2] or account
        if self._form.platform and self._platform != self._form.platform:
            raise UsageError(
                f"the export is of {self._form.platform}, the account {account} is of {self._platform}",
                "--account",
                "name the account that the export is about",
            )

    def _platform_of(self, account: str) -> str:
        prefix = account.partition(":")[0]
        platform = prefix if prefix in PLATFORMS and ":" in account else self._form.platform
        if platform is None:
            raise UsageError(
                f"the account {account} is not registered, and its platform is not known",
                "--account",
                "write it as platform:id, for example weibo:5044281310",
            )
        return platform

    def _nameless(self) -> DossierError:
        platform = self._form.platform
        fitting = [one for one in self._register.rows if platform in (None, self._register.platform(one))]
        shown = f" (registered: {', '.join(fitting[:5])}{' …' if len(fitting) > 5 else ''})" if fitting else ""
        return DossierError(
            "the export does not say which account it is about",
            self._export.label,
            f"name it: --account {fitting[0] if fitting else (platform or 'platform') + ':ID'}{shown}",
        )

    def _stranger(self, stated: Stated) -> DossierError:
        return DossierError(
            f"the export is about an account on {stated.platform} that is not registered",
            self._export.label,
            "only registered accounts are read: add it to the table accounts, or say with --account which one it is",
        )

    def _another(self, found: str) -> DossierError:
        return DossierError(
            f"the export is about {found}, not about {self.account_id}",
            self._export.label,
            f"import it with --account {found}, or without --account",
        )
