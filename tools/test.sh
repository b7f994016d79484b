#!/bin/sh
# All tests: style, types, storeys, then pytest. What had to be left out is named at the end.
set -eu
bin=$1
"$bin/ruff" check .
"$bin/ruff" format --check --quiet . || { echo "help: run ruff format"; exit 1; }
"$bin/mypy"
"$bin/lint-imports"
"$bin/python" -m pytest -n 2 --dist worksteal
sh "$(dirname "$0")/postgres.sh" "$bin/python" -m pytest tests/server -n 2 -m "not browser" --ignore tests/server/test_worker_kills.py --ignore tests/server/test_operating_upgrade.py
