"""`plumbline collect`: what it asks for before it asks, what it says, what it leaves."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
import stamina
from stand_ins.clock import Clock
from stand_ins.wechat import WeChat

from plumbline.cli.main import main


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLUMBLINE_SETTINGS", str(tmp_path / "settings"))
    stamina.set_testing(True, attempts=3)


@pytest.fixture
def fleet(tmp_path: Path) -> Path:
    folder = tmp_path / "fleet"
    folder.mkdir()
    (folder / "accounts.csv").write_text(
        "account_id,platform,name,platform_id,status\n"
        "wechat:a,wechat,某局,wx0000000000000001,active\n"
        "toutiao:1,toutiao,某局,1,active\n"
        "weibo:9,weibo,某局,9,closed\n"
    )
    return folder


def credentials(tmp_path: Path, server: WeChat) -> Path:
    path = tmp_path / "credentials.toml"
    path.write_text(
        f'[wechat]\nappid = "{server.account.appid}"\nsecret = "{server.account.secret}"\nbase = "{server.base}"\n'
    )
    path.chmod(0o600)
    return path


def run(*words: object) -> int:
    return main(["collect", *map(str, words), "--lang", "en"])


def test_without_a_register_nobody_is_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()
    assert run(tmp_path / "empty") == 2
    assert "nobody is registered" in capsys.readouterr().err


def test_an_account_that_is_not_registered_is_refused(fleet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(fleet, "--account", "wechat:stranger") == 2
    assert "not registered: wechat:stranger" in capsys.readouterr().err


def test_credentials_that_others_can_read_are_refused(
    fleet: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "open.toml"
    path.write_text('[weibo]\naccess_token = "secret-token-of-ours"\n')
    path.chmod(0o644)
    assert run(fleet, "--credentials", path) == 2
    told = capsys.readouterr()
    assert f"chmod 600 {path}" in told.err
    assert "secret-token-of-ours" not in told.err + told.out


def test_the_plan_says_what_is_lacking_and_asks_nothing(fleet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(fleet, "--plan") == 0
    told = capsys.readouterr().out
    assert "wechat:a: no credentials (appid, secret)" in told
    assert "toutiao:1: the platform offers owners no interface" in told
    assert "weibo:9" not in told


def test_accounts_that_cannot_be_asked_for_are_not_tried_and_never_silent(fleet: Path) -> None:
    assert run(fleet, "--quiet") == 0
    rows = pl.read_csv(fleet / "coverage.csv").sort("account_id")
    assert rows["outcome"].to_list() == ["not_tried", "not_tried"]
    assert rows["reason"].to_list() == ["no_interface", "no_credentials"]


def test_a_run_fills_the_tables_and_its_evidence_is_whole(
    fleet: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with WeChat(Clock(datetime.now(UTC))) as server:
        server.account.publish("放假通知", "<p>大厅放假三天</p>", at=(server.clock.now - timedelta(days=2)).isoformat())
        words = (fleet, "--credentials", credentials(tmp_path, server))
        assert run(*words, "--json") == 0
        secrets = server.secrets()
    told = {row["account_id"]: row for row in map(json.loads, capsys.readouterr().out.splitlines())}
    assert (told["wechat:a"]["outcome"], told["wechat:a"]["new_posts"]) == ("seen", 1)
    assert pl.read_csv(fleet / "posts.csv")["text"].to_list() == ["放假通知\n大厅放假三天"]
    assert main(["archive", "verify", str(fleet), "--lang", "en"]) == 0
    left = b"".join(path.read_bytes() for path in fleet.rglob("*") if path.is_file())
    assert not [secret for secret in secrets if secret.encode() in left]


def test_a_platform_that_gives_no_token_makes_the_account_blind(
    fleet: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with WeChat(Clock(datetime.now(UTC))) as server:
        path = credentials(tmp_path, server)
        path.write_text(path.read_text().replace(server.account.secret, "a-wrong-secret-indeed"))
        assert run(fleet, "--credentials", path) == 1
    assert "the platform gave no token" in capsys.readouterr().err
    rows = pl.read_csv(fleet / "coverage.csv").filter(pl.col("account_id") == "wechat:a")
    assert rows["outcome"].to_list() == ["blind"]


def test_two_runs_at_once_do_not_write_to_one_dossier(fleet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from plumbline.ledger.ledger import Ledger

    with Ledger(fleet):
        assert run(fleet) == 2
    assert "another process" in capsys.readouterr().err
