"""Do the records that the tables cite exist?"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from plumbline.domain.tables import TABLES
from plumbline.dossier.layout import Layout
from plumbline.dossier.read import read_table
from plumbline.dossier.rejects import Rejects
from plumbline.evidence.faults import Fault
from plumbline.evidence.verify import Examined

COLUMN = "record"


def cited_tables(layout: Layout) -> tuple[str, ...]:
    """The tables of a dossier whose rows may cite a record."""
    return tuple(name for name in layout.files if COLUMN in TABLES[name].schema)


def cited(layout: Layout, table: str) -> pl.DataFrame:
    """The records that a table cites: `account_id`, `record`, `rows` (how many). Rows without one are left out."""
    frame = read_table(layout, table, rejects=Rejects())[0]
    keys = [name for name in ("account_id", COLUMN) if name in frame.columns]
    return frame.filter(pl.col(COLUMN).is_not_null()).group_by(keys).len("rows").sort(keys)


def citation_faults(layout: Layout, examined: Examined) -> Iterator[Fault]:
    """Each record that a table cites and the archive does not have. What was dropped under retention is not missing."""
    imports = import_names([facts for _, facts in examined.notes.get("import", ())])
    for table in cited_tables(layout):
        file = layout.label(layout.files[table].paths[0])
        rows = cited(layout, table).group_by(COLUMN).agg(pl.col("rows").sum()).sort(COLUMN)
        for record, count in rows.iter_rows():
            if _known(record, examined.names, imports) is False:
                yield Fault("cited", file, record[:120], n=count)


def import_names(facts: Sequence[Mapping[str, Any]]) -> frozenset[str]:
    """The names under which rows may cite an import: what its note gives as `name` or `record`, and its SHA-256."""
    return frozenset(
        str(value).removeprefix("import:")
        for entry in facts
        for key in ("name", "record", "import", "sha256")
        if isinstance(value := entry.get(key), str)
    )


def _known(record: str, names: frozenset[str], imports: frozenset[str]) -> bool | None:
    """Whether the archive has it; None for a name that is not of the archive's giving."""
    if record.startswith("urn:uuid:"):
        return record.partition("#")[0] in names
    if record.startswith("import:"):
        name = record.removeprefix("import:").partition("#")[0]
        whole = {name, name.partition(":")[0], name.partition("/")[0]}
        return bool(whole & imports) or any(len(part) >= 12 and known.startswith(part)
                                            for part in whole for known in imports)  # fmt: skip
    return None
