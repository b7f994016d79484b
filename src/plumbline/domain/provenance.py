"""Where a text comes from: the sources that it names, the known texts that it repeats, what the lists say of a source.

Nothing here needs a table, so that one draft is judged without loading what whole columns need.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from plumbline.domain.wording import Mark

OWN, FLEET = "own", "fleet"
"""Kinds of an origin that is a post: of the same account, of another registered account."""


@dataclass(frozen=True, slots=True)
class Credit:
    """A source that a post names.

    `name` is the source as written (of a link: its host), `form` how it is named: label (来源：), report (据…报道),
    agency (（…社）, dateline), repost (转自, 转载, RT, //@), via, mention (an @ at the head or end of a text), link (an
    address given as the source), field (`source_name`), quoted (`quoted_source`). `personal`: the words say that it is
    a private person's account.
    """

    name: str
    form: str
    mark: Mark
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """What the lists say of a source. `kind` is that of the table `sources`; `by` says why: list, domain or name.

    `list`: an entry of the rulebook or of the dossier; `domain` and `name`: a rule (gov.cn; names of state organs).
    """

    kind: str
    name: str
    source_id: str = ""
    by: str = "list"


class Sources(Protocol):
    """The lists of sources that hold for a dossier. `on` is a local day in ISO form, empty for any."""

    @property
    def given(self) -> bool:
        """Whether there is a list at all, beyond the rules that ship."""

    def named(self, name: str, on: str = "") -> Standing | None:
        """What is known of a source by its name or alias; None: in no list."""

    def at(self, address: str, on: str = "") -> Standing | None:
        """What is known of a source by a web address or host; None: in no list."""

    def same(self, name: str, source_id: str) -> bool:
        """Whether a name as written (or a host) means that listed source."""


class Known(Protocol):
    """What texts are held against: the lists of sources, and the known texts that they may repeat."""

    @property
    def sources(self) -> Sources:
        """The lists."""

    def origins(
        self, texts: Sequence[str], said_at: Sequence[int | None], keys: Sequence[tuple[str, str] | None]
    ) -> "list[tuple[Origin, ...]]":
        """For each text the known texts that it repeats; `keys`: account_id and post_id of the text itself."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A known text that a post repeats, verified on the true texts.

    `table` articles or posts; `key` its article_id or post_id; `source_id` its source, of a post the account; `kind`
    that of the source (government_site, recognised, own_site, other), of a post OWN or FLEET. `cover_pm`: how much of
    the post's letters and digits stands in it, in runs of eight or more, per mille; `distinct_pm`: the same with shared
    wording (what stands in many texts) left out of both sides; `longest`: the longest run, in letters and digits.
    """

    table: str
    key: str
    source_id: str
    name: str
    kind: str
    text: str
    cover_pm: int
    distinct_pm: int
    longest: int
    published_at: datetime | None = None
    published_on: str = ""
    title: str = ""
    url: str = ""


def is_printed(origin: Origin) -> bool:
    """Whether it is an article, and no post of the fleet."""
    return origin.table == "articles"
