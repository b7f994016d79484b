"""What `plumbline rulebook` prints: books, clauses, rules, coverage, problems and differences as lines of text."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from plumbline.cli.columns import aligned
from plumbline.cli.words import say, tinted
from plumbline.domain.vocabulary import ClauseStatus, Severity, Sure
from plumbline.reports.words import READER, SEVERITY
from plumbline.rulebook import coverage as covering
from plumbline.rulebook.diff import Difference
from plumbline.rulebook.lint import Problem
from plumbline.rulebook.model import Rulebook, Text
from plumbline.rulebook.sentences import citation

STATUS: Mapping[ClauseStatus, Text] = MappingProxyType(
    {
        ClauseStatus.AUTOMATED: Text(zh="自动检查", en="automated"),
        ClauseStatus.PARTIAL: Text(zh="部分自动", en="partial"),
        ClauseStatus.PLANNED: Text(zh="计划实现", en="planned"),
        ClauseStatus.MANUAL: Text(zh="人工检查", en="manual"),
        ClauseStatus.NOT_APPLICABLE: Text(zh="不适用", en="not applicable"),
    }
)


def books(shipped: Sequence[Rulebook], lang: str) -> Iterator[str]:
    """Name, title and what it extends, a book a line."""
    rows = [[say(lang, "BOOK", "规则集"), say(lang, "EXTENDS", "继承"), say(lang, "TITLE", "名称")]]
    rows += [[item.book.name, item.book.extends or "-", item.book.title.of(lang)] for item in shipped]
    yield from aligned(rows)


def clauses(book: Rulebook, lang: str) -> Iterator[str]:
    """Every clause of a book: id, status, severity, how sure, whether required, title, checks."""
    checks = covering.checks_by_clause(book)
    heads = ("CLAUSE", "条款"), ("STATUS", "状态"), ("SEVERITY", "严重程度"), ("SURE", "确信"), ("REQUIRED", "必查")
    rows = [[say(lang, *head) for head in (*heads, ("TITLE", "名称"), ("CHECKS", "检查项"))]]
    for name, clause in book.clauses.items():
        row = [name, STATUS[clause.status].of(lang), _severity(clause.severity, lang), clause.sure]
        row += [_yes(lang, when=clause.required), clause.title.of(lang), ", ".join(checks.get(name, ())) or "-"]
        rows.append(row)
    yield from aligned(rows)


def book(book: Rulebook, lang: str) -> Iterator[str]:
    """The head of a book, its instruments, and every rule with its thresholds."""
    yield f"{tinted(book.book.name, 'bold')} {book.book.title.of(lang)}"
    fails = ", ".join(_severity(value, lang) for value in book.book.fail_severities)
    yield from _facts(
        (say(lang, "extends", "继承"), book.book.extends or "-"),
        (say(lang, "working days", "工作日历"), book.book.calendar),
        (say(lang, "fails by", "判定不合格"), fails or "-"),
        ("sha256", book.sha256),
    )
    yield ""
    rows = [[say(lang, "INSTRUMENT", "文件"), say(lang, "DATE", "日期"), say(lang, "TITLE", "名称")]]
    rows += [[item.number or key, item.date or "-", item.title.of(lang)] for key, item in book.instruments.items()]
    yield from aligned(rows)
    yield ""
    yield from _rules(book, lang)


def _rules(book: Rulebook, lang: str) -> Iterator[str]:
    heads = ("CHECK", "检查项"), ("CLAUSE", "条款"), ("SEVERITY", "严重程度"), ("SURE", "确信"), ("REQUIRED", "必查")
    rows = [[say(lang, *head) for head in (*heads, ("THRESHOLDS", "阈值"))]]
    for name, rule in book.rules.items():
        values = " ".join(f"{key}={_short(value)}" for key, value in rule.values().items())
        row = [
            name,
            rule.clause,
            _severity(rule.severity, lang),
            rule.sure,
            _yes(lang, when=rule.required),
            values or "-",
        ]
        rows.append(row)
    yield from aligned(rows)


def clause(book: Rulebook, name: str, lang: str) -> Iterator[str]:
    """A clause in full, with its checks and the file of what was set last."""
    item = book.clauses[name]
    yield f"{tinted(name, 'bold')} {item.title.of(lang)}"
    yield f"  {item.sentence.of(lang)}"
    checks = ", ".join(covering.checks_by_clause(book).get(name, ())) or "-"
    yield from _facts(
        (say(lang, "citation", "依据"), citation(book, name, lang)),
        (say(lang, "status", "状态"), STATUS[item.status].of(lang)),
        *_weight(item, lang),
        (say(lang, "checks", "检查项"), checks),
        (say(lang, "remedy", "整改"), item.remedy.of(lang)),
        (say(lang, "days to mend", "整改期限"), _days(item.days_to_mend, lang)),
        *([(say(lang, "note", "说明"), item.note.of(lang))] if item.note else []),
    )
    yield from _files(book, f"clauses/{name}/", lang)


def rule(book: Rulebook, name: str, lang: str) -> Iterator[str]:
    """A rule in full: clause, weight, thresholds with their sources, sentences of every variant."""
    item = book.rules[name]
    yield f"{tinted(name, 'bold')}  {item.clause}  {citation(book, item.clause, lang)}"
    yield from _facts(
        *_weight(item, lang),
        (say(lang, "reader", "读者"), READER[item.reader].of(lang)),
        (say(lang, "can fail an account", "可判不合格"), _yes(lang, when=book.can_fail(name))),
        (say(lang, "touches also", "涉及条款"), ", ".join(item.also) or "-"),
        (say(lang, "days to mend", "整改期限"), _days(book.days_to_mend(name), lang)),
        (say(lang, "message", "问题描述"), item.message.of(lang)),
        (say(lang, "remedy", "整改"), (item.remedy or book.clauses[item.clause].remedy).of(lang)),
    )
    for key, value in item.params.items():
        file = book.origins.get(f"rules/{name}/params/{key}/value", "")
        yield f"  {key} = {_short(value.value)}  [{value.source}, {value.sure}]  {file}"
    for variant, said in item.variants.items():
        cited, weight = book.clause_id(name, variant), _severity(book.severity(name, variant), lang)
        yield f"  {say(lang, 'variant', '情形')} {variant}: {cited}, {weight}: {said.message.of(lang)}"
    yield from _files(book, f"rules/{name}/", lang)


def coverage(book: Rulebook, found: covering.Coverage, lang: str) -> Iterator[str]:
    """Clauses of each instrument by status, and the total; then the clauses that checks cover, with their checks."""
    head = [say(lang, "INSTRUMENT", "文件"), *(STATUS[status].of(lang) for status in STATUS), say(lang, "ALL", "合计")]
    rows = [head]
    for name, counts in found.counts.items():
        item = book.instruments[name]
        sure = item.number if item.number_sure != Sure.C else ""
        rows.append([sure or item.title.of(lang), *_counts(counts)])
    yield from aligned([*rows, [say(lang, "TOTAL", "合计"), *_counts(found.total)]])
    yield ""
    covered = [item for item in found.clauses if item.checks]
    lines = [[item.clause, STATUS[item.status].of(lang), ", ".join(item.checks)] for item in covered]
    yield from aligned(
        [[say(lang, "CLAUSE", "条款"), say(lang, "STATUS", "状态"), say(lang, "CHECKS", "检查项")], *lines]
    )


def problems(name: str, found: Sequence[Problem], lang: str) -> Iterator[str]:
    """One problem a line, then their number."""
    for problem in found:
        yield f"{name}: {problem.path}: {problem.what}"
    yield f"{name}: " + (
        say(lang, f"{len(found)} problems", f"发现 {len(found)} 个问题")
        if found
        else say(lang, "no problems", "未发现问题")
    )


def differences(left: str, right: str, found: Sequence[Difference], lang: str) -> Iterator[str]:
    """Each difference with both values and their files."""
    if not found:
        yield say(lang, f"{left} and {right} say the same", f"{left} 与 {right} 相同")
    for item in found:
        yield tinted(item.path, "bold")
        yield f"  - {_short(item.left)}  {item.left_origin}".rstrip()
        yield f"  + {_short(item.right)}  {item.right_origin}".rstrip()


def _weight(item: Any, lang: str) -> list[tuple[str, str]]:
    return [
        (say(lang, "severity", "严重程度"), _severity(item.severity, lang)),
        (say(lang, "sure", "确信程度"), item.sure),
        (say(lang, "required", "必查"), _yes(lang, when=item.required)),
    ]


def _facts(*pairs: tuple[str, str]) -> Iterator[str]:
    yield from aligned([["", *pair] for pair in pairs])


def _files(book: Rulebook, prefix: str, lang: str) -> Iterator[str]:
    files = dict.fromkeys(file for path, file in book.origins.items() if path.startswith(prefix))
    yield f"  {say(lang, 'files', '来源文件')}: {', '.join(files)}"


def _counts(counts: Mapping[ClauseStatus, int]) -> list[str]:
    return [*(str(counts[status]) for status in STATUS), str(sum(counts.values()))]


def _severity(value: Severity, lang: str) -> str:
    return SEVERITY[value].of(lang)


def _days(days: int | None, lang: str) -> str:
    return "-" if days is None else say(lang, f"{days} working days", f"{days}个工作日")


def _yes(lang: str, *, when: bool) -> str:
    return say(lang, "yes", "是") if when else "-"


def _short(value: Any) -> str:
    """A value in one line; a long list by its length."""
    if isinstance(value, list | tuple) and len(value) > 4:
        return f"[{len(value)}]"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(str, value)) + "]"
    return "-" if value is None else str(value)
