"""The blind scenarios and streams of the chapter sourcing, with the texts that they name by id put in."""

import hashlib
import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from plumbline.quality.evaluation import Row, read_rows

BLIND = Path(__file__).resolve().parents[1] / "tests" / "quality" / "blind"
TEXTS = BLIND / "sourcing_texts.jsonl"
KINDS = ("sources", "articles")
Record = dict[str, Any]


def scenarios(check: str) -> tuple[list[Row], list[Record]]:
    """The blind scenarios of a check: as rows, and as records with their texts."""
    mine = [record for record in expanded(BLIND / "sourcing.jsonl") if record["check"] == check]
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "scenarios.jsonl"
        whole.write_text("".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in mine), "utf-8")
        return list(read_rows(whole)), mine


def streams() -> list[Record]:
    """The posts of ordinary offices, a record an office."""
    return expanded(BLIND / "sourcing_innocent.jsonl")


def kept(record: Mapping[str, Any]) -> bool:
    """Whether a scenario belongs to the half that nobody looked at."""
    return hashlib.sha256(record["id"].encode()).digest()[0] % 2 == 0


def expanded(path: Path) -> list[Record]:
    """The records of a file, each id of a source or article replaced by its row; KeyError if there is no such row."""
    rows = {(one["kind"], one["id"]): one["row"] for one in _records(TEXTS)}
    return [record | {kind: [rows[kind, name] for name in record[kind]] for kind in KINDS} for record in _records(path)]


def _records(path: Path) -> list[Record]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
