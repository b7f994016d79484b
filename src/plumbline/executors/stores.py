"""Folders that are not on this machine: opened by their URL with fsspec, faults told without a secret in them.

Credentials come from the environment alone (AWS_ACCESS_KEY_ID, AWS_ENDPOINT_URL … for `s3:`): an address that holds
any is refused.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from plumbline.domain.errors import UsageError

_SECRET = re.compile(r"(SECRET|TOKEN|PASSWORD|CREDENTIAL|ACCESS_KEY|ACCOUNT_KEY|SAS)", re.IGNORECASE)
_PATIENCE: dict[str, dict[str, Any]] = {
    "s3": {"config_kwargs": {"connect_timeout": 10, "read_timeout": 60, "retries": {"max_attempts": 3}}}
}
_REMEDY = "check the address, the network and the credentials in the environment"
_WITHOUT_FOLDERS = {"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az"}
_EXTRAS = {"s3": "s3", "s3a": "s3"}


def is_url(name: str) -> bool:
    """Whether a name is the address of a store and no path."""
    return "://" in name


def store(url: str) -> tuple[Any, str]:
    """The fsspec file system of a URL and the path in it; UsageError if there is none for it, or it holds a secret."""
    _without_secrets(url)
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise UsageError(
            "addresses of stores need fsspec", url, "pip install 'plumbline[spark]' (and 'plumbline[s3]' for s3:)"
        ) from error
    scheme = url.partition("://")[0] if is_url(url) else "file"
    try:
        system, path = url_to_fs(url, **_PATIENCE.get(scheme, {}))
    except ImportError as error:
        named = f"pip install 'plumbline[{_EXTRAS[scheme]}]'" if scheme in _EXTRAS else "install what it names"
        raise UsageError(f"stores of '{scheme}:' need a library that is not here: {error}", url, named) from error
    except ValueError as error:
        raise UsageError(f"no store is called '{scheme}:'", url, "use a path, s3: or another of fsspec") from error
    return system, str(path)


def make_folder(system: Any, path: str, url: str) -> None:
    """Make a folder where a store has folders: in an object store it would make the bucket, were its name misspelt."""
    if url.partition("://")[0] not in _WITHOUT_FOLDERS:
        system.makedirs(path, exist_ok=True)


@contextmanager
def told(what: str, url: str) -> Iterator[None]:
    """Turn whatever a store throws into an error that says what was wanted, where; secrets are blotted out."""
    try:
        yield
    except UsageError:
        raise
    except FileNotFoundError as error:
        raise UsageError(f"{what}: it is not there", url, "check the address") from error
    except Exception as error:  # every store has errors of its own; `from None`: a traceback would show them whole
        raise UsageError(f"{what}: {type(error).__name__}: {blotted(str(error))}", url, _REMEDY) from None


def blotted(text: str) -> str:
    """The text without the value of any environment variable that is named like a secret."""
    secrets = {value for name, value in os.environ.items() if _SECRET.search(name) and len(value) > 3}
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, "***")
    return text


def _without_secrets(url: str) -> None:
    scheme, _, rest = url.partition("://")
    if is_url(url) and ("@" in rest.partition("/")[0] or "?" in rest):
        raise UsageError(
            "an address must not hold credentials or options", f"{scheme}://…", "put them into the environment"
        )


def as_url(place: str) -> str:
    """A path or URL as a URL."""
    return place if is_url(place) else Path(place).expanduser().absolute().as_uri()
