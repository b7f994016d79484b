"""A real object store on this machine: OpenStack Swift with its S3 interface, one proxy and one server of each kind.

Swift is what runs in data centres; here it has one disk (a folder), one copy of everything and one made-up account.
"""

import contextlib
import os
import pwd
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

USER, KEY = "archive:office", "made-up-key"
PATIENCE = 300
_KINDS = ("account", "container", "object")
_COMMON = """[swift-hash]
swift_hash_path_suffix = made-up
swift_hash_path_prefix = made-up
[storage-policy:0]
name = one
default = yes
"""
_SERVER = """[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
workers = 0
user = {user}
swift_dir = {folder}
devices = {folder}/disks
mount_check = false
log_level = ERROR
[pipeline:main]
pipeline = {kind}-server
[app:{kind}-server]
use = egg:swift#{kind}
"""
_PROXY = """[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
workers = 0
user = {user}
swift_dir = {folder}
log_level = ERROR
[pipeline:main]
pipeline = catch_errors cache s3api tempauth copy slo dlo proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:cache]
use = egg:swift#memcache
[filter:s3api]
use = egg:swift#s3api
[filter:tempauth]
use = egg:swift#tempauth
user_archive_office = made-up-key .admin
[filter:copy]
use = egg:swift#copy
[filter:slo]
use = egg:swift#slo
[filter:dlo]
use = egg:swift#dlo
"""


def environment(endpoint: str) -> dict[str, str]:
    """What a program needs to speak S3 with the store."""
    return {
        "AWS_ACCESS_KEY_ID": USER,
        "AWS_SECRET_ACCESS_KEY": KEY,
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_DEFAULT_REGION": "us-east-1",
    }


@contextlib.contextmanager
def served(binaries: Path, folder: Path) -> Iterator[str]:
    """The store, its disk in `folder`; its endpoint. `binaries`: where Swift's programs are."""
    (folder / "disks" / "d1").mkdir(parents=True, exist_ok=True)
    ports = dict(zip((*_KINDS, "proxy"), _free(4), strict=True))
    (folder / "swift.conf").write_text(_COMMON)
    user = _user()
    for kind in _KINDS:
        _ring(binaries, folder, kind, ports[kind])
    for kind, port in ports.items():
        text = _PROXY if kind == "proxy" else _SERVER
        (folder / f"{kind}.conf").write_text(text.format(kind=kind, port=port, folder=folder, user=user))
    started = [_started(binaries, folder, kind) for kind in ports]
    try:
        for kind, port in ports.items():
            _awaited(port, folder / f"{kind}.log")
        yield f"http://127.0.0.1:{ports['proxy']}"
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait(timeout=30)


def _ring(binaries: Path, folder: Path, kind: str, port: int) -> None:
    builder = str(folder / f"{kind}.builder")
    call = [str(binaries / "python"), str(binaries / "swift-ring-builder"), builder]
    for words in (["create", "4", "1", "0"], ["add", f"r1z1-127.0.0.1:{port}/d1", "1"], ["rebalance"]):
        subprocess.run([*call, *words], check=True, stdout=subprocess.DEVNULL, timeout=PATIENCE)  # noqa: S603  Swift's own


def _started(binaries: Path, folder: Path, kind: str) -> "subprocess.Popen[bytes]":
    call = [str(binaries / "python"), str(binaries / f"swift-{kind}-server"), str(folder / f"{kind}.conf")]
    with (folder / f"{kind}.log").open("wb") as log:
        return subprocess.Popen(call, stdout=log, stderr=log)  # noqa: S603  Swift's own program


def _awaited(port: int, log: Path) -> None:
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        time.sleep(0.2)
    sys.exit(f"error: a server of the object store did not start\n  where: {log}")


def _free(number: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(number)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in sockets]


def _user() -> str:
    return pwd.getpwuid(os.getuid()).pw_name
