"""`plumbline rulebook`: the rules as data: list, show, coverage, lint, diff."""

import argparse
import difflib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from plumbline.cli import rulebook_text as text
from plumbline.cli.words import printed, say
from plumbline.domain.errors import UsageError
from plumbline.rulebook.coverage import checks_by_clause, cited_by, coverage
from plumbline.rulebook.diff import differences
from plumbline.rulebook.lint import problems
from plumbline.rulebook.load import load, read, shipped
from plumbline.rulebook.model import Rulebook
from plumbline.rulebook.sentences import citation

DEFAULT = "cn-2019"


def add_parser(commands: Any, lang: str, shared: argparse.ArgumentParser) -> None:
    """Add the command group to the parser."""
    examples = """
  plumbline rulebook list
  plumbline rulebook show CN19-V2a
  plumbline rulebook show activity.quiet_warning --rulebook cn-gansu
  plumbline rulebook coverage
  plumbline rulebook lint my-book/
  plumbline rulebook diff cn-2019 cn-yunnan"""
    group = commands.add_parser(
        "rulebook",
        parents=[shared],
        help=say(lang, "the rules as data", "查看、核对规则集"),
        description=say(
            lang,
            "A rulebook is a folder of YAML files: instruments, their clauses, and the rules that tie a check to a "
            "clause. A book may extend another and change single values; every value remembers its file and how sure "
            "it is.",
            "规则集是一个 YAML 文件夹，载明文件依据、条款以及检查项与条款的对应规则。"
            "规则集可以继承并逐项修改，每个取值都记录来源文件和确信程度。",
        ),
        epilog=say(lang, "examples:", "示例：") + examples,
    )
    kinds = group.add_subparsers(title=say(lang, "commands", "命令"), metavar="COMMAND", required=True)
    _list_parser(kinds, lang, shared)
    _show_parser(kinds, lang, shared)
    _coverage_parser(kinds, lang, shared)
    _lint_parser(kinds, lang, shared)
    _diff_parser(kinds, lang, shared)


def run(args: argparse.Namespace) -> int:
    """Run the chosen command of the group."""
    return int(args.do(args))


def _parser(kinds: Any, name: str, shared: argparse.ArgumentParser, *, help: str, example: str, do: Any) -> Any:
    parser = kinds.add_parser(
        name, parents=[shared], help=help, description=help, epilog=f"  plumbline rulebook {example}"
    )
    parser.add_argument("--json", action="store_true", help="JSON")
    parser.set_defaults(run=run, do=do)
    return parser


def _list_parser(kinds: Any, lang: str, shared: argparse.ArgumentParser) -> None:
    told = say(lang, "the shipped books, and every clause of one", "列出内置规则集和某一规则集的全部条款")
    parser = _parser(kinds, "list", shared, help=told, example="list cn-gansu", do=_list)
    parser.add_argument("book", nargs="?", default=DEFAULT, help=_book_help(lang))


def _show_parser(kinds: Any, lang: str, shared: argparse.ArgumentParser) -> None:
    told = say(
        lang,
        "a clause, a rule or a book in full, with the file of each value",
        "查看条款、检查规则或者规则集全文及各取值的来源文件",
    )
    parser = _parser(kinds, "show", shared, help=told, example="show LOC-03 --rulebook cn-guizhou", do=_show)
    parser.add_argument("name", help=say(lang, "clause, check or book", "条款编号、检查项或者规则集名称"))
    parser.add_argument("--rulebook", default=DEFAULT, help=_book_help(lang))


def _coverage_parser(kinds: Any, lang: str, shared: argparse.ArgumentParser) -> None:
    told = say(lang, "how far the checks cover each instrument", "各文件条款的自动检查覆盖情况")
    parser = _parser(kinds, "coverage", shared, help=told, example="coverage cn-2019", do=_coverage)
    parser.add_argument("book", nargs="?", default=DEFAULT, help=_book_help(lang))


def _lint_parser(kinds: Any, lang: str, shared: argparse.ArgumentParser) -> None:
    told = say(
        lang,
        "faults of a book: dangling names, wrong parameters, broken sentences; exit code 1 if there are any",
        "核对规则集：名称、参数、语句有无错误；发现问题时退出码为1",
    )
    parser = _parser(kinds, "lint", shared, help=told, example="lint my-book/", do=_lint)
    every = say(lang, "name or folder; default: every shipped book", "规则集名称或文件夹，默认全部内置规则集")
    parser.add_argument("book", nargs="?", help=every)


def _diff_parser(kinds: Any, lang: str, shared: argparse.ArgumentParser) -> None:
    told = say(
        lang,
        "values in which two books differ; exit code 1 if there are any",
        "比较两个规则集的取值；有差异时退出码为1",
    )
    parser = _parser(kinds, "diff", shared, help=told, example="diff cn-2019 cn-yunnan", do=_diff)
    parser.add_argument("left", help=_book_help(lang))
    parser.add_argument("right", help=_book_help(lang))


def _book_help(lang: str) -> str:
    return say(lang, "name of a shipped book, or a folder", "内置规则集名称或者文件夹")


def _list(args: argparse.Namespace) -> int:
    book = load(args.book)
    if args.json:
        books = [{"name": name, "title": load(name).book.title} for name in shipped()]
        return _json(
            {"books": books, "book": book.book.name, "clauses": [_clause(book, name) for name in book.clauses]}
        )
    _print(text.books([load(name) for name in shipped()], args.lang))
    printed("")
    _print(text.clauses(book, args.lang))
    return 0


def _show(args: argparse.Namespace) -> int:
    if args.name in shipped() or (Path(args.name) / "book.yml").is_file():
        book = load(args.name)
        return _json(book) if args.json else _print(text.book(book, args.lang))
    book = load(args.rulebook)
    if args.name in book.clauses:
        return _json(_clause(book, args.name)) if args.json else _print(text.clause(book, args.name, args.lang))
    if args.name in book.rules:
        return _json(_rule(book, args.name)) if args.json else _print(text.rule(book, args.name, args.lang))
    near = difflib.get_close_matches(args.name, [*book.clauses, *book.rules, *shipped()], n=3, cutoff=0.4)
    raise UsageError(
        f"no clause, rule or book is called '{args.name}'",
        f"rulebook {book.book.name}",
        elsewhere(args.name) or (f"did you mean {' or '.join(near)}?" if near else "plumbline rulebook list shows all"),
    )


def elsewhere(name: str) -> str:
    """Which shipped book a name stands in, as advice; empty where none has it."""
    books = [book for book in shipped() if name in load(book).clauses or name in load(book).rules]
    return f"it stands in {books[0]}: add --rulebook {books[0]}" if books else ""


def _coverage(args: argparse.Namespace) -> int:
    book = load(args.book)
    found = coverage(book)
    if args.json:
        return _json({"book": book.book.name, "counts": found.counts, "total": found.total, "clauses": found.clauses})
    return _print(text.coverage(book, found, args.lang))


def _lint(args: argparse.Namespace) -> int:
    names = [args.book] if args.book else list(shipped())
    found = {name: problems(read(name)) for name in names}
    if args.json:
        _json([{"book": name, **msgspec.to_builtins(problem)} for name in names for problem in found[name]])
    else:
        for name in names:
            _print(text.problems(name, found[name], args.lang))
    return 1 if any(found.values()) else 0


def _diff(args: argparse.Namespace) -> int:
    found = differences(load(args.left), load(args.right))
    if args.json:
        _json(found)
    else:
        _print(text.differences(args.left, args.right, found, args.lang))
    return 1 if found else 0


def _clause(book: Rulebook, name: str) -> dict[str, Any]:
    clause: dict[str, Any] = msgspec.to_builtins(book.clauses[name])
    cited = {lang: citation(book, name, lang) for lang in ("zh", "en")}
    checks = checks_by_clause(book).get(name, ())
    return {
        "clause": name,
        **clause,
        "citation": cited,
        "checks": checks,
        "origins": _origins(book, f"clauses/{name}/"),
    }


def _rule(book: Rulebook, name: str) -> dict[str, Any]:
    rule: dict[str, Any] = msgspec.to_builtins(book.rules[name])
    more = {"can_fail": book.can_fail(name), "clauses": cited_by(book.rules[name])}
    return {"check": name, **rule, **more, "origins": _origins(book, f"rules/{name}/")}


def _origins(book: Rulebook, prefix: str) -> dict[str, str]:
    return {path.removeprefix(prefix): file for path, file in book.origins.items() if path.startswith(prefix)}


def _json(value: Any) -> int:
    printed(json.dumps(msgspec.to_builtins(value), ensure_ascii=False, indent=2))
    return 0


def _print(lines: Iterable[str]) -> int:
    for line in lines:
        printed(line)
    return 0
