"""`plumbline explain`: what a check finds, how, where it is blind, under which clause; or what a clause says."""

import argparse
import difflib
from collections.abc import Iterator
from typing import Any

from plumbline.checks import discover
from plumbline.cli.words import printed, say, tinted
from plumbline.domain.errors import UsageError
from plumbline.domain.vocabulary import ALL_CHECKS
from plumbline.rulebook.load import load
from plumbline.rulebook.model import Rulebook
from plumbline.rulebook.sentences import citation


def add_parser(commands: Any, lang: str, shared: argparse.ArgumentParser) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "explain",
        parents=[shared],
        help=say(lang, "explain a check or a clause", "说明检查项或条款"),
        description=say(
            lang,
            "A check: what it finds, how, its blind spots, thresholds, clause, measured error rates. "
            "A clause: its sentence, citation, how sure, and which checks cover it.",
            "检查项：查什么、怎么查、盲区、阈值、依据条款、实测误差。条款：内容、出处、确信程度以及由哪些检查项覆盖。",
        ),
        epilog=say(lang, "examples:", "示例：")
        + "\n  plumbline explain activity.stale_account\n  plumbline explain LOC-03",
    )
    parser.add_argument("name", help=say(lang, "check or clause", "检查项或条款编号"))
    parser.add_argument("--rulebook", default="cn-2019", help=say(lang, "name or folder", "规则集名称或文件夹"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the explanation; UsageError with the nearest name if there is nothing to explain."""
    book = load(args.rulebook)
    if args.name in discover():
        lines = _check(args.name, book, args.lang)
    elif args.name in book.clauses:
        lines = _clause(args.name, book, args.lang)
    elif args.name in ALL_CHECKS:
        lines = iter([say(args.lang, f"{args.name}: planned, not built yet", f"{args.name}：已规划，尚未实现")])
    else:
        known = [*ALL_CHECKS, *book.clauses]
        near = difflib.get_close_matches(args.name, known, n=3, cutoff=0.4)
        raise UsageError(
            f"no check or clause is called '{args.name}'",
            remedy=f"did you mean {' or '.join(near)}?" if near else "plumbline rulebook list shows all names",
        )
    for line in lines:
        printed(line)
    return 0


def _check(name: str, book: Rulebook, lang: str) -> Iterator[str]:
    module = discover()[name]
    yield tinted(name, "bold")
    yield from (module.__doc__ or "").strip().splitlines()
    yield ""
    yield say(lang, "Reads: ", "读取数据表：") + ", ".join(module.READS)
    reasons = ", ".join(str(reason) for reason in module.REASONS)
    yield say(lang, "Abstains when: ", "不作判断的情形：") + (reasons or say(lang, "never", "无"))
    rule = book.rules.get(name)
    if rule is None:
        yield say(lang, f"Rulebook {book.book.name} has no rule for it.", f"规则集 {book.book.name} 未采用此检查项。")
        return
    yield say(lang, "Rulebook: ", "规则集：") + book.book.name
    required = say(lang, ", required", "，必查") if rule.required else ""
    yield say(lang, f"Severity: {rule.severity}, reader: {rule.reader}, sure: {rule.sure}{required}",
              f"严重程度：{rule.severity}，读者：{rule.reader}，确信程度：{rule.sure}{required}")  # fmt: skip
    fails = book.can_fail(name)
    yield say(lang, f"Can fail an account: {'yes' if fails else 'no'}", f"可判不合格：{'是' if fails else '否'}")
    for key, parameter in rule.params.items():
        origin = book.origins.get(f"rules/{name}/params/{key}/value", "")
        yield f"  {key} = {parameter.value}  [{parameter.source}, sure {parameter.sure}] {origin}"
    yield ""
    for clause in dict.fromkeys([rule.clause, *rule.also, *(v.clause for v in rule.variants.values() if v.clause)]):
        yield from _clause(clause, book, lang)
    yield say(
        lang,
        "Measured: the answer follows from dates and records, not from a model, so precision and recall are those of "
        "the records; docs/measured/main-job.md has the runs on real accounts.",
        "实测：结论由日期和记录直接得出，不含统计模型，准确率即记录本身的准确率；"
        "真实账号上的运行见 docs/measured/main-job.md。",
    )


def _clause(name: str, book: Rulebook, lang: str) -> Iterator[str]:
    clause = book.clauses[name]
    yield f"{tinted(name, 'bold')} {clause.title.of(lang)}"
    yield f"  {clause.sentence.of(lang)}"
    yield say(lang, "  Citation: ", "  依据：") + citation(book, name, lang)
    yield say(lang, f"  Status: {clause.status}, severity: {clause.severity}, sure: {clause.sure}",
              f"  状态：{clause.status}，严重程度：{clause.severity}，确信程度：{clause.sure}")  # fmt: skip
    yield say(lang, "  Remedy: ", "  整改：") + clause.remedy.of(lang)
    if clause.days_to_mend is not None:
        days = clause.days_to_mend
        yield say(lang, f"  Days to mend: {days} working days", f"  整改期限：{days} 个工作日")
    checks = [check for check, rule in book.rules.items() if name in (rule.clause, *rule.also)]
    yield say(lang, "  Checks: ", "  检查项：") + (", ".join(checks) or say(lang, "none", "无"))
    if clause.note:
        yield f"  {clause.note.of(lang)}"
