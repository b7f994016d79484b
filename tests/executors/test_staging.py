"""A dossier in a store: fetched whole and checked, or a plain word about why not."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest

from plumbline.cli.main import main
from plumbline.domain.errors import DossierError, UsageError
from plumbline.executors.staging import staged
from plumbline.executors.stores import blotted


@pytest.fixture
def memory() -> Iterator[Any]:
    system = fsspec.filesystem("memory")
    yield system
    system.store.clear()
    system.pseudo_dirs[:] = [""]


def quiet(stage: str, done: int, total: int | None) -> None:
    pass


def test_a_folder_is_taken_as_it_is(tmp_path: Path) -> None:
    with staged(str(tmp_path), progress=quiet) as folder:
        assert folder == tmp_path
    with staged(tmp_path.as_uri(), progress=quiet) as folder:
        assert folder == tmp_path


def test_tables_are_fetched_and_gone_afterwards_and_the_archive_stays_there(memory: Any) -> None:
    for name in ("accounts.csv", "posts/01.parquet", "dossier.toml", ".plumbline/articles.json", "archive/raw/1"):
        memory.pipe_file(f"/fleet/{name}", name.encode())
    steps = []
    with staged("memory://fleet", progress=lambda *step: steps.append(step)) as folder:
        found = {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}
    assert found == {
        name: name for name in ("accounts.csv", "posts/01.parquet", "dossier.toml", ".plumbline/articles.json")
    }
    assert {stage for stage, _, _ in steps} == {"fetch"}
    assert not folder.exists()


def test_the_same_dossier_gives_the_same_result_from_a_store(memory: Any, tmp_path: Path) -> None:
    memory.pipe_file("/fleet/accounts.csv", b"account_id,platform,name\nweibo:1,weibo,Office\n")
    memory.pipe_file("/fleet/posts.csv", b"account_id,post_id,posted_at,text\nweibo:1,p,2025-01-01,Open at nine\n")
    memory.pipe_file("/fleet/dossier.toml", b'as_of = "2026-03-31"\n')
    out = tmp_path / "run"
    assert main(["inspect", "memory://fleet", "--out", str(out), "--quiet"]) == 1
    assert main(["replay", str(out), "--dossier", "memory://fleet", "--quiet"]) == 0


def test_a_file_that_changes_while_it_is_fetched_is_told(memory: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    memory.pipe_file("/fleet/accounts.csv", b"12345")
    whole = type(memory).get_file

    def cut(self: Any, key: str, path: str, **more: Any) -> None:
        whole(self, key, path, **more)
        Path(path).write_bytes(Path(path).read_bytes()[:-1])

    monkeypatch.setattr(type(memory), "get_file", cut)
    with pytest.raises(DossierError, match="4 bytes here and 5 there"), staged("memory://fleet", progress=quiet):
        pass


@pytest.mark.parametrize("name", ["posts/../../outside", "posts\\..\\outside"])
def test_a_name_that_leads_out_of_the_folder_is_refused(memory: Any, name: str) -> None:
    memory.store[f"/fleet/{name}"] = memory.store.setdefault("/x", fsspec.implementations.memory.MemoryFile())
    with pytest.raises(DossierError, match="leads out"), staged("memory://fleet", progress=quiet):
        pass


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("memory://nothing", "nothing lies there|not there"),
        ("nosuch://bucket/fleet", "no store is called 'nosuch:'"),
        ("s3://AKIA:topsecret@bucket/fleet", "must not hold credentials"),
        ("s3://bucket?secret=topsecret", "must not hold credentials"),
    ],
)
def test_an_address_that_leads_nowhere_is_told_without_its_secret(memory: Any, url: str, told: str) -> None:
    with pytest.raises((DossierError, UsageError), match=told) as raised, staged(url, progress=quiet):
        pass
    assert "topsecret" not in str(raised.value)


def test_secrets_of_the_environment_are_blotted_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "abcdefgh")
    monkeypatch.setenv("PATIENCE", "wait")
    assert blotted("wait: key abcdefgh is wrong") == "wait: key *** is wrong"


def test_a_dossier_larger_than_the_disk_is_told_before_it_is_fetched(
    memory: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory.pipe_file("/fleet/accounts.csv", b"12345")
    monkeypatch.setattr("shutil.disk_usage", lambda folder: type("Disk", (), {"free": 4}))
    with pytest.raises(DossierError, match="more than is free"), staged("memory://fleet", progress=quiet):
        pass
