"""A platform as a table: its endpoints, how they page, what an item becomes, what it costs."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from plumbline.collectors.json_answers import parsed
from plumbline.ledger.quotas import Quota
from plumbline.ledger.stretches import Observation
from plumbline.rulebook.model import Text


class Purpose(StrEnum):
    """What an endpoint is asked for."""

    PROFILE = "profile"
    POSTS = "posts"
    SINGLE = "single"  # one post: is it still there?
    COUNTS = "counts"
    COMMENTS = "comments"
    REPLIES = "replies"  # what the account itself wrote under posts
    DAYS = "days"  # figures by day
    AUDIENCE = "audience"
    FOLLOWERS = "followers"


class Each(StrEnum):
    """What an endpoint is called for once: the account, each post, so many posts together, each day, a span of days."""

    ACCOUNT = "account"
    POST = "post"
    POSTS = "posts"
    DAY = "day"
    SPAN = "span"


class Kind(StrEnum):
    """What an answer means for the sweep."""

    OK = "ok"
    RETRY = "retry"  # the same call may work later
    RENEW = "renew"  # the token is not valid any more
    QUOTA = "quota"  # no more calls today
    PERMISSION = "permission"  # this account may not call it
    GONE = "gone"  # the single thing asked for is not there
    HIDDEN = "hidden"  # it is there, but not for everybody
    WITHDRAWN = "withdrawn"  # the platform itself took it away
    RETIRED = "retired"  # the interface is no more
    FATAL = "fatal"


@dataclass(frozen=True)
class Paging:
    """How the next page is asked for: `param` takes what `kind` gives.

    none: there is one page. cursor: what stands at `next` in the answer (ends when it is blank or `more` is false).
    offset: how many items have been read. page: the number of the page. below: the smallest id read so far less one.
    last: the id of the last item read (of the least by the field `next`, if that is named).
    link: the address in the header ``Link: rel="next"``. `start` is sent on the first page (None: nothing). `size`: a
    page with fewer items is the last (0: only an empty one is). `total`: where the number of all items stands; if it
    changes while pages are turned, the listing is read again.
    """

    kind: str = "none"
    param: str = ""
    next: str = ""
    more: str = ""
    start: str | int | None = None
    size: int = 0
    total: str = ""


@dataclass(frozen=True)
class Scope:
    """What a row is made for: the account, the moment of the answer, its record, the post or day asked about.

    `known`: the credentials and what was learnt; `stands` says whether a post has been seen before.
    """

    account: Mapping[str, Any]
    at: datetime
    record: str
    keyed: Callable[[str], str]
    parent: Mapping[str, Any] = field(default_factory=dict)
    known: Mapping[str, Any] = field(default_factory=dict)
    stands: Callable[[str], bool] = lambda _: False

    @property
    def account_id(self) -> str:
        """The dossier's id of the account."""
        return str(self.account["account_id"])

    @property
    def platform_id(self) -> str:
        """The platform's own id of the account."""
        return str(self.account["platform_id"])

    @property
    def native_id(self) -> str:
        """The id by which the platform's answers name the account, where that is another."""
        return str(self.known.get("native_id") or self.platform_id)

    def seen(self, table: str, *, native: str | None = None, **row: Any) -> Observation:
        """A row of the dossier, of this account and from this answer; `native` is a post's name on the platform."""
        return Observation(table, {"account_id": self.account_id, **row}, self.record, native)

    def lost(self, post_id: str, state: str, answer: str) -> Observation:
        """What a listing itself says of a post: that it is gone, withdrawn by the platform, or not visible."""
        return self.seen("sightings", post_id=post_id, state=state, answer=answer)


Take = Callable[[Any, Scope], Iterator[Observation]]


def _present(_: Any) -> str:
    return "present"


def _whole(answer: Any) -> Any:
    return answer


def _always(_: Mapping[str, Any]) -> bool:
    return True


def _nothing(_: Any) -> Mapping[str, str]:
    return {}


def _as_it_is(values: Mapping[str, Any]) -> Mapping[str, Any] | None:
    return values


@dataclass(frozen=True)
class Endpoint:
    """One endpoint.

    `path` and the values of `params` may name in braces what is known of the account (``platform_id``), of the
    credentials, of the post (``post_id``, ``post_ids``) or day (``day``, ``from_day``, ``to_day``). `params` go in the
    query, with POST as JSON (`form`: as a form). `items` is where the list stands in the answer (dots between keys;
    blank: the answer is the one item), `key` where an item has its id, `pinned` what marks one that stands first
    whatever its age. `derive` makes of a post's row what the call needs beside its id (None: do not call). `listing`:
    complete (all there is), window (the newest, without holes), blank (absence from it says nothing). `persons`: where
    citizens stand in the answer (``*``: every item of a list): replaced by keyed hashes before anything is kept.
    `cost`: units of the daily quota; `price`: US dollars for each item. `parse` reads the bytes (None: they are not
    what was asked for), `public` leaves of it what may be kept as evidence, `learn` takes from it what later calls
    need. `silence` says of an account whether what its listing does not show was not published. `state` says of a
    single post's answer whether it is present, confirmed_gone, withdrawn_by_platform or not_visible. `products`: which
    of the platform's products have it (none named: all). `permission`: what the platform must have granted. `wanted`:
    only asked for with
    ``--with``. `schema`: names of fields and their JSON types as documented, for `plumbline probe`.
    """

    name: str
    purpose: Purpose
    path: str
    take: Take
    method: str = "GET"
    params: Mapping[str, Any] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    form: bool = False
    items: str = ""
    key: str = ""
    pinned: str = ""
    derive: Callable[[Mapping[str, Any]], Mapping[str, Any] | None] = _as_it_is
    paging: Paging = Paging()
    listing: str = ""
    each: Each = Each.ACCOUNT
    most: int = 50
    persons: tuple[str, ...] = ()
    cost: int = 1
    price: float = 0.0
    state: Callable[[Any], str] = _present
    learn: Callable[[Any], Mapping[str, str]] = _nothing
    parse: Callable[[bytes], Any] = parsed
    public: Callable[[Any], Any] = _whole
    accept: str = "application/json"
    silence: Callable[[Mapping[str, Any]], bool] = _always
    products: frozenset[str] = frozenset()
    wanted: bool = False
    base: str = ""
    permission: str = ""
    schema: Mapping[str, str] = field(default_factory=dict)

    @property
    def open(self) -> bool:
        """Whether its answers name no citizen, so that they are kept even where they cannot be read."""
        return not self.persons and self.public is _whole


@dataclass(frozen=True)
class Errors:
    """Where an answer says that something is wrong, though HTTP says 200, and what its codes mean.

    `words`: what a message means whose code is not known (regular expressions, the first that is found).
    """

    paths: tuple[str, ...] = ()
    codes: Mapping[str, Kind] = field(default_factory=dict)
    fine: frozenset[str] = frozenset({"", "0", "None"})
    statuses: Mapping[int, Kind] = field(default_factory=dict)
    words: tuple[tuple[str, Kind], ...] = ()
    messages: tuple[str, ...] = ("error", "errmsg", "message", "description", "detail")


@dataclass(frozen=True)
class Call:
    """A call before it is sent. `secrets`: values that must not be kept anywhere."""

    method: str
    url: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes = b""
    secrets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Platform:
    """A platform: where it answers, how calls are signed, what its errors mean, its endpoints, its daily quota.

    `needs`: names of the credentials without which nothing can be asked (``a|b``: either); `takes`: others, with
    `defaults`. `sign` puts
    token and signature on a call (it is given the credentials and, as `now`, the moment in Unix seconds), `token` gets
    a new one. `product`: which of the platform's products the credentials
    open. `base_of`: every account has a server of its own. `identity`: the platform's id of an account, from its row.
    `quota_by`: the credential that has the quota (blank: the account). `unmetered`: products without one.
    `personal`: credentials that open one account only: two accounts that name the same would be taken for each
    other.
    """

    name: str
    title: Text
    base: str
    endpoints: tuple[Endpoint, ...]
    errors: Errors = Errors()
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    defaults: Mapping[str, str] = field(default_factory=dict)
    sign: Callable[[Call, Mapping[str, str]], Call] = lambda call, _: call
    token: Callable[..., Any] | None = None
    product: Callable[[Mapping[str, str]], str] = lambda _: ""
    base_of: Callable[[Mapping[str, Any]], str] | None = None
    identity: Callable[[Mapping[str, Any]], str | None] | None = None
    quota: Quota | None = None
    quota_by: str = ""
    unmetered: frozenset[str] = frozenset()
    personal: tuple[str, ...] = ()
    zone: str = "Asia/Shanghai"

    def of(self, purpose: Purpose, product: str) -> tuple[Endpoint, ...]:
        """The endpoints for a purpose that a product has."""
        return tuple(
            endpoint
            for endpoint in self.endpoints
            if endpoint.purpose == purpose and (not endpoint.products or product in endpoint.products)
        )
