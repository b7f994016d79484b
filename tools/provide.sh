#!/bin/sh
# Provide what the tests need beyond Python: Chromium and a Chinese font for the tests that open pages, PostgreSQL for
# those of the office. Debian's packages where they may be installed, else what is on the PATH; what is missing is said.
set -eu
PATH="$PATH:/usr/sbin:/sbin"  # runuser, and what Debian's packages are set up with
export PATH
wanted=""
browser=no
for name in chromium chromium-browser google-chrome; do
  if command -v "$name" >/dev/null 2>&1; then browser=yes; fi
done
if [ $browser = no ]; then wanted="chromium fonts-noto-cjk"; fi
if ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 && ! command -v initdb >/dev/null 2>&1; then wanted="$wanted postgresql"; fi
if [ -z "$wanted" ]; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "installing (Debian's packages): $wanted"
  export DEBIAN_FRONTEND=noninteractive
  # shellcheck disable=SC2086  # several words
  { apt-get -qq update && apt-get -qq install -y --no-install-recommends $wanted; } >/tmp/plumbline-provide.log 2>&1 ||
    echo "could not install them; see /tmp/plumbline-provide.log"
else
  echo "not here and no right to install: $wanted: the tests that need them will be left out"
fi
