#!/bin/sh
# Provide what the tests need beyond Python: Chromium and a Chinese font for the tests that open the report.
# Debian's packages where they may be installed, else what is on the PATH; what is missing is said by the tests.
set -eu
for name in chromium chromium-browser google-chrome; do
  if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "installing Chromium and a Chinese font (Debian's packages)"
  export DEBIAN_FRONTEND=noninteractive
  { apt-get -qq update && apt-get -qq install -y --no-install-recommends chromium fonts-noto-cjk; } >/tmp/plumbline-provide.log 2>&1 ||
    echo "could not install Chromium; see /tmp/plumbline-provide.log"
else
  echo "no Chromium on the PATH and no right to install one: the browser tests will be left out"
fi
