"""The table `links`: what was learnt before, and what is added to it; nothing that stands in it is lost."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import polars as pl

from plumbline.collectors.links.gather import Link
from plumbline.collectors.links.spelling import shown
from plumbline.collectors.links.told import Told
from plumbline.domain.errors import DossierError, UsageError
from plumbline.domain.tables import TABLES
from plumbline.dossier.layout import FORMATS, Layout, scan
from plumbline.evidence.archive import Archive
from plumbline.reports.kept_tables import Held, hold
from plumbline.settings.environment import now

Learnt = tuple[Link, Told, datetime]
_TABLE = TABLES["links"]


class Book:
    """Writes answers into the dossier's table, or into a new file `out`. UsageError where that would lose something."""

    def __init__(self, layout: Layout, out: Path | None, lang: str, *, clock: Callable[[], datetime] = now) -> None:
        self._layout, self._lang, self._clock = layout, lang, clock
        self.without_record = 0
        self._kept = hold(layout, "links", new="csv", lang=lang)
        self._out = _new(out, layout, lang) if out else None
        self._rows: list[pl.DataFrame] = []

    @property
    def place(self) -> Path:
        """The file that is written."""
        return (self._out or self._kept).path

    def asked_at(self) -> dict[str, datetime]:
        """When each address was last asked (as it is written down), leaving out answers that we did not trust."""
        trusted = self._kept.frame.filter(pl.col("reason").ne_missing("own_line"))
        return dict(trusted.group_by("url").agg(pl.col("checked_at").max()).iter_rows())

    def write(self, learnt: Sequence[Learnt]) -> None:
        """Add answers, one row for each account that holds the address; the file is replaced when it stands whole."""
        if not learnt:
            return
        records = {} if self._out else self._kept_answers(learnt)
        new = pl.DataFrame(list(_rows(learnt, records)), schema=_TABLE.schema, orient="row")
        if self._out:
            self._rows.append(new)
            self._out.write(_sorted(self._rows))
            return
        held = hold(self._again(), "links", new="csv", lang=self._lang)  # read again: others may have written
        held.write(_sorted([held.frame, new]))

    def _kept_answers(self, learnt: Sequence[Learnt]) -> dict[str, str]:
        """The names of the records in the archive, by address. Somebody else writing there costs the evidence, not the
        answers."""
        answers = {link.url: told.answer for link, told, _ in learnt if told.answer}
        if not answers:
            return {}
        try:
            place, zone = self._layout.folder / "archive", self._layout.timezone
            with Archive(place, now=self._clock, timezone=zone) as archive:
                return {url: archive.add(answer) for url, answer in answers.items()}
        except DossierError:
            self.without_record += len(answers)
            return {}

    def _again(self) -> Layout:
        return scan(self._layout.folder, lang=self._lang)


def _rows(learnt: Sequence[Learnt], records: Mapping[str, str]) -> Iterator[tuple[object, ...]]:
    for link, told, at in learnt:
        final = shown(told.final_url) if told.final_url else None
        for account, post in sorted(link.holders.items()):
            yield (
                account,
                shown(link.url),
                at,
                told.outcome,
                told.status,
                final,
                told.reason,
                post,
                records.get(link.url),
            )


def _sorted(frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    return pl.concat(frames).unique(_TABLE.key, keep="last", maintain_order=True).sort(_TABLE.key)


def _new(out: Path, layout: Layout, lang: str) -> Held:
    form = out.name.partition(".")[2].lower()
    if form not in FORMATS:
        forms = ", ".join(FORMATS)
        what = f"文件格式应为：{forms}" if lang == "zh" else f"the file must be one of: {forms}"
        raise UsageError(what, str(out), "--out links.csv")
    if out.exists() or not out.parent.is_dir():
        what = "文件已存在，或者上级文件夹不存在" if lang == "zh" else "the file is there already, or its folder is not"
        raise UsageError(what, str(out), "--out links-2.csv")
    headers = "zh" if lang == "zh" else "en"
    return Held("links", pl.DataFrame(schema=_TABLE.schema), out, form, headers, layout.timezone)
