"""What `collect` and `probe` need of the world: a guarded line, the archive, the ledger, keys and credentials."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import polars as pl

from plumbline.cli.keying import citizens_key
from plumbline.collectors.client import Keeper
from plumbline.collectors.collection import Outside
from plumbline.collectors.credentials import Credentials
from plumbline.collectors.guard import Policy, guarded_transport
from plumbline.evidence.archive import Archive
from plumbline.ledger.ledger import FOLDER, Ledger
from plumbline.settings.environment import now, settings_folder, variable

HOSTS = ("base", "view", "feed", "allow")
TIMEOUT = httpx.Timeout(30.0, connect=15.0)


@contextmanager
def outside(
    dossier: Path,
    credentials: Path | None,
    accounts: pl.DataFrame,
    *,
    lang: str,
    timezone: str,
    archive: Keeper | None = None,
) -> Iterator[Outside]:
    """Everything opened, and closed again. `archive`: where evidence is kept instead (a probe keeps none).

    UsageError: another process writes to the dossier, unsafe key files.
    """
    held = Credentials(credentials, lang=lang)
    transport = guarded_transport(
        Policy(allow_hosts=allowed(held, accounts), ports=(443,), proxy=variable("PLUMBLINE_PROXY"))
    )
    with (
        Ledger(dossier, lang=lang) as ledger,
        nullcontext(archive)
        if archive
        else Archive(dossier / FOLDER, now=now, timezone=timezone, secrets=held.secrets()) as kept,
        httpx.Client(transport=transport, timeout=TIMEOUT, trust_env=False) as http,
    ):
        yield Outside(http, kept, ledger, citizens_key(lang), now, held, settings_folder() / "tokens")


def allowed(held: Credentials, accounts: pl.DataFrame) -> tuple[str, ...]:
    """Servers in the office's own net: those named as `allow`, and those that an address without TLS names."""
    named: set[str] = set()
    for account, platform in accounts.select("account_id", "platform").iter_rows():
        found = held.of(platform, account, HOSTS)
        plain = (found.get(name, "") for name in HOSTS[:3])
        named |= {urlsplit(place).netloc.rpartition("@")[2] for place in plain if place.startswith("http://")}
        named |= {host.strip() for host in found.get("allow", "").split(",") if host.strip()}
    return tuple(sorted(named))
