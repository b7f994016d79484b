"""Headers and values in Chinese and English."""

from importlib.resources import files

import pytest
from ruamel.yaml import YAML

from plumbline.domain.tables import TABLES, Column, Kind
from plumbline.dossier.citizens import identifies_citizens
from plumbline.dossier.names import (
    UNIT_NAME,
    chinese_column,
    chinese_value,
    english_column,
    english_value,
    fold_header,
    nearest_column,
)

WORDS = YAML(typ="safe").load(files("plumbline").joinpath("locale", "columns.yml").read_text("utf-8"))
COLUMNS = [(table, column) for table in TABLES.values() for column in table.columns]
CHOICES = [(table.name, column) for table, column in COLUMNS if column.kind == Kind.CHOICE and column.name != "check"]


@pytest.mark.parametrize("table", TABLES)
def test_every_column_has_a_chinese_name_and_no_other_has_one(table: str) -> None:
    extra = {UNIT_NAME} if table == "accounts" else set()
    assert set(WORDS["tables"][table]) == {column.name for column in TABLES[table].columns} | extra


@pytest.mark.parametrize("table", TABLES)
def test_no_two_columns_of_a_table_share_a_name(table: str) -> None:
    said = [fold_header(alias) for aliases in WORDS["tables"][table].values() for alias in aliases]
    assert len(said) == len(set(said))


@pytest.mark.parametrize("table", TABLES)
def test_every_name_leads_back_to_its_column(table: str) -> None:
    for name, aliases in WORDS["tables"][table].items():
        assert {english_column(table, alias) for alias in aliases} == {name}
    assert all(english_column(table, name) == name for name in TABLES[table].schema)


@pytest.mark.parametrize(("table", "column"), CHOICES, ids=lambda value: str(getattr(value, "name", value)))
def test_every_choice_has_a_chinese_word_that_leads_back(table: str, column: Column) -> None:
    for value in column.values:
        word = chinese_value(table, column.name, value)
        assert english_value(table, column.name, word) == value
        assert english_value(table, column.name, value.upper()) == value


def test_no_word_stands_for_two_values() -> None:
    for values in WORDS["values"].values():
        said = [fold_header(alias) for aliases in values.values() for alias in aliases]
        assert len(said) == len(set(said))


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("账号名称", "name"), ("平台类型", "platform"), ("主页链接", "url"), ("主办单位", UNIT_NAME), ("开设日期",
        "opened_on"),
        ("\ufeff账号ID", "account_id"), ("账号 id", "account_id"), (" Account_ID ", "account_id"), ("Account ID",
        "account_id"),
        ("account-id", "account_id"), ("ＵＲＬ", "url"), ("*账号名称", "name"), ("账号名称(必填)", "name"),
        ("账号名称（必填）", "name"),
        ("平台\u200b类型", "platform"), ("粉丝数", None), ("", None),
    ],
)  # fmt: skip
def test_a_header_is_known_however_it_is_dressed(header: str, name: str | None) -> None:
    assert english_column("accounts", header) == name


@pytest.mark.parametrize(
    ("table", "column", "word", "value"),
    [
        ("accounts", "platform", "微信公众号", "wechat"), ("accounts", "platform", "B站", "bilibili"),
        ("accounts", "platform", "WeiBo", "weibo"), ("accounts", "platform", "客户端", "app"), ("accounts",
        "platform", "微波", None),
        ("accounts", "status", "停更", "suspended"), ("units", "level", "县(区)", "county"), ("units", "level",
        "县（区）", "county"),
        ("accounts", "verified", "是", "true"), ("accounts", "verified", "未认证", "false"), ("accounts", "verified",
        "N", "false"),
        ("posts", "kind", "自动回复", "auto_reply"), ("posts", "automatic", "1", "true"), ("posts", "automatic",
        "也许", None),
        ("exceptions", "check", "stale_account", "activity.stale_account"),
    ],
)  # fmt: skip
def test_a_value_is_known_by_its_words(table: str, column: str, word: str, value: str | None) -> None:
    assert english_value(table, column, word) == value


def test_what_is_written_in_chinese_is_the_first_name() -> None:
    assert chinese_column("accounts", "name") == "账号名称"
    assert chinese_value("accounts", "verified", "true") == "是"
    assert chinese_value("units", "must_open", "false") == "否"


def test_a_misspelt_header_is_recognised() -> None:
    assert nearest_column("posts", "postd_at") == "posted_at"
    assert nearest_column("posts", "完全无关的列") is None


@pytest.mark.parametrize(
    ("table", "header"),
    [
        ("posts", "user_name"), ("posts", "userName"), ("posts", "User Name"), ("posts", "username"), ("posts",
        "nickname"),
        ("posts", "screen_name"), ("posts", "commenter_name"), ("posts", "author_id"), ("posts", "openid"), ("posts",
        "UnionID"),
        ("followers", "follower_name"), ("followers", "follower_id"), ("posts", "sender"), ("posts", "from_user"),
        ("posts", "phone"), ("posts", "e-mail"), ("posts", "ID Card"), ("posts", "IP"), ("posts", "gender"),
        ("posts", "birthday"),
        ("posts", "用户昵称"), ("posts", "用户名"), ("posts", "头像"), ("posts", "手机号"), ("messages", "身份证号"),
        ("messages", "姓名"),
        ("posts", "评论人"), ("messages", "留言人"), ("followers", "粉丝ID"), ("followers", "昵称"), ("messages",
        "留言内容"),
        ("messages", "question"), ("messages", "content"), ("messages", "text"),
    ],
)  # fmt: skip
def test_a_column_about_citizens_is_known_by_its_name(table: str, header: str) -> None:
    assert identifies_citizens(table, header)


@pytest.mark.parametrize(
    ("table", "header"),
    [
        ("accounts", "name"), ("accounts", "账号名称"), ("accounts", "verified_as"), ("posts", "text"), ("posts",
        "内容"),
        ("posts", "备注"), ("messages", "answer"), ("followers", "name_digits"), ("followers", "follower_key"),
        ("posts", "reads"),
        ("metrics", "followers"), ("metrics", "用户数"), ("exceptions", "approved_by"), ("posts", "region"),
        ("posts", "topic"),
    ],
)  # fmt: skip
def test_other_columns_are_not(table: str, header: str) -> None:
    assert not identifies_citizens(table, header)
