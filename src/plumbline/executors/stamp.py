"""What an installation is: its version, the bytes of what judges, the libraries that it counts with.

Two machines whose stamps are the same come to the same verdicts; a cluster whose workers have another stamp is refused.
"""

import sys
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import plumbline

ROOMS = (
    "addresses", "checks", "compiled", "domain", "dossier", "engine", "executors", "followers", "lexicons", "locale",
    "models", "provenance", "rulebook", "series", "text",
)  # fmt: skip
"""Folders of the package that a unit's verdict hangs on; the rulebook itself travels with the unit."""
LIBRARIES = (
    "chinesecalendar", "msgspec", "numpy", "polars", "publicsuffixlist", "rapidfuzz", "ruamel.yaml", "scipy", "tzdata",
)  # fmt: skip


@cache
def stamp() -> Mapping[str, str]:
    """By name, the version of all that a verdict hangs on here; `bytes` is the digest of Plumbline's own files."""
    return {
        "python": f"{sys.version_info.major}.{sys.version_info.minor}",
        "plumbline": plumbline.__version__,
        "bytes": _digest(Path(plumbline.__file__).parent),
        **{name: _version(name) for name in LIBRARIES},
    }


def differences(there: Mapping[str, str], here: Mapping[str, str]) -> str:
    """In words, what differs: `polars 2.0.1 there, 2.1.0 here`; empty if nothing does."""
    names = [name for name in {**here, **there} if there.get(name) != here.get(name)]
    return "; ".join(f"{name} {there.get(name, 'none')} there, {here.get(name, 'none')} here" for name in names)


def _digest(package: Path) -> str:
    whole = sha256()
    for path in _files(package):
        whole.update(f"{path.relative_to(package).as_posix()} {path.stat().st_size}\n".encode())
        whole.update(path.read_bytes())
    return whole.hexdigest()[:16]


def _files(package: Path) -> Iterator[Path]:
    for room in ROOMS:
        found = (path for path in (package / room).rglob("*") if path.is_file() and path.suffix != ".pyc")
        yield from sorted(found)


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "none"
