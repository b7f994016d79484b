#!/bin/sh
# Everything that an installation without network needs, in one tar: the wheel of plumbline, the wheels of
# requirements.lock for this platform and this Python, hashes, an install script, the papers. Called by `make bundle`.
#   sh tools/bundle.sh PYTHON [FOLDER]        # FOLDER takes the tar, dist/ by default
set -eu
python=$1
out=${2:-dist}
mkdir -p "$out"
version=$("$python" -c 'import re; print(re.search(r"^version = \"(.+)\"", open("pyproject.toml").read(), re.M)[1])')
platform=$("$python" -c 'import sys, sysconfig; print("cp%d%d-%s" % (*sys.version_info[:2], sysconfig.get_platform()))' | tr . _)
name=plumbline-$version-$platform
aside=$(mktemp -d "$out/.bundle.XXXXXX")
trap 'rm -rf "$aside"' EXIT INT TERM
place=$aside/$name
mkdir -p "$place/wheels"

"$python" -m pip download -qq --disable-pip-version-check --require-hashes --only-binary :all: \
  -r requirements.lock -d "$place/wheels"
# a wheel that is built again from the same files has the same bytes: the time in it is fixed
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-1577836800}
export SOURCE_DATE_EPOCH
"$python" -m build --wheel --no-isolation --outdir "$aside/built" . >"$aside/log" 2>&1 || { cat "$aside/log"; exit 1; }
wheel=$(cd "$aside/built" && ls -- *.whl)
cp "$aside/built/$wheel" "$place/wheels/"
printf 'plumbline==%s --hash=sha256:%s\n' "$version" "$(sha256sum "$aside/built/$wheel" | cut -d' ' -f1)" >"$place/plumbline.lock"
cp requirements.lock LICENSE README.md CHANGELOG.md THREAT_MODEL.md "$place/"
cp deploy/install.sh "$place/install.sh"
chmod 755 "$place/install.sh"
cp -R docs "$place/docs"
mkdir -p "$place/deploy"
cp -R deploy/systemd deploy/alerts.yaml "$place/deploy/"
printf '%s\n' "$platform" >"$place/PLATFORM"
(cd "$place" && find . -type f ! -name SHA256SUMS | LC_ALL=C sort | sed 's,^\./,,' | xargs -d '\n' sha256sum >SHA256SUMS)
find "$place" -type d -exec chmod 755 {} + -o -type f ! -name install.sh -exec chmod 644 {} +
tar --create --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner --format=posix \
  --pax-option=delete=atime,delete=ctime --file "$aside/$name.tar" --directory "$aside" "$name"
mv "$aside/$name.tar" "$out/$name.tar"
(cd "$out" && sha256sum "$name.tar" >"$name.tar.sha256")
echo "$out/$name.tar  ($(find "$place/wheels" -name '*.whl' | wc -l) wheels, $(du -m "$out/$name.tar" | cut -f1) MB)"
echo "its sum: $out/$name.tar.sha256 (bring it there by another road)"
