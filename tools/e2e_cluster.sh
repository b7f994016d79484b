#!/bin/sh
# Provide Java where it may be installed, and run the story of the cluster: a master and two workers of Spark, an object
# store. Everything lies in build/cluster; nothing of it stays.
set -eu
bin=$1
here=$(cd "$(dirname "$0")/.." && pwd)
if [ -z "${JAVA_HOME:-}" ] && ! command -v java >/dev/null 2>&1; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "installing (Debian's packages): openjdk-17-jre-headless"
    export DEBIAN_FRONTEND=noninteractive
    { apt-get -qq update && apt-get -qq install -y --no-install-recommends openjdk-17-jre-headless; } >/tmp/plumbline-java.log 2>&1 ||
      { echo "error: could not install Java; see /tmp/plumbline-java.log"; exit 2; }
  else
    echo "error: Java is not here; help: apt install openjdk-17-jre-headless, or set JAVA_HOME"
    exit 2
  fi
fi
work=$here/build/cluster
trap 'rm -rf "$work"' EXIT
"$here/$bin/python" "$here/tools/measure_cluster.py" --work "$work"
