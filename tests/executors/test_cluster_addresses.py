"""Executors by name: what is one, what is none, and what stands in the way of a cluster."""

import socket
from collections.abc import Callable
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from plumbline.cli.main import main
from plumbline.domain.errors import UsageError
from plumbline.executors import session as sessions
from plumbline.executors.opening import opened
from plumbline.executors.session import is_address, session, shown


@pytest.mark.parametrize(
    "name",
    ["spark://m:7077", "spark://a:7077,b:7077", "sc://h", "sc://h:15002/;token=t", "local[2]", "local[*]", "yarn",
     "k8s://https://h:6443", "local-cluster[2,1,1024]"],
)  # fmt: skip
def test_addresses_of_clusters(name: str) -> None:
    assert is_address(name)


@pytest.mark.parametrize("name", ["inline", "processes", "sparks", "http://h", "", "local"])
def test_other_names(name: str) -> None:
    assert not is_address(name)


def test_a_name_that_is_no_executor_is_told_with_those_that_are() -> None:
    with pytest.raises(UsageError, match="no executor is called 'threads'") as raised, opened("threads"):
        pass
    assert "spark://" in raised.value.remedy


@pytest.mark.parametrize(
    ("name", "recorded"),
    [
        ("sc://host:15002/;token=secret;user_id=x", "sc://host:15002"),
        ("sc://me:secret@host", "sc://host"),
        ("spark://a:7077", "spark://a:7077"),
        ("inline", "inline"),
        ("local[2]", "local[2]"),
    ],
)
def test_a_record_holds_no_token(name: str, recorded: str) -> None:
    assert shown(name) == recorded


def test_a_master_that_nobody_is_at_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "_provided", lambda address: None)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"spark://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(UsageError, match="does not answer"), session(address):
        pass


def test_a_server_of_something_else_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert main(["inspect", str(tmp_path), "--executor", f"sc://127.0.0.1:{port}/;token=secret"]) == 2
    told = capsys.readouterr().err
    assert "error: the cluster does not answer" in told
    assert "help: " in told
    assert "secret" not in told


@pytest.mark.parametrize(
    ("lacking", "address", "told"),
    [("pyspark", "sc://h", r"PySpark, which is not installed"), ("py4j", "local[2]", "only its client is installed")],
)
def test_what_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch, lacking: str, address: str, told: str) -> None:
    find: Callable[[str], ModuleSpec | None] = lambda name: None if name == lacking else ModuleSpec(name, None)  # noqa: E731
    monkeypatch.setattr(sessions, "find_spec", find)
    with pytest.raises(UsageError, match=told) as raised, session(address):
        pass
    assert "plumbline[spark]" in raised.value.remedy


def test_java_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sessions, "find_spec", lambda name: ModuleSpec(name, None))
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(UsageError, match="needs Java") as raised, session("local[2]"):
        pass
    assert "openjdk" in raised.value.remedy
