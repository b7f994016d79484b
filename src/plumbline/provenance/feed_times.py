"""Times as feeds write them: RFC 822 (RSS), ISO 8601 (Atom, JSON Feed), and what else people put there."""

from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

import polars as pl

from plumbline.dossier.times import FIRST_YEAR, LAST_YEAR, parse_times
from plumbline.text.patterns import pattern

_RFC = pattern(r"^(?:[A-Za-z]{3,9},?\s+)?\d{1,2}[\s-][A-Za-z]{3,9}[\s-]\d{2,4}\b")
_LOCAL_CST = ("Asia/Shanghai", "Asia/Chongqing", "Asia/Urumqi", "Asia/Taipei", "Asia/Macau", "PRC")


def moments(texts: Sequence[str], timezone: str) -> list[datetime | None]:
    """The instant (UTC) that each text names; None where it names none, or a year that nobody published in.

    A time without zone is local in `timezone`, as is one in “CST” where that means China's; a day alone is its
    first moment.
    """
    bare = [text.strip() for text in texts]
    found: list[datetime | None] = [_rfc(text, timezone) if _RFC.match(text) else None for text in bare]
    rest = [row for row, moment in enumerate(found) if moment is None and bare[row]]
    if rest:
        values = parse_times(pl.Series([bare[row] for row in rest], dtype=pl.String), timezone)[0]
        for row, value in zip(rest, values.to_list(), strict=True):
            found[row] = value
    return found


def _rfc(text: str, timezone: str) -> datetime | None:
    local = text.endswith("CST") and timezone in _LOCAL_CST
    try:
        moment = parsedate_to_datetime(text.removesuffix("CST") if local else text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC if text.endswith("-0000") else ZoneInfo(timezone))
    return moment.astimezone(UTC) if FIRST_YEAR <= moment.year <= LAST_YEAR else None
