"""Canonical keys of a whole register in columns: plain spellings by pattern, the odd ones one by one."""

import polars as pl

from plumbline.addresses.registered import from_id, from_url

_SORT = ("platform", "sort")
_PLAIN: tuple[tuple[str, str, str], ...] = (
    ("weibo", "url", r"^https?://(?:www\.)?weibo\.com/(?:u/)?([0-9]{5,12})/?$"),
    ("weibo", "url", r"^https?://m\.weibo\.cn/(?:u/|profile/)?([0-9]{5,12})/?$"),
    ("toutiao", "url", r"^https?://www\.toutiao\.com/c/user/([0-9]{4,25})/?$"),
    ("douyin", "url", r"^https?://www\.douyin\.com/user/(MS4w[A-Za-z0-9_-]{8,200})$"),
    ("bilibili", "url", r"^https?://space\.bilibili\.com/([0-9]{1,20})/?$"),
    ("kuaishou", "url", r"^https?://www\.kuaishou\.com/profile/([A-Za-z0-9_-]{3,60})$"),
    ("xiaohongshu", "url", r"^https?://www\.xiaohongshu\.com/user/profile/([0-9a-f]{24})$"),
    ("wechat", "url", r"^https?://mp\.weixin\.qq\.com/mp/profile_ext\?action=home&__biz=([A-Za-z0-9]{8,40})={0,2}$"),
    *(
        (platform, "id", r"^([0-9]+)$")
        for platform in ("weibo", "toutiao", "bilibili", "kuaishou", "x", "facebook", "wechat_channels", "app", "other")
    ),
    ("wechat", "id", r"^([a-z0-9][a-z0-9_-]*)$"),
    ("xiaohongshu", "id", r"^([0-9a-f]{24})$"),
    ("kuaishou", "id", r"^([A-Za-z0-9_-]+)$"),
    ("wechat_channels", "id", r"^([A-Za-z0-9_-]+)$"),
    ("douyin", "id", r"^(MS4w[A-Za-z0-9_-]+)$"),
)
"""Platform, sort of text, pattern whose group is the key as it stands (tested against `account_address`)."""


def address_keys(accounts: pl.DataFrame) -> pl.DataFrame:
    """Keys of accounts: account_id (String), key (String, ``platform:key``); one row a key, none for one without.

    Reads account_id, platform, platform_id and url; the same keys as `registered.account_address` gives for each row.
    """
    texts = [_plain(part, *name) for name, part in _texts(accounts).partition_by(_SORT, as_dict=True).items()]
    named = pl.concat([pl.DataFrame(schema=dict.fromkeys(("account_id", *_SORT, "text", "key"), pl.String)), *texts])
    odd = named.filter(pl.col("key").is_null()).drop("key")
    keys = pl.concat(
        [named.drop_nulls("key"), odd.join(_odd(odd.select(*_SORT, "text").unique()), on=[*_SORT, "text"])]
    )
    return keys.select("account_id", "key").unique()


def _texts(accounts: pl.DataFrame) -> pl.DataFrame:
    prefix = pl.col("platform") + ":"
    own = pl.col("account_id").str.starts_with(prefix)
    rest = pl.col("account_id").str.slice(prefix.str.len_chars())
    tail = pl.when(own & rest.ne_missing(pl.col("platform_id"))).then(rest)
    sources = (("id", pl.col("platform_id")), ("url", pl.col("url")), ("id", tail))
    frames = [accounts.select("account_id", "platform", sort=pl.lit(sort), text=text) for sort, text in sources]
    return pl.concat(frames).drop_nulls()


def _plain(texts: pl.DataFrame, platform: object, sort: object) -> pl.DataFrame:
    """Texts of one platform and sort with their `key`, null where no plain pattern fits."""
    patterns = [pattern for *of, pattern in _PLAIN if of == [platform, sort]]
    found = [pl.col("text").str.extract(pattern) for pattern in patterns]
    return texts.with_columns(key=pl.lit(f"{platform}:") + pl.coalesce(*found, pl.lit(None, pl.String)))


def _odd(texts: pl.DataFrame) -> pl.DataFrame:
    keys = [_key(*row) for row in texts.select(*_SORT, "text").iter_rows()]
    return texts.with_columns(key=pl.Series(keys, dtype=pl.String)).drop_nulls("key")


def _key(platform: str, sort: str, text: str) -> str | None:
    address = from_url(platform, text) if sort == "url" else from_id(platform, text)
    return address.code if address else None
