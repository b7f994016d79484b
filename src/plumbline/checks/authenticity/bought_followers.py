"""Followers who came together, registered together, and are unnaturally alike: marks of accounts made in bulk.

Method: two independent keys, on rows of `followers` with a registration date (`usable` at least). The first is how a
cohort came: a block of the follower map (order of following against day of registration; expected is what stretch, week
and age at follow explain) that scores `score`, or (variant `growth`) a window of the last `period_days` in which
followers grew faster than weekday, reads, the platform and declared campaigns explain (`burst_c`, `cusum_c`, `shift_c`,
`least_excess`). The second is whether `cohort` or more of them are alike: their density is compared with that of
`compared` others of the same age next to them in the list, newcomers with newcomers, and must reach `likeness_c`
hundredths on a logarithmic scale; newcomers, and `small_cohort` or more against `small_compared`, must reach
`strict_likeness_c`, those who have merely done less than the others `empty_likeness_c`; other blocks of `triage_score`
are compared with nobody. Variant `one_key`: one of the two alone, a hint. How many stayed `survival_days` after they
were first seen (`survival_least` on either side) is told beside it. Variant `established`: a person's decision in the
table `audits` within the last `decision_days` (upheld, admitted, platform notice, proven), marks or not; it alone fails
an account. A later decision that it was not so silences what came before it. A share is told only from a blind
review, never from this.

Blind spots: stock of mixed age, aged or run by people, and purchases of fewer than `small_cohort` in the list; lists
without registration dates (WeChat and others), where there is no map; rows without one are left out, and no id stands
in for it. Nobody can tell from a list who paid: others can push followers onto an account, and fakes follow known
accounts by themselves. New users who came through one drive look empty, not alike; they are compared with new users.
"""

from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

import polars as pl

from plumbline.domain.check import Detection, Shard, detection
from plumbline.domain.judgement import FINDING_COLUMNS
from plumbline.domain.vocabulary import Reason
from plumbline.followers.cohorts import Listed, day_of, ends, listed
from plumbline.followers.cohorts_decisions import Decisions, by_account, decisions
from plumbline.followers.cohorts_shown import LEAST_SHOWN, follower_map
from plumbline.followers.cohorts_signs import Limits, Sign, Window, signs
from plumbline.followers.cohorts_told import Beside, told
from plumbline.series.growth import Settings, triggers
from plumbline.series.standing import judged

KIND = "account_check"
READS = ("accounts", "followers", "metrics", "campaigns", "common_gain", "audits")
NEEDS = ("accounts",)
NEEDS_ANY = ("followers", "audits")
REASONS = (Reason.NOT_COLLECTED, Reason.TOO_FEW, Reason.NO_REFERENCE)
VARIANTS = ("growth", "one_key", "established")

_NAME = "authenticity.bought_followers"


@dataclass(frozen=True)
class Params:
    """`usable`: followers with a registration date without which there is no answer. `score` of a block
    (log-likelihood ratio; from `triage_score` on it is kept out of comparisons). `likeness_c`: of a cohort of
    `cohort` or more against `compared` others, in hundredths; `strict_likeness_c`: of newcomers, and of
    `small_cohort` or more against `small_compared`; `empty_likeness_c`: of a cohort emptier than the others.
    `burst_c`, `cusum_c`, `shift_c`, `least_excess`, `period_days`: when growth is unusual and how far back (as in
    follower_burst). `survival_days`, `survival_least`: when to tell who stayed, and of how many. `decision_days`:
    how long a decision stands."""

    usable: int
    score: int
    triage_score: int
    likeness_c: int
    cohort: int
    strict_likeness_c: int
    empty_likeness_c: int
    small_cohort: int
    compared: int
    small_compared: int
    burst_c: int
    cusum_c: int
    shift_c: int
    least_excess: int
    period_days: int
    survival_days: int
    survival_least: int
    decision_days: int


@dataclass(frozen=True)
class Facts:
    """`key`: what was seen (block, growth, likeness, decision). `counted` followers of the cohort; of a block what was
    `expected`, its `score` and how many stand in its stretch (`among`); the days on which they registered (`from_on`,
    `to_on`) and followed. `likeness` against `compared` others, and in a word (`profiles`). `gained` and `usual`
    growth. `sample`: usable rows, `share` of it; `seen`: whole list, sample, or the `newest` so many. `stayed`:
    share of the cohort and of others still there. `declared` campaigns. `prevalence`: of a blind review. Then the
    decision; `further`: more cohorts with two keys."""

    key: str
    counted: int | None
    expected: str | None
    among: int | None
    score: int | None
    from_on: date | None
    to_on: date | None
    followed_from: date | None
    followed_to: date | None
    likeness: str | None
    profiles: str
    compared: int | None
    gained: int | None
    usual: int | None
    sample: int | None
    share: str | None
    seen: str
    newest: int | None
    stayed: str | None
    declared: tuple[str, ...] | None
    prevalence: str | None
    decided_on: date | None
    decided_by: str | None
    outcome: str | None
    further: int


def find(shard: Shard, params: Params) -> Detection:
    """Accounts whose list of followers bears marks, and those that somebody decided about."""
    accounts = judged(shard.table("accounts")).select("account_id").unique().sort("account_id")
    followers = shard.table("followers").join(accounts, on="account_id", how="semi")
    possible = pl.when(pl.col("registered_on") <= pl.lit(shard.today)).then(pl.col("registered_on"))
    followers = followers.with_columns(registered_on=possible)
    counts = accounts.join(_counted(followers), on="account_id", how="left", maintain_order="left")
    enough = counts.filter(pl.col("dated") >= params.usable).select("account_id")
    around = _Around.of(shard, accounts, enough, params)
    rows: list[dict[str, Any]] = []
    lists = followers.join(enough, on="account_id", how="semi").partition_by("account_id", as_dict=True)
    for (account,), people in sorted(lists.items()):
        rows += around.judged(str(account), listed(people, least_ordered=params.usable))
    said = {row["account_id"] for row in rows if row["variant"] == "established"}
    rows += [around.decided(account, {}) for account in sorted(around.established.keys() - said)]
    return detection(pl.DataFrame(rows, schema=_SCHEMA), _abstentions(counts, around, params))


def limits_of(params: Params) -> Limits:
    """The bars of the two keys."""
    return Limits(
        score=params.score,
        triage=params.triage_score,
        likeness=params.likeness_c / 100,
        cohort=params.cohort,
        strict_likeness=params.strict_likeness_c / 100,
        empty_likeness=params.empty_likeness_c / 100,
        small_cohort=params.small_cohort,
        compared=params.compared,
        small_compared=params.small_compared,
    )


def _counted(followers: pl.DataFrame) -> pl.DataFrame:
    return followers.group_by("account_id").agg(
        rows=pl.len().cast(pl.Int64), dated=pl.col("registered_on").count().cast(pl.Int64)
    )


def _abstentions(counts: pl.DataFrame, around: "_Around", params: Params) -> pl.DataFrame:
    """Nothing collected; no registration dates at all; too few."""
    open_ = counts.filter(~pl.col("account_id").is_in(sorted(around.established)))
    short = open_.filter(pl.col("dated").fill_null(0) < params.usable)
    reason = (
        pl.when(pl.col("rows").is_null())
        .then(pl.lit(Reason.NOT_COLLECTED.value))
        .when(pl.col("dated") == 0)
        .then(pl.lit(Reason.NO_REFERENCE.value))
        .otherwise(pl.lit(Reason.TOO_FEW.value))
    )
    return short.select("account_id", reason=reason, number=pl.when(reason == Reason.TOO_FEW.value).then("dated"))


@dataclass(frozen=True)
class _Around:
    """What is known of the accounts beside their lists: growth, campaigns, size, decisions."""

    today: date
    limits: Limits
    params: Params
    windows: dict[str, list[Window]]
    campaigns: dict[str, list[dict[str, Any]]]
    sizes: dict[str, int]
    decisions: dict[str, Decisions]
    established: dict[str, Any]

    @classmethod
    def of(cls, shard: Shard, accounts: pl.DataFrame, enough: pl.DataFrame, params: Params) -> "_Around":
        """Read the tables beside the list."""
        made = decisions(shard.table("audits"), _NAME, until=shard.today)
        since = shard.today - timedelta(days=params.decision_days)
        known = {account: made[account].established(since) for account in accounts["account_id"] if account in made}
        campaigns = shard.table("campaigns").sort("account_id", "started_on", "kind", nulls_last=True)
        return cls(
            today=shard.today,
            limits=limits_of(params),
            params=params,
            windows=_windows(shard, enough, params),
            campaigns=by_account(campaigns),
            sizes=_sizes(shard),
            decisions=made,
            established={account: row for account, row in known.items() if row},
        )

    def judged(self, account: str, people: Listed) -> list[dict[str, Any]]:
        """The finding about one list: the strongest cohort with two keys, else with one; or the decision on it."""
        about = self.decisions.get(account, Decisions())
        seen = signs(people, self.windows.get(account, []), self.limits, as_of=self.today)
        seen = [sign for sign in seen if not about.cleared(*ends(people, sign.members)[2:])]
        full = [sign for sign in seen if sign.two_keys(self.limits)]
        hints = [sign for sign in seen if sign.one_key(self.limits) and sign.members.sum() >= LEAST_SHOWN]
        if not (full or hints):
            return []
        sign = (full or hints)[0]
        facts = self._facts(account, people, sign) | {"further": max(len(full) - 1, 0)}
        if about.covers(self.established.get(account), *ends(people, sign.members)[2:]):
            return [self.decided(account, facts)]
        variant = ("growth" if sign.growth else None) if full else "one_key"
        sure, plot = "medium" if full else "low", follower_map(people, sign)
        return [_row(account, facts, variant=variant, confidence=sure, evidence=_place(people, sign), exhibit=plot)]

    def decided(self, account: str, facts: dict[str, Any]) -> dict[str, Any]:
        """The finding that rests on somebody's decision; `facts` of the list where it bears marks, too."""
        row = self.established[account]
        said = {name: row[name] for name in ("decided_on", "decided_by", "outcome")}
        day = row["decided_on"].isoformat()
        place = _evidence("audits", day, "outcome", row["outcome"])
        facts = {"prevalence": self.decisions.get(account, Decisions()).share} | facts | said | {"key": "decision"}
        return _row(account, facts, variant="established", subject=f"decided {day}", confidence="high", evidence=place)

    def _facts(self, account: str, people: Listed, sign: Sign) -> dict[str, Any]:
        beside = Beside(
            today=self.today,
            size=self.sizes.get(account),
            campaigns=self.campaigns.get(account, []),
            survival_days=self.params.survival_days,
            survival_least=self.params.survival_least,
        )
        return told(people, sign, self.limits, beside) | {"prevalence": self.decisions.get(account, Decisions()).share}


def _windows(shard: Shard, enough: pl.DataFrame, params: Params) -> dict[str, list[Window]]:
    """Windows of growth of the last `period_days`, by account."""
    metrics = shard.table("metrics").filter(pl.col("date") <= shard.today).join(enough, on="account_id", how="semi")
    accounts = shard.table("accounts").join(enough, on="account_id", how="semi")
    bars = Settings(
        burst_c=params.burst_c,
        cusum_c=params.cusum_c,
        shift_c=params.shift_c,
        judged_days=params.period_days,
        least_excess=params.least_excess,
        today=shard.today,
    )
    found = triggers(metrics, accounts, shard.table("campaigns"), shard.table("common_gain"), bars)
    late = found.filter(pl.col("from_on").is_not_null())
    return {
        account: [Window(row["from_on"], row["to_on"], row["gained"], row["expected"]) for row in rows]
        for account, rows in by_account(late.sort("account_id", "from_on", "to_on")).items()
    }


def _sizes(shard: Shard) -> dict[str, int]:
    """The last follower count up to the day of the inspection, by account."""
    known = shard.table("metrics").filter(pl.col("date") <= shard.today, pl.col("followers").is_not_null())
    last = known.sort("account_id", "date", "followers").group_by("account_id", maintain_order=True).last()
    return dict(last.select("account_id", "followers").iter_rows())


def _place(people: Listed, sign: Sign) -> list[dict[str, Any]]:
    """Where the cohort stands: its first and last position (without an order, nothing but its days)."""
    first, last, _, _ = ends(people, sign.members)
    days = people.registered[sign.members]
    span = f"{day_of(int(days.min()))} – {day_of(int(days.max()))}"
    return _evidence("followers", f"{first}-{last}" if people.ordered else None, "registered_on", span)


def _evidence(table: str, key: str | None, field: str, quote: str) -> list[dict[str, Any]]:
    return [{"table": table, "key": key, "field": field, "start": None, "end": None, "quote": quote}]


def _row(
    account: str,
    facts: dict[str, Any],
    *,
    variant: str | None,
    confidence: str,
    evidence: list[dict[str, Any]],
    subject: str = "",
    exhibit: str | None = None,
) -> dict[str, Any]:
    given = {"account_id": account, "post_id": None, "subject": subject, "variant": variant, "confidence": confidence}
    return _NO_FACTS | given | facts | {"evidence": evidence, "exhibit": exhibit}


_NO_FACTS: dict[str, Any] = {field.name: None for field in fields(Facts)} | {
    "profiles": "unknown", "seen": "unknown", "further": 0,
}  # fmt: skip
_DAYS = ("from_on", "to_on", "followed_from", "followed_to", "decided_on")
_NUMBERS = ("counted", "among", "score", "compared", "gained", "usual", "sample", "newest", "further")
_TYPES: dict[str, pl.DataType] = {
    **dict.fromkeys(_DAYS, pl.Date()),
    **dict.fromkeys(_NUMBERS, pl.Int64()),
    "declared": pl.List(pl.String()),
}
_SCHEMA = {**FINDING_COLUMNS, **{field.name: _TYPES.get(field.name, pl.String()) for field in fields(Facts)}}
