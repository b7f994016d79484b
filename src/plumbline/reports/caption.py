"""A strip of posting days in words, for those who cannot see it and for those who want the numbers."""

from collections.abc import Iterator

from plumbline.reports.days import LENGTH, Days, Gap, silent_days
from plumbline.reports.saying import spelled


def caption(days: Days, lang: str) -> str:
    """What the strip shows, in sentences."""
    return ("" if lang == "zh" else " ").join(_sentences(days, lang))


def _sentences(days: Days, lang: str) -> Iterator[str]:
    yield _span(days, lang)
    yield _silence(days, lang)
    for gap in days.gaps:
        if gap.following is not None:
            yield _gap(gap, days, lang)
    shown = sum(day >= days.first for day in days.uncounted)
    if shown:
        yield (
            f"有{shown}天发布了不计入更新的内容（自动发布、回复等）。"
            if lang == "zh"
            else (f"On {shown} {_days(shown)} there was something that does not count (automatic posts, replies).")
        )
    if days.unwatched:
        number = len(days.unwatched)
        yield f"有{number}天未采集（斜线）。" if lang == "zh" else f"{number} {_days(number)} not watched (hatched)."


def _span(days: Days, lang: str) -> str:
    first, today = spelled(days.first, lang), spelled(days.today, lang)
    if lang == "zh":
        return f"{first}至{today}共{LENGTH}天：{days.active_days}天有发布，共{days.posts}条。"
    posts = "post" if days.posts == 1 else "posts"
    return f"{first} to {today}, {LENGTH} days: {days.posts} {posts} on {days.active_days} {_days(days.active_days)}."


def _silence(days: Days, lang: str) -> str:
    if days.silent is None:
        known = max((gap.days for gap in days.gaps), default=0)
        if lang == "zh":
            return f"未见计入更新的发布{f'（至少{known}天）' if known else ''}。"
        return f"No post that counts was found{f' (for at least {known} days)' if known else ''}."
    open_gaps = [gap for gap in days.gaps if gap.following is None]
    doubt = _doubt(open_gaps[0], days, lang) if open_gaps else ""
    if lang == "zh":
        return f"截至检查日，距最近一次发布{days.silent}天{doubt}。"
    return f"The last post was {days.silent} {_days(days.silent)} before the inspection{doubt}."


def _gap(gap: Gap, days: Days, lang: str) -> str:
    last = spelled(gap.last, lang) if gap.last else ""
    if lang == "zh":
        return f"{last}之后曾{gap.days}天没有发布{_doubt(gap, days, lang)}。"
    return f"After {last} there was no post for {gap.days} {_days(gap.days)}{_doubt(gap, days, lang)}."


def _doubt(gap: Gap, days: Days, lang: str) -> str:
    blind = sum(day in days.unwatched for day in silent_days(gap, days))
    if not blind:
        return ""
    return f"，其中{blind}天未采集" if lang == "zh" else f", of which {blind} {_days(blind)} were not watched"


def _days(number: int) -> str:
    return "day" if number == 1 else "days"
