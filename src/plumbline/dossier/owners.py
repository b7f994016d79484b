"""The owner of an account given by name (主办单位): looked up in the table of units.

With a table of units the name becomes the id of the one unit that has it. A name that no unit has stays as it is and
stands for an id, so that the account is seen to have an owner that the register of units lacks; a name that several
units have is left out. Without a table of units the names themselves are the ids; no table of units is made up from
them.
"""

import polars as pl

from plumbline.dossier.batches import table_batches
from plumbline.dossier.layout import Layout
from plumbline.dossier.names import UNIT_NAME, fold
from plumbline.dossier.raw import TableLog
from plumbline.dossier.rejects import Rejects


def with_owners(layout: Layout, accounts: pl.DataFrame, log: TableLog, rejects: Rejects) -> pl.DataFrame:
    """`accounts` (with file_no, row_no) with names in `unit_id` turned into ids; what is ambiguous is reported."""
    if "units" not in layout.files:
        log.note("unit_names")
        return accounts.with_columns(pl.col("unit_id").str.strip_chars())
    ids = _ids_by_name(layout)
    names = accounts["unit_id"].to_list()
    found = [None if name is None else ids.get(fold(name), {name.strip()}) for name in names]
    unknown = sum(name is not None and fold(name) not in ids for name in names)
    if unknown:
        log.note("units_unknown", count=unknown)
    for index, several in enumerate(found):
        if several and len(several) > 1:
            _report(layout, accounts, index, log, rejects)
    owners = [next(iter(one)) if one and len(one) == 1 else None for one in found]
    return accounts.with_columns(unit_id=pl.Series(owners, dtype=pl.String))


def _ids_by_name(layout: Layout) -> dict[str, set[str]]:
    """Folded name → ids of the units that have it. What is wrong in the table of units is reported where it is read."""
    ids: dict[str, set[str]] = {}
    for frame in table_batches(layout, "units", columns=("unit_id", "name"), rejects=Rejects()):
        for unit_id, name in frame.select("unit_id", "name").iter_rows():
            ids.setdefault(fold(name), set()).add(unit_id)
    return ids


def _report(layout: Layout, accounts: pl.DataFrame, index: int, log: TableLog, rejects: Rejects) -> None:
    row = accounts.row(index, named=True)
    path = layout.files["accounts"].paths[row["file_no"]]
    rejects.value(
        "accounts", layout.label(path), row["row_no"], "unit_ambiguous",
        column=log.spelled.get(UNIT_NAME), field="unit_id", value=row["unit_id"],
    )  # fmt: skip
