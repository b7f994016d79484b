#!/bin/sh
# Run a command with DATABASE_URL naming a throwaway PostgreSQL server, which is stopped and removed afterwards.
set -eu
PATH="$PATH:/usr/sbin:/sbin"  # runuser, and what Debian's packages are set up with
export PATH
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
if [ -z "$bin" ]; then bin=$(dirname "$(command -v initdb || echo /none)"); fi
if [ ! -x "$bin/initdb" ]; then
  echo "no PostgreSQL server here: the tests of the office ran on SQLite alone"
  if [ -n "${PLUMBLINE_NOTHING_LEFT_OUT:-}" ]; then exit 1; fi
  exit 0
fi
folder=$(mktemp -d /tmp/plumbline-pg.XXXXXX)
as=""
if [ "$(id -u)" = 0 ]; then  # the server refuses to run as root
  chown postgres "$folder"
  as="runuser -u postgres --"
fi
stop() {
  $as "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap stop EXIT INT TERM
$as "$bin/initdb" -D "$folder/data" -U plumbline -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$folder/log" 2>&1 || { cat "$folder/log"; exit 1; }
$as "$bin/pg_ctl" -D "$folder/data" -w -l "$folder/data/log" \
  -o "-c listen_addresses= -c unix_socket_directories=$folder -c fsync=off -c max_connections=100" start >/dev/null
DATABASE_URL="postgres://plumbline@$(printf %s "$folder" | sed 's,/,%2F,g')/postgres"
export DATABASE_URL
"$@"
