#!/bin/sh
# Make the secrets of deploy/compose.yaml, once; those that are there stay. Nothing secret is printed.
set -eu
place=${1:-$(dirname "$0")/secrets}
umask 077
mkdir -p "$place"
random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
[ -s "$place/database_password" ] || random >"$place/database_password"
[ -s "$place/database_url" ] ||
  printf 'postgres://plumbline:%s@database/plumbline' "$(cat "$place/database_password")" >"$place/database_url"
[ -s "$place/metrics_token" ] || random >"$place/metrics_token"
# Compose shows these files to the containers as they are: the user inside (10001) must be able to read them, and
# nobody outside can, for the folder is closed.
chmod 0444 "$place"/database_password "$place"/database_url "$place"/metrics_token
chmod 0700 "$place"
echo "made: $place (keep it out of version control and of the backups of others)"
