"""The rows of the office as lines of JSON: of any database that it runs on, for any database that it runs on."""

import base64
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.color import no_style
from django.db import connections, transaction
from django.db.migrations.executor import MigrationExecutor

LEFT_OUT = frozenset({"sessions.session"})
"""Who is signed in: everybody signs in again."""
_BATCH = 1000


def applied(alias: str) -> list[tuple[str, str]]:
    """The migrations that a database has seen, (app, name) in order."""
    return sorted(MigrationExecutor(connections[alias]).loader.applied_migrations)


def models_at(alias: str, migrations: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """The models as they were after these migrations, by label (``register.account``)."""
    loader = MigrationExecutor(connections[alias]).loader
    known = [node for node in migrations if node in loader.graph.nodes]
    found = loader.project_state(known).apps.get_models(include_auto_created=True, include_swapped=False)
    return {one._meta.label_lower: one for one in found if one._meta.managed and not one._meta.proxy}


def unknown(alias: str, migrations: Iterable[tuple[str, str]]) -> list[str]:
    """Migrations that this program does not have."""
    loader = MigrationExecutor(connections[alias]).loader
    return [".".join(one) for one in migrations if one not in loader.disk_migrations]


def dump(alias: str, folder: Path) -> dict[str, int]:
    """Write every table of a database into `folder`, one file a model, its columns in the first line; rows of each."""
    counts = {}
    for label, model in sorted(models_at(alias, applied(alias)).items()):
        if label not in LEFT_OUT:
            counts[label] = _written(model._base_manager.using(alias), folder / f"{label}.jsonl")
    return counts


def load(alias: str, folder: Path, migrations: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Bring an empty database to the state after `migrations` and fill it; rows of each model. In one transaction of
    the caller's where the database can."""
    executor = MigrationExecutor(connections[alias])
    executor.migrate(_last(executor.loader.graph, migrations))
    models = models_at(alias, migrations)
    with transaction.atomic(using=alias):
        if connections[alias].vendor == "postgresql":  # migrations leave some of them immediate
            connections[alias].cursor().execute("SET CONSTRAINTS ALL DEFERRED")
        for model in models.values():
            model._base_manager.using(alias).all().delete()  # what migrations themselves have put there
        counts = {label: _filled(model, alias, folder / f"{label}.jsonl") for label, model in models.items()}
        _settled(alias, list(models.values()))
    return {label: count for label, count in counts.items() if label not in LEFT_OUT}


def _last(graph: Any, migrations: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Of these migrations those that no other of the same app among them follows."""
    there = {one for one in migrations if one in graph.nodes}
    followed = {parent.key for one in there for parent in graph.node_map[one].parents if parent.key[0] == one[0]}
    return sorted(there - followed)


def _written(rows: Any, place: Path) -> int:
    columns, count = [field.attname for field in rows.model._meta.concrete_fields], 0
    with place.open("w", encoding="ascii") as file:
        file.write(json.dumps(columns) + "\n")
        for row in rows.order_by("pk").values_list(*columns).iterator(chunk_size=2000):
            file.write(json.dumps(row, default=_plain, separators=(",", ":")) + "\n")
            count += 1
    return count


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode("ascii")
    raise TypeError(f"a backup cannot hold {type(value).__name__}")


def _filled(model: Any, alias: str, place: Path) -> int:
    if not place.exists():
        return 0
    for field in model._meta.concrete_fields:
        field.auto_now = field.auto_now_add = False  # of a model of our own: times stay as they were
    count = 0
    for batch in _batches(model, place):
        model._base_manager.using(alias).bulk_create(batch, batch_size=_BATCH)
        count += len(batch)
    return count


def _batches(model: Any, place: Path) -> Iterator[list[Any]]:
    with place.open(encoding="ascii") as file:
        columns = json.loads(next(file))
        fields = {field.attname: field for field in model._meta.concrete_fields}
        rows = (model(**_values(fields, columns, json.loads(line))) for line in file)
        while batch := list(islice(rows, _BATCH)):
            yield batch


def _values(fields: Mapping[str, Any], columns: Sequence[str], row: Sequence[Any]) -> dict[str, Any]:
    return {name: fields[name].to_python(value) for name, value in zip(columns, row, strict=True)}


def _settled(alias: str, models: list[Any]) -> None:
    """References hold, and the next row gets a number that is free."""
    connection = connections[alias]
    connection.check_constraints()
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
