#!/bin/sh
# Install a lock of hashes and then the project itself into the environment of $1; uv where there is one, else pip.
set -eu
python=$1
lock=$2
if command -v uv >/dev/null 2>&1; then
  uv pip install --quiet --python "$python" --require-hashes -r "$lock"
  uv pip install --quiet --python "$python" --no-deps --editable .
else
  "$python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
  "$python" -m pip install --quiet --disable-pip-version-check --no-deps --editable .
fi
