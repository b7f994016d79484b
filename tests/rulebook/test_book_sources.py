"""Sources as data: a province adds to the nation's list, an office ends an entry, a dossier has the last word."""

from pathlib import Path
from typing import get_args

import msgspec
import pytest

from plumbline.domain.errors import RulebookError
from plumbline.domain.tables import SOURCE_KINDS
from plumbline.provenance.source_list import STRICTNESS
from plumbline.rulebook.diff import differences
from plumbline.rulebook.lint import problems
from plumbline.rulebook.load import load, read
from plumbline.rulebook.model import Rulebook, SourceEntry
from plumbline.rulebook.sources import sources_of

PROVINCE = """sources:
  lz-daily: {name: 澜州日报, kind: recognised, domains: [daily.example], aliases: [澜州新闻], reason: 省级稿源名单}
"""
OFFICE = """sources:
  lz-daily: {until: '2024-12-31'}
  chat: {name: 澜水论坛, kind: other, reason: 商业论坛}
"""


def book(folder: Path, name: str, below: str, sources: str) -> Rulebook:
    place = folder / name
    place.mkdir()
    head = f"name: {name}\ntitle: {{zh: 规则, en: Rules}}\ncalendar: cn\nextends: {below}\n"
    (place / "book.yml").write_text(head, encoding="utf-8")
    (place / "sources.yml").write_text(sources, encoding="utf-8")
    return read(place)


def faults(found: Rulebook) -> list[str]:
    return [problem.what for problem in problems(found) if problem.path.startswith("sources/")]


def test_an_office_inherits_the_list_of_its_province_and_ends_one_entry(tmp_path: Path) -> None:
    province = book(tmp_path, "province", "cn-2019", PROVINCE)
    office = book(tmp_path, "office", "province", OFFICE)
    assert sources_of(province).named("澜州新闻", "2025-01-01")
    assert sources_of(office).named("澜州新闻", "2024-12-31")
    assert sources_of(office).named("澜州新闻", "2025-01-01") is None
    assert sources_of(office).at("daily.example", "2025-01-01") is None
    assert sources_of(office).named("新华社", "2025-01-01")
    assert office.origins["sources/lz-daily/until"] == "office/sources.yml"
    assert office.origins["sources/lz-daily/name"] == "province/sources.yml"
    assert not faults(office)


def test_an_office_changes_the_kind_of_an_entry_and_the_difference_shows(tmp_path: Path) -> None:
    province = book(tmp_path, "province", "cn-2019", PROVINCE)
    office = book(tmp_path, "office", "province", "sources:\n  lz-daily: {kind: other}\n")
    assert sources_of(office).named("澜州日报").kind == "other"
    told = {found.path: (found.left, found.right) for found in differences(province, office)}
    assert told["sources/lz-daily/kind"] == ("recognised", "other")


def test_the_shipped_rules_alone_are_no_list_and_a_book_with_entries_is_one(tmp_path: Path) -> None:
    assert not sources_of(load("cn-2019")).given
    assert not sources_of(load("cn-2019"), offices=["青溪发布"]).given
    assert sources_of(book(tmp_path, "province", "cn-2019", PROVINCE)).given
    assert sources_of(load("cn-2019"), [{"source_id": "a", "name": "澜州日报", "kind": "recognised"}]).given


@pytest.mark.parametrize(
    "host", ["www.gov.cn", "qx.gov.cn", "国务院.政务", "某局.政务.cn", "a.gov", "x.gouv.fr", "ec.europa.eu"]
)
def test_government_domains_are_known_by_rule(host: str) -> None:
    found = sources_of(load("cn-2019")).at(host)
    assert found
    assert (found.kind, found.by) == ("government_site", "domain")


@pytest.mark.parametrize(
    "address",
    ["gov.cn.evil.example", "agov.cn", "https://evil.example/gov.cn", "https://gov.cn@evil.example", "gov.cn-x.example",
     "某会.公益.cn", "example.com", "gov.cn.com"],
)  # fmt: skip
def test_what_only_looks_like_a_government_domain_is_not_known(address: str) -> None:
    assert sources_of(load("cn-2019")).at(address) is None


def test_central_organs_are_known_by_their_names_and_nobody_elses_list_ships() -> None:
    known = sources_of(load("cn-2019"))
    for name in (
        "新华社",
        "新华网",
        "人民日报客户端",
        "央视新闻",
        "中国政府网",
        "求是",
        "光明日报记者 何某",
        "据新华社报道",
    ):
        assert known.named(name), name
    assert all(entry.rule for entry in load("cn-2019").sources.values())


def test_the_row_of_a_dossier_speaks_for_the_entry_of_the_same_id() -> None:
    known = sources_of(load("cn-2019"), [{"source_id": "xinhua", "name": "新华社", "domain": None, "kind": "other"}])
    assert known.named("新华网").kind == "other"
    assert known.at("www.news.cn").kind == "other"


def test_a_row_without_kind_is_what_the_rules_say_else_recognised() -> None:
    rows = [
        {"source_id": "a", "name": "清溪在线", "domain": "www.qx.gov.cn", "kind": None},
        {"source_id": "b", "name": "澜州日报", "domain": "daily.example", "kind": None},
        {"source_id": "c", "name": None, "domain": "x.example", "kind": None},
    ]
    known = sources_of(load("cn-2019"), rows)
    assert known.named("清溪在线").kind == "government_site"
    assert known.named("澜州日报").kind == "recognised"
    assert known.at("x.example") is None


def test_a_row_under_a_domain_of_everybodys_recognises_nobody_else() -> None:
    known = sources_of(
        load("cn-2019"), [{"source_id": "a", "name": "澜州随笔", "domain": "github.io", "kind": "recognised"}]
    )
    assert known.named("澜州随笔")
    assert known.at("other.github.io") is None


def test_registered_offices_are_known_by_name() -> None:
    known = sources_of(load("cn-2019"), offices=["云汀发布"])
    assert known.named("云汀发布微博")
    assert known.named("青溪发布") is None


@pytest.mark.parametrize(
    ("entry", "what"),
    [
        ("{name: 澜水报, kind: recognised, reason: a, domains: ['澜 水']}", "is no domain"),
        ("{name: 澜水报, kind: recognised, reason: a, domains: [com.cn]}", "anybody can have a site"),
        ("{name: 澜水报, kind: recognised, reason: a, since: '2025-02-01', until: '2025-01-01'}", "before it begins"),
        ("{name: 澜水报, kind: recognised, reason: a, since: '2025-2-1'}", "is no day"),
        ("{name: 澜水报, kind: recognised, reason: ' '}", "why it is listed"),
        ("{name: 报, kind: recognised, reason: a}", "too short"),
        ("{name: 新华社, kind: other, reason: a}", "is a name or domain of"),
        ("{name: 澜水报, kind: other, reason: a, domains: [news.cn]}", "is a name or domain of"),
    ],
)
def test_the_lint_finds_what_the_schema_cannot_see(tmp_path: Path, entry: str, what: str) -> None:
    found = faults(book(tmp_path, "mine", "cn-2019", f"sources:\n  lz: {entry}\n"))
    assert len(found) == 1
    assert what in found[0]


def test_two_entries_may_share_a_name_on_different_days(tmp_path: Path) -> None:
    sources = """sources:
  old: {name: 澜水报, kind: recognised, reason: a, until: '2024-12-31'}
  new: {name: 澜水报, kind: other, reason: a, since: '2025-01-01'}
"""
    mine = book(tmp_path, "mine", "cn-2019", sources)
    assert not faults(mine)
    kinds = [sources_of(mine).named("澜水报", day).kind for day in ("2024-12-31", "2025-01-01")]
    assert kinds == ["recognised", "other"]


@pytest.mark.parametrize(
    "entry",
    ["{name: 澜水报, kind: media, reason: a}", "{kind: other}", "{name: 澜水报, kind: other, reason: a, url: x}"],
)
def test_an_unknown_kind_or_field_is_refused_at_its_file(tmp_path: Path, entry: str) -> None:
    with pytest.raises(RulebookError) as caught:
        book(tmp_path, "mine", "cn-2019", f"sources:\n  lz: {entry}\n")
    assert "mine/sources.yml" in caught.value.where


def test_the_kinds_are_those_of_the_contract_everywhere() -> None:
    kinds = next(field.type for field in msgspec.structs.fields(SourceEntry) if field.name == "kind")
    assert set(get_args(kinds)) == set(SOURCE_KINDS) == set(STRICTNESS)
