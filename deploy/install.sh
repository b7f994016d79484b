#!/bin/sh
# Install plumbline from this folder alone: no network, no index, every wheel checked against its hash.
#   sh install.sh [FOLDER]        # the environment to make; ./plumbline-env by default
#   PYTHON=/usr/bin/python3.11 sh install.sh /opt/plumbline
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
python=${PYTHON:-python3}
place=${1:-plumbline-env}
fail() { echo "error: $1" >&2; echo "help: $2" >&2; exit 2; }

command -v "$python" >/dev/null 2>&1 || fail "there is no $python" "PYTHON=/path/to/python3.11 sh install.sh"
(cd "$here" && sha256sum --quiet --strict -c SHA256SUMS >&2) ||
  fail "a file of this bundle is not what it was" "unpack it again, and compare the tar with its .sha256"
wanted=$(cat "$here/PLATFORM")
found=$("$python" -c 'import sys, sysconfig; print("cp%d%d-%s" % (*sys.version_info[:2], sysconfig.get_platform()))' | tr . _)
[ "$wanted" = "$found" ] || fail "this bundle is for $wanted, here is $found" "make the bundle on a machine like this one"
if [ -e "$place" ] && [ ! -f "$place/pyvenv.cfg" ]; then
  fail "$place is there and is no environment of Python" "name another folder"
fi

# nothing that a machine says of indexes or options counts
for name in $(env | sed -n 's/^\(PIP_[A-Z_]*\)=.*/\1/p'); do unset "$name"; done
unset PYTHONPATH PYTHONHOME || true
PIP_CONFIG_FILE=/dev/null PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1
export PIP_CONFIG_FILE PIP_DISABLE_PIP_VERSION_CHECK PIP_NO_INPUT
"$python" -m venv "$place"
"$place/bin/python" -m pip install --quiet --no-index --find-links "$here/wheels" --only-binary :all: --require-hashes \
  -r "$here/requirements.lock"
"$place/bin/python" -m pip install --quiet --no-index --find-links "$here/wheels" --only-binary :all: --require-hashes \
  --no-deps --force-reinstall -r "$here/plumbline.lock"
echo "installed: $("$place/bin/plumbline" --version) in $place"
