"""What `collect` and `probe` need of the world: a guarded line, the archive, the ledger, keys and credentials."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import polars as pl

from plumbline.collectors.collection import Outside
from plumbline.collectors.credentials import Credentials
from plumbline.collectors.guard import Policy, guarded_transport
from plumbline.collectors.platforms import platforms
from plumbline.evidence.archive import Archive
from plumbline.ledger.keys import installation_key, keyed
from plumbline.ledger.ledger import FOLDER, Ledger
from plumbline.settings.environment import key_place, now, settings_folder, variable

HOSTS = ("base", "view", "allow")
TIMEOUT = httpx.Timeout(30.0, connect=15.0)


@contextmanager
def outside(dossier: Path, credentials: Path | None, accounts: pl.DataFrame, *, lang: str) -> Iterator[Outside]:
    """Everything opened, and closed again. UsageError: another process writes to the dossier, unsafe key files."""
    held = Credentials(credentials, lang=lang)
    transport = guarded_transport(
        Policy(allow_hosts=allowed(held, accounts), ports=(443,), proxy=variable("PLUMBLINE_PROXY"))
    )
    with (
        Ledger(dossier, lang=lang) as ledger,
        Archive(dossier / FOLDER, now=now) as archive,
        httpx.Client(transport=transport, timeout=TIMEOUT, trust_env=False) as http,
    ):
        yield Outside(http, archive, ledger, citizens_key(lang), now, held, settings_folder() / "tokens")


def allowed(held: Credentials, accounts: pl.DataFrame) -> tuple[str, ...]:
    """Servers in the office's own net: those that somebody wrote into the credentials as `base` or `view`."""
    named: set[str] = set()
    for account, platform in accounts.select("account_id", "platform").iter_rows():
        if platform in platforms():
            found = held.of(platform, account, ("base", "view", "allow"))
            named |= {
                urlsplit(found[name]).netloc or found[name] for name in ("base", "view", "allow") if found.get(name)
            }
    return tuple(sorted(named))


def citizens_key(lang: str) -> Callable[[str, str], str]:
    """Makes keyed hashes of citizens' ids; the key is read, or made, when the first is wanted."""
    held: list[bytes] = []

    def found(platform: str, identity: str) -> str:
        if not held:
            held.append(installation_key(key_place(), lang=lang))
        return keyed(held[0], platform, identity)

    return found
