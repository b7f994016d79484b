"""Reading a folder of YAML: inheritance, origins, and a clear word about whatever is wrong with it."""

import re
from pathlib import Path

import pytest

from plumbline.domain.errors import RulebookError
from plumbline.domain.vocabulary import Severity, Sure
from plumbline.rulebook.load import digest, load, read

HEAD = "name: {name}\ntitle: {{zh: 本县规则, en: Our county}}\ncalendar: cn\nextends: {extends}\n"


def book(folder: Path, *, extends: str = "cn-2019", **files: str) -> Path:
    """A rulebook in `folder`; each further argument is a file `<name>.yml`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "book.yml").write_text(HEAD.format(name=folder.name, extends=extends), encoding="utf-8")
    for name, content in files.items():
        (folder / f"{name}.yml").write_text(content, encoding="utf-8")
    return folder


def refused(folder: Path) -> str:
    with pytest.raises(RulebookError) as caught:
        load(folder)
    return str(caught.value)


STRICTER = """
rules:
  activity.quiet_warning:
    params:
      warn_days: {value: 5, sure: C, source: ours}
"""


def test_a_county_changes_one_value_and_inherits_the_rest(tmp_path: Path) -> None:
    mine, nation = load(book(tmp_path / "county", rules=STRICTER)), load("cn-2019")
    rule = mine.rules["activity.quiet_warning"]
    assert rule.values() == {"warn_days": 5, "silent_days": 14, "bridge_hours": 24}
    assert rule.message == nation.rules["activity.quiet_warning"].message
    assert mine.clauses == nation.clauses


def test_every_value_remembers_the_file_that_set_it_last(tmp_path: Path) -> None:
    origins = load(book(tmp_path / "county", rules=STRICTER)).origins
    path = "rules/activity.quiet_warning/params"
    assert origins[f"{path}/warn_days/value"] == "county/rules.yml"
    assert origins[f"{path}/silent_days/value"] == "cn-2019/rules-activity.yml"
    assert origins["book/extends"] == "county/book.yml"


def test_a_county_extends_the_book_of_its_province_beside_it(tmp_path: Path) -> None:
    book(tmp_path / "province", extends="cn-gansu")
    county = load(book(tmp_path / "county", extends="province", rules=STRICTER))
    assert county.rules["activity.quiet_warning"].clause == "LOC-02"
    assert county.rules["activity.quiet_warning"].values()["warn_days"] == 5


def test_a_list_is_replaced_as_a_whole(tmp_path: Path) -> None:
    rules = "rules:\n  register.unit_without_account:\n    params:\n      levels:\n"
    rules += "        {value: [county], sure: B, source: CN123-01}\n"
    county = load(book(tmp_path / "county", rules=rules))
    assert county.rules["register.unit_without_account"].values() == {"levels": ["county"]}


def test_a_rule_that_is_emptied_falls_back_on_its_clause(tmp_path: Path) -> None:
    county = load(book(tmp_path / "county", rules="rules:\n  service.no_interaction:\n    remedy: null\n"))
    assert county.rules["service.no_interaction"].remedy is None


def test_a_value_of_which_nobody_is_sure_fails_no_account(tmp_path: Path) -> None:
    rules = "rules:\n  activity.stale_account:\n    params:\n      silent_days: {value: 3, sure: C, source: ours}\n"
    county = load(book(tmp_path / "county", rules=rules))
    assert county.severity("activity.stale_account") == Severity.VETO
    assert not county.can_fail("activity.stale_account")
    assert load("cn-2019").can_fail("activity.stale_account")


@pytest.mark.parametrize("path", ["clauses:\n  CN19-V2a", "rules:\n  activity.stale_account"])
def test_an_unsure_clause_or_rule_fails_no_account_either(tmp_path: Path, path: str) -> None:
    county = load(book(tmp_path / "county", rules=f"{path}:\n    sure: C\n"))
    assert not county.can_fail("activity.stale_account")
    assert county.clauses["CN19-V3a"].sure == Sure.A
    assert county.can_fail("service.no_interaction")


def test_the_checksum_follows_the_values_and_not_the_files(tmp_path: Path) -> None:
    one = read(book(tmp_path / "a" / "county", rules=STRICTER))
    other = read(book(tmp_path / "b" / "county", zz_rules=STRICTER))
    assert one.origins != other.origins
    assert one.sha256 == other.sha256 == digest(one)


def test_another_threshold_is_another_checksum(tmp_path: Path) -> None:
    one = read(book(tmp_path / "a" / "county", rules=STRICTER))
    other = read(book(tmp_path / "b" / "county", rules=STRICTER.replace("5", "6")))
    assert one.sha256 != other.sha256


def test_yes_and_no_are_words_as_yaml_1_2_has_them(tmp_path: Path) -> None:
    rules = "clauses:\n  LOC-01:\n    title: {zh: 警告, en: no}\n"
    assert load(book(tmp_path / "county", rules=rules)).clauses["LOC-01"].title.en == "no"


def test_an_unknown_book_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(RulebookError, match=r"did you mean cn-yunnan\?"):
        load("cn-yunan")


def test_extending_an_unknown_book_is_refused_with_the_nearest_name(tmp_path: Path) -> None:
    said = refused(book(tmp_path / "county", extends="cn-2091"))
    assert "unknown rulebook 'cn-2091'" in said
    assert "county/book.yml: book/extends" in said
    assert "did you mean cn-2019?" in said


def test_books_that_extend_each_other_are_refused(tmp_path: Path) -> None:
    book(tmp_path / "east", extends="west")
    assert "west → east → west" in refused(book(tmp_path / "west", extends="east"))


def test_a_folder_without_a_head_is_refused(tmp_path: Path) -> None:
    assert "no book.yml" in refused(tmp_path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("rules:\n  a: 1\n  a: 2\n", r"rules\.yml line 3"),
        ("rules: [1]\n", "must be a mapping of entries"),
        ("[1, 2]\n", "a mapping was expected"),
        ("ruels: {}\n", "unknown section 'ruels'"),
        (
            "rules: {activity.stale_account: {severity: fatal}}\n",
            r"county/rules\.yml: rules/.*stale_account/severity",
        ),
        ("rules: {activity.stale_account: {sevrity: veto}}\n", "`sevrity`"),
        ("clauses: {LOC-01: {title: {zh: 一}}}\nrules: {service.x: {}}\n", "missing required field"),
        ("clauses: {LOC-99: {title: {zh: 一, en: one}}}\n", "county/rules.yml: clauses/LOC-99"),
        ("clauses: {LOC-01: {days_to_mend: soon}}\n", "county/rules.yml: clauses/LOC-01/days_to_mend"),
        ("rules: {\n", "not readable as YAML"),
        ("rules: !!python/object:os.system {}\n", "not readable as YAML"),
        ("rules: {activity.stale_acount: 1}\n", "activity.stale_acount"),
    ],
)
def test_a_fault_is_named_with_its_file_and_place(tmp_path: Path, content: str, said: str) -> None:
    assert re.search(said, refused(book(tmp_path / "county", rules=content)))


def test_one_clause_in_two_files_is_refused(tmp_path: Path) -> None:
    note = "clauses:\n  LOC-01:\n    sure: C\n"
    said = refused(book(tmp_path / "county", first=note, second=note))
    assert "clauses/LOC-01 is defined twice" in said
    assert "county/first.yml and county/second.yml" in said


def test_a_file_with_the_other_ending_is_not_passed_over(tmp_path: Path) -> None:
    folder = book(tmp_path / "county")
    (folder / "rules.yaml").write_text(STRICTER, encoding="utf-8")
    assert "call it rules.yml" in refused(folder)


def test_text_that_is_not_utf_8_is_refused_by_name(tmp_path: Path) -> None:
    folder = book(tmp_path / "county")
    (folder / "rules.yml").write_bytes("rules: {} # 规则".encode("gb18030"))
    assert "rules.yml" in refused(folder)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("rules: {activity.stale_account: {clause: CN19-V9}}\n", "unknown clause 'CN19-V9'"),
        ("clauses: {LOC-01: {instrument: nowhere}}\n", "unknown instrument 'nowhere'"),
        (
            "rules: {activity.stale_account: {params: {silent_dyas: {value: 7, sure: B, source: CN19-V2a}}}}\n",
            "no such parameter",
        ),
        (
            "rules: {activity.stale_account: {params: {silent_days: {value: '7', sure: B, source: CN19-V2a}}}}\n",
            "'7' is no int",
        ),
    ],
)
def test_what_would_crash_an_inspection_is_refused_before_it(tmp_path: Path, content: str, said: str) -> None:
    told = refused(book(tmp_path / "county", rules=content))
    assert said in told
    assert "plumbline rulebook lint" in told
