"""An office with a large register, for measuring: `python -m plumbline.bench.portal_office FOLDER ACCOUNTS`.

Beside the database it writes `questions.json`: what citizens ask, and `tables/`: the register as the plain look-up
reads it.
"""

import json
import random
import sys
import uuid
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from plumbline.demo.nation_register import account_frame, unit_frame

SEED, DAY, BATCH = 20261123, date(2026, 3, 31), 2_000
QUESTIONS = 20_000
_PAGES = {
    "weibo": "https://weibo.com/u/{}", "toutiao": "https://www.toutiao.com/c/user/{}/",
    "bilibili": "https://space.bilibili.com/{}", "kuaishou": "https://www.kuaishou.com/profile/{}",
}  # fmt: skip


def fill(folder: Path, accounts: int) -> None:
    """Write the office, its questions and its tables into a new folder."""
    from plumbline.server.site.start import bring_up_to_date, open_office

    open_office(folder)
    bring_up_to_date()
    units = unit_frame(accounts)
    register = account_frame(accounts, units, DAY, np.random.default_rng(SEED))
    page = pl.coalesce(
        *(pl.when(pl.col("platform") == platform).then(pl.format(address, "platform_id"))
          for platform, address in _PAGES.items()),
        pl.lit(None, pl.String),
    )  # fmt: skip
    register = register.with_columns(url=page)
    _store(units, register)
    (folder / "questions.json").write_text(json.dumps(list(questions(register)), ensure_ascii=False), "utf-8")


def questions(register: pl.DataFrame) -> Iterator[str]:
    """What is asked, four sorts in turn: a registered page, a page not registered, a name, a name or host that
    imitates a registered one."""
    dice = random.Random(SEED)  # noqa: S311  no secret
    pages, names = register["url"].drop_nulls().to_list(), register["name"].to_list()
    for number in range(QUESTIONS // 4):
        yield dice.choice(pages)
        yield f"https://weibo.com/u/{dice.randrange(10**9, 9 * 10**9)}"
        yield dice.choice(names)
        name, at = dice.choice(names), dice.randrange(3)
        twisted = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
        yield twisted if number % 2 else dice.choice(pages).replace(".com/", ".com.example/").replace("o", "0", 1)


def _store(units: pl.DataFrame, register: pl.DataFrame) -> None:
    from plumbline.server.people.models import Unit
    from plumbline.server.register.models import Account
    from plumbline.server.register.revision import bump

    key = uuid.uuid4()
    top = Unit(id=key, unit_id="top", name="督查办公室", path=f"/{key.hex}/")
    made: dict[str, Any] = {"top": top}
    for row in units.iter_rows(named=True):
        parent, key = made.get(row.pop("parent_id"), top), uuid.uuid4()
        made[row["unit_id"]] = Unit(
            id=key, parent=parent, path=f"{parent.path}{key.hex}/", **row
        )  # fmt: skip
    Unit.objects.bulk_create(made.values(), batch_size=BATCH)
    rows = (row | {"unit": made[row["unit_id"]], "url": row["url"] or ""} for row in register.iter_rows(named=True))
    fields = {field.name for field in Account._meta.concrete_fields}
    Account.objects.bulk_create(
        [Account(**{name: value for name, value in row.items() if name in fields}) for row in rows], batch_size=BATCH
    )
    bump()


if __name__ == "__main__":
    fill(Path(sys.argv[1]), int(sys.argv[2]))
