"""A run of collecting: every registered account in order of urgency, each visit a coverage row, nothing in silence."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx

from plumbline.collectors.budget import Budget
from plumbline.collectors.client import Client, Keeper, Line, holder
from plumbline.collectors.credentials import Credentials, lacking
from plumbline.collectors.endpoint import Platform
from plumbline.collectors.platforms import platforms
from plumbline.collectors.sweep import Sweeper
from plumbline.collectors.tokens import Exchange, TokenKeeper
from plumbline.collectors.visit import Plan, Visit, Visited
from plumbline.collectors.watching import INSTANT
from plumbline.ledger.bodies import instant
from plumbline.ledger.ledger import Ledger, Watch
from plumbline.ledger.quotas import left
from plumbline.ledger.retention import forget

FEED = "feed"
"""The interface of accounts that have no other."""


@dataclass(frozen=True)
class Outside:
    """What a collection works with. `tokens`: the folder in which tokens are kept."""

    http: httpx.Client
    archive: Keeper
    ledger: Ledger
    keyed: Callable[[str, str], str]
    clock: Callable[[], datetime]
    credentials: Credentials
    tokens: Path


@dataclass
class Collection:
    """One run. `step` is told of each account that is done, and of how many there are."""

    outside: Outside
    plan: Plan
    budget: Budget = field(default_factory=Budget)
    step: Callable[[str, int, int], None] = lambda *_: None
    visited: list[Visited] = field(default_factory=list)
    _shared: frozenset[str] = frozenset()

    def run(self, accounts: Sequence[Mapping[str, Any]]) -> list[Visited]:
        """Visit these accounts (rows of the register) in this order."""
        ledger, clock = self.outside.ledger, self.outside.clock
        run_id = ledger.begin_run("collect", "collect", clock())
        self._shared = self._sharing(accounts)
        for number, account in enumerate(accounts):
            self.step("collect", number, len(accounts))
            done = self._visit(account, run_id)
            with ledger.writing():
                ledger.watched([done.watch], run_id)
            self.visited.append(done)
        with ledger.writing():
            forget(ledger, clock())
            ledger.end_run(run_id, clock())
        self.step("collect", len(accounts), len(accounts))
        return self.visited

    def _visit(self, account: Mapping[str, Any], run_id: int) -> Visited:
        opened = self.opened(account)
        if isinstance(opened, str):
            return self._not_tried(account, opened, outcome="blind" if opened == "no_token" else "not_tried")
        client, product = opened
        origin = f"collect:{client.platform.name}{'/' + product if product else ''}"
        sweeper = Sweeper(client, origin, run_id)
        return Visit(sweeper, self.plan, product).make()

    def opened(self, account: Mapping[str, Any]) -> tuple[Client, str] | str:
        """What asks for an account, and the product that its credentials open; or why it cannot be asked for."""
        platform = self.interface(account)
        if platform is None:
            return "no_interface"
        account = {**account, "platform_id": identity(platform, account)}
        held = self.held(platform, account)
        if account["account_id"] in self._shared:
            return "credentials_shared"
        without = lacking(platform.needs, held)
        if without or account["platform_id"] is None:
            return "no_credentials" if without else "no_platform_id"
        client = self._client(platform, account, held)
        return "no_token" if client is None else (client, platform.product(held))

    def interface(self, account: Mapping[str, Any]) -> Platform | None:
        """The platform's interface; a feed that is named for the account where there is none, or no credentials."""
        platform = platforms().get(str(account["platform"]))
        ready = platform is not None and not lacking(platform.needs, self.held(platform, account))
        feed = self.outside.credentials.of(str(account["platform"]), str(account["account_id"]), ("feed",)).get("feed")
        return platforms()[FEED] if feed and not (ready and platform and platform.needs) else platform

    def _sharing(self, accounts: Iterable[Mapping[str, Any]]) -> frozenset[str]:
        """Accounts whose credentials another account names too: whose posts they open, nobody can say."""
        users: dict[tuple[str, str, str], set[str]] = {}
        for account in accounts:
            if (platform := platforms().get(str(account["platform"]))) is None:
                continue
            held = self.held(platform, account)
            for name in (name for name in platform.personal if held.get(name)):
                users.setdefault((platform.name, name, held[name]), set()).add(str(account["account_id"]))
        return frozenset(account for same in users.values() if len(same) > 1 for account in same)

    def held(self, platform: Platform, account: Mapping[str, Any]) -> dict[str, str]:
        """The credentials of an account, looked for under every name that the platform knows."""
        names = tuple(name for need in platform.needs for name in need.split("|"))
        section = str(account["platform"]) if platform.name == FEED else platform.name
        return self.outside.credentials.of(section, str(account["account_id"]), (*names, *platform.takes))

    def _client(self, platform: Platform, account: Mapping[str, Any], held: dict[str, str]) -> Client | None:
        outside = self.outside
        line = Line(outside.http, outside.archive, outside.ledger, outside.keyed, outside.clock)
        if platform.token is None:
            return Client(line, platform, account, held, budget=self.budget)
        base = held.get("base") or (platform.base_of(account) if platform.base_of else platform.base)
        exchange = Exchange(outside.http, outside.clock)
        keeper = TokenKeeper(
            platform.name, str(account["account_id"]), platform.token, exchange, base.rstrip("/"), held, outside.tokens
        )
        return Client(line, platform, account, held, keeper.renew, self.budget) if keeper.ready() else None

    def _not_tried(self, account: Mapping[str, Any], reason: str, *, outcome: str = "not_tried") -> Visited:
        """The account was not asked about: said so, from when it was last watched until now."""
        account_id, now = str(account["account_id"]), self.outside.clock()
        row = self.outside.ledger.base.execute(
            "SELECT max(ended_at) AS at FROM watches WHERE account_id = ?", (account_id,)
        ).fetchone()
        start = now - INSTANT if row["at"] is None else min(instant(row["at"]), now - INSTANT)
        return Visited(account_id, Watch(account_id, start, now, outcome, "collect", reason))


def identity(platform: Platform, account: Mapping[str, Any]) -> str | None:
    """The platform's own id of an account: from its row, else from the dossier's id ``platform:id``."""
    if platform.identity:
        return platform.identity(account)
    given = account.get("platform_id")
    prefix, _, rest = str(account["account_id"]).partition(":")
    return str(given) if given else (rest or None) if prefix == platform.name else None


def estimated(accounts: Iterable[Mapping[str, Any]], collection: Collection) -> Iterator[dict[str, Any]]:
    """For each account, before anything is asked: what would be asked, how many calls at least, what it would cost."""
    for account in accounts:
        platform = collection.interface(account)
        if platform is None:
            yield {"account_id": account["account_id"], "platform": account["platform"], "reason": "no_interface"}
            continue
        held = collection.held(platform, account)
        product = platform.product(held)
        missing = lacking(platform.needs, held)
        found = [one for one in platform.endpoints if not one.products or product in one.products]
        asked = [one for one in found if not one.wanted or one.purpose in collection.plan.wanted]
        quota = None if product in platform.unmetered else platform.quota
        base, account_id, now = collection.outside.ledger.base, str(account["account_id"]), collection.outside.clock()
        yield {
            "account_id": account_id,
            "platform": platform.name,
            "reason": "no_credentials" if missing else None,
            "missing": missing,
            "endpoints": [one.name for one in asked],
            "permissions": sorted({one.permission for one in asked if one.permission}),
            "calls": sum(one.cost for one in asked),
            "calls_left_today": left(base, quota, holder(platform, account, held), now) if quota else None,
            "usd_per_100_items": round(max((one.price for one in asked), default=0.0) * 100, 4),
        }
