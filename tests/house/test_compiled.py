"""What is compiled is up to date, and a draft is judged without what whole tables need."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from plumbline.checks import POST_CHECKS, discover, post_check
from plumbline.engine import drafts
from plumbline.rulebook.load import load
from plumbline.rulebook.quick import book_of, quick
from plumbline.text import compiled
from plumbline.text.lexicon import Lexicon
from plumbline.text.shipped import FOLDER, parse

REPOSITORY = Path(__file__).resolve().parents[2]
HEAVY = ("polars", "numpy", "ruamel", "rich", "jinja2", "chinese_calendar", "docx", "xlsxwriter")


def test_the_compiled_files_are_fresh() -> None:
    done = subprocess.run([sys.executable, "tools/compile_data.py", "--check"], cwd=REPOSITORY, capture_output=True)
    assert done.returncode == 0, f"run `make compile`: {done.stdout.decode()}"


def test_the_list_of_post_checks_names_all_of_them_and_no_other() -> None:
    assert set(POST_CHECKS) == {name for name, module in discover().items() if module.KIND == "post_check"}
    assert tuple(sorted(POST_CHECKS)) == POST_CHECKS


def test_the_compiled_book_is_the_book() -> None:
    book = quick("cn-2019")
    assert book is not None
    whole = load("cn-2019")
    assert (book.sha256, book.rules, book.clauses, book.instruments) == (
        whole.sha256, whole.rules, whole.clauses, whole.instruments,
    )  # fmt: skip


def test_other_books_go_the_long_way() -> None:
    assert quick("cn-yunnan") is None
    assert book_of("cn-yunnan") == load("cn-yunnan")


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yml")), ids=lambda path: path.stem)
def test_a_compiled_lexicon_finds_what_its_yaml_does(path: Path) -> None:
    ready = compiled.read(f"lexicons/{path.stem}", [path], Lexicon)
    plain = parse(path.read_text("utf-8"), path.name)
    assert ready is not None
    assert (ready.groups, ready.triggers()) == (plain.groups, plain.triggers())


def test_a_compiled_file_whose_source_has_changed_is_not_used(tmp_path: Path) -> None:
    changed = tmp_path / "abuse.yml"
    changed.write_text("lexicon: abuse\ngroups: {}\n")
    assert compiled.read("lexicons/abuse", [changed], Lexicon) is None
    assert compiled.read("lexicons/of-another-world", [changed], Lexicon) is None


def test_what_the_checks_want_is_compiled_as_the_checks_say_it() -> None:
    ready = compiled.read(drafts.WANTED, drafts.sources(), drafts.Ready)
    assert ready is not None
    assert ready.needs == drafts.needs_of(load("cn-2019"))


@pytest.mark.parametrize("name", POST_CHECKS)
def test_no_post_check_loads_what_whole_columns_need(name: str) -> None:
    assert not _loaded(f"from plumbline.checks import post_check; post_check({name!r})")


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
def test_a_draft_is_judged_without_what_tables_need(form: str, tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text("张三的身份证号是110101199003077897，邮箱a@qq.com，加微信领红包", "utf-8")
    call = f"from plumbline.cli.main import main; main(['check', {str(draft)!r}, '--format', {form!r}])"
    assert not _loaded(call)


def _loaded(code: str) -> list[str]:
    told = f"import json, sys; print(json.dumps([name for name in {HEAVY} if name in sys.modules]))"
    done = subprocess.run([sys.executable, "-c", f"{code}; {told}"], capture_output=True, text=True, check=True)
    found = json.loads(done.stdout.splitlines()[-1])
    assert isinstance(found, list)
    return found


def test_the_module_of_every_post_check_has_the_form_of_one() -> None:
    for name in POST_CHECKS:
        module = post_check(name)
        assert {"wants", "find", "Params", "Facts", "LEXICONS", "MODELS", "VARIANTS"} <= set(vars(module)), name
