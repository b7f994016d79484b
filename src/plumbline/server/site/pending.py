"""Whether the tables are those that this version wants."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def pending() -> list[str]:
    """Migrations that are not made yet, ``app.name``. Once there are none this is remembered: a running process never
    wants others."""
    if _remembered:
        return []
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    found = [f"{one.app_label}.{one.name}" for one, _ in plan]
    if not found:
        _remembered.append(True)
    return found


_remembered: list[bool] = []
