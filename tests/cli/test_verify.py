"""`plumbline verify` as a citizen or a clerk uses it."""

import json
from pathlib import Path

import pytest

from plumbline.cli.main import main

ACCOUNTS = """account_id,platform,name,platform_id,url,unit_id,status,opened_on,closed_on
a1,weibo,青溪发布,1002003004,https://weibo.com/u/1002003004,u1,active,2015-03-01,
a2,weibo,老青溪,1002003005,,u1,closed,2012-01-01,2020-05-05
a3,weibo,青溪气象,1002003006,,u1,suspended,,
a4,douyin,青溪警方,,,u1,closing,2019-01-01,
"""
KEYS = {"verified", "account_id", "platform", "name", "unit", "status", "url", "since", "lookalikes"}


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    (tmp_path / "accounts.csv").write_text(ACCOUNTS, encoding="utf-8")
    (tmp_path / "units.csv").write_text("unit_id,name\nu1,青溪市人民政府\n", encoding="utf-8")
    (tmp_path / "posts.csv").write_text(
        "account_id,post_id,posted_at,text\na1,p1,2025-01-01T08:00:00,x\n", encoding="utf-8"
    )
    return tmp_path


def test_an_official_account_exits_with_0(dossier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "m.weibo.cn/profile/1002003004", "--dossier", str(dossier), "--lang", "en"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("OFFICIAL")
    assert "青溪市人民政府" in said


def test_a_stranger_exits_with_1_and_the_real_one_is_named(dossier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "https://weib0.com/u/1002003004", "--dossier", str(dossier), "--lang", "zh"]) == 1
    said = capsys.readouterr().out
    assert said.startswith("非官方账号")
    assert "https://weibo.com/u/1002003004" in said


@pytest.mark.parametrize(
    ("number", "words"), [("1002003005", "closed since 2020-05-05"), ("1002003006", "suspended since")]
)
def test_an_account_out_of_use_exits_with_1_and_says_since_when(
    dossier: Path, capsys: pytest.CaptureFixture[str], number: str, words: str
) -> None:
    assert main(["verify", f"https://weibo.com/u/{number}", "--dossier", str(dossier), "--lang", "en"]) == 1
    assert words in capsys.readouterr().out


def test_an_account_that_is_being_closed_is_still_official(dossier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "青溪警方", "--dossier", str(dossier), "--lang", "zh"]) == 0
    assert "注销中" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["", "https://", "https://v.douyin.com/abc/", "https://weibo.com/tv/1", "weixin://x"])
def test_what_cannot_be_told_exits_with_2_and_says_what_to_do(
    dossier: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    assert main(["verify", text, "--dossier", str(dossier)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "error:" in said.err
    assert "help:" in said.err


def test_a_disguised_address_is_not_official_and_nobody_should_open_it(
    dossier: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", "https://weibo.com@evil.cn/u/1002003004", "--dossier", str(dossier), "--lang", "en"]) == 1
    assert "do not open it" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("number", "code", "account"), [("1002003004", 0, "a1"), ("1002003005", 1, "a2"), ("1002003099", 1, None)]
)
def test_json_has_the_names_of_the_public_interface(
    dossier: Path, capsys: pytest.CaptureFixture[str], number: str, code: int, account: str | None
) -> None:
    assert main(["verify", f"weibo.com/u/{number}", "--dossier", str(dossier), "--json"]) == code
    said = json.loads(capsys.readouterr().out)
    assert set(said) == KEYS
    assert (said["verified"], said["account_id"], said["platform"]) == (code == 0, account, "weibo")


def test_a_folder_that_is_not_there_exits_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "青溪发布", "--dossier", str(tmp_path / "nowhere")]) == 2
    assert "error:" in capsys.readouterr().err


def test_a_dossier_without_units_still_answers(dossier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (dossier / "units.csv").unlink()
    assert main(["verify", "weibo.com/u/1002003004", "--dossier", str(dossier), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["unit"] is None
