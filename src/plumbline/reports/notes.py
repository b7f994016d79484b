"""What a reader must know about the data before trusting the numbers: said the same way in every report."""

from collections.abc import Iterator
from typing import Any

from plumbline.reports.report import Report
from plumbline.reports.saying import spelled
from plumbline.reports.words import TABLE, term

Note = tuple[str, str]


def notes(report: Report, lang: str) -> list[Note]:
    """Item and value: when, by which book, how many, how complete."""
    return [*_run_notes(report, lang), *_count_notes(report, lang), *cautions(report, lang)]


def answer(report: Report, lang: str) -> str:
    """The outcome in one sentence."""
    all_ = report.summary.overall
    if lang == "zh":
        return (
            f"共检查 {all_.judged} 个账号：不合格 {all_.failed} 个，未作结论 {all_.unknown} 个，"
            f"合格 {all_.passed} 个；合格率 {all_.pass_rate}。"
        )
    return (
        f"{all_.judged} {'account' if all_.judged == 1 else 'accounts'} judged: {all_.failed} fail, "
        f"{all_.unknown} unknown, {all_.passed} pass; pass rate {all_.pass_rate}."
    )


def moment(report: Report, lang: str) -> str:
    """The monitoring moment in the dossier's timezone."""
    as_of = report.summary.as_of
    zone = report.inspection.run.get("timezone", "")
    clock = f"{spelled(as_of.date(), lang)} {as_of:%H:%M}"
    return f"{clock}（{zone}）" if lang == "zh" else f"{clock} ({zone})"


def cautions(report: Report, lang: str) -> Iterator[Note]:
    """What is missing, refused, rejected or crashed; nothing where all is well."""
    run = report.inspection.run
    yield from without_verdicts(report, lang)
    yield _coverage(run, lang)
    if run.get("coverage", {}).get("text_not_read"):
        yield _not_read(run["coverage"], lang)
    if report.summary.rejected:
        yield _rejected(report, lang)
    for entry in run.get("not_assessed", ()):
        yield _not_assessed(report, entry, lang)
    for name, facts in run.get("tables", {}).items():
        yield from _table_cautions(name, facts, lang)
    for failure in run.get("failures", ()):
        yield _pair(
            lang, "检查出错", f"{failure['check']}：{failure['error']}。其他检查照常进行。",
            "A check crashed", f"{failure['check']}: {failure['error']}. The others went on.",
        )  # fmt: skip


def without_verdicts(report: Report, lang: str) -> Iterator[Note]:
    """That the rulebook fails nobody, where that is so."""
    if report.inspection.book.fails_nobody():
        yield _pair(
            lang, "合格的含义", "所用规则集没有判定不合格的规则，“合格”只表示可以作出结论，请以问题清单为准。",
            "What pass means", "No rule of this rulebook fails an account: “pass” only says that an answer could be "
            "given. Read the list of problems.",
        )  # fmt: skip


def _run_notes(report: Report, lang: str) -> Iterator[Note]:
    run, book = report.inspection.run, report.inspection.book.book
    yield ("监测时间点" if lang == "zh" else "As of", moment(report, lang))
    named = f"{book.title.of(lang)} ({book.name}, sha256 {run['rulebook']['sha256']})"
    yield ("规则集" if lang == "zh" else "Rulebook", named)
    yield ("结果指纹" if lang == "zh" else "Result", f"result_sha256 {run['result_sha256']}")
    yield ("程序" if lang == "zh" else "Program", f"plumbline {run['version']}")


def _count_notes(report: Report, lang: str) -> Iterator[Note]:
    counted = report.summary
    vetoes, excepted = counted.severities.get("veto", 0), counted.statuses.get("excepted", 0)
    yield ("结论" if lang == "zh" else "Outcome", answer(report, lang))
    yield _pair(
        lang, "登记与检查", f"登记 {counted.overall.registered} 个，检查 {counted.overall.judged} 个"
        f"（{counted.overall.inspected}），不评 {counted.overall.not_judged} 个（停用或已注销）。",
        "Registered and judged", f"{counted.overall.registered} registered, {counted.overall.judged} judged "
        f"({counted.overall.inspected}), {counted.overall.not_judged} not judged (suspended or closed).",
    )  # fmt: skip
    yield _pair(
        lang, "问题与未作结论项", f"问题 {counted.findings} 项，其中单项否决 {vetoes} 项，"
        f"已获例外 {excepted} 项；未作结论 {counted.abstentions} 项。",
        "Findings and abstentions", f"{counted.findings} findings, of them {vetoes} veto and {excepted} excepted; "
        f"{counted.abstentions} abstentions.",
    )  # fmt: skip


def _coverage(run: dict[str, Any], lang: str) -> Note:
    coverage = run.get("coverage", {})
    if coverage.get("assumed_complete", True):
        return _pair(
            lang, "采集覆盖", "没有采集覆盖表：按数据完整处理。若有漏采，“未更新”可能不成立。",
            "Coverage", "There is no coverage table: the dossier was taken as complete. "
            "If posts were missed, a silence may not be one.",
        )  # fmt: skip
    mean = f"{coverage.get('mean_pct', 0):.1f}%"
    return _pair(
        lang, "采集覆盖", f"平均 {mean} 的时间有采集记录；没有采集到的时间不据以认定未更新。",
        "Coverage", f"On average {mean} of the time was watched; no silence is found where nobody watched.",
    )  # fmt: skip


def _not_read(coverage: dict[str, Any], lang: str) -> Note:
    posts, accounts = coverage["text_not_read"], coverage["text_not_read_accounts"]
    holds, of = "holds" if posts == 1 else "hold", "account" if accounts == 1 else "accounts"
    return _pair(
        lang, "未识读的图片视频", f"{posts} 条发布含有图片或视频，其中文字未识读、未参与用语检查"
        f"（涉及 {accounts} 个账号）；可用 plumbline media 识读。",
        "Words not read", f"{posts} {'post' if posts == 1 else 'posts'} {holds} pictures or video whose words were not "
        f"read and so not judged ({accounts} {of}); plumbline media reads them.",
    )  # fmt: skip


def _rejected(report: Report, lang: str) -> Note:
    tables = report.inspection.run.get("tables", {})
    by = [(name, facts["rejected"]) for name, facts in tables.items() if facts.get("rejected")]
    rows = report.summary.rejected
    zh = "、".join(f"{term(TABLE, name, 'zh')} {number} 行" for name, number in by)
    en = ", ".join(f"{term(TABLE, name, 'en')} {number}" for name, number in by)
    return _pair(
        lang, "剔除的行", f"{rows} 行数据无法读取，未参与检查{f'（{zh}）' if zh else ''}；逐行见 rejected.jsonl。",
        "Rejected rows", f"{rows} {'row' if rows == 1 else 'rows'} could not be read and took no part"
        f"{f' ({en})' if en else ''}; each is listed in rejected.jsonl.",
    )  # fmt: skip


def _not_assessed(report: Report, entry: dict[str, Any], lang: str) -> Note:
    title = report.saying.clause_title(entry["clause"], lang)
    if lang == "zh":
        tables = "、".join(term(TABLE, name, "zh") for name in entry["missing"])
        return "未检查的规则", f"{title}（{entry['check']}，{entry['clause']}）：缺少{tables}。"
    tables = ", ".join(term(TABLE, name, "en") for name in entry["missing"])
    return "Rule not assessed", f"{title} ({entry['check']}, {entry['clause']}): the dossier has no {tables} table."


def _table_cautions(name: str, facts: dict[str, Any], lang: str) -> Iterator[Note]:
    zh, en = term(TABLE, name, "zh"), term(TABLE, name, "en")
    refused = facts.get("refused_columns") or ()
    if refused:
        yield _pair(
            lang, "拒收的列", f"{zh}：{'、'.join(refused)}。这些列会识别公民，未读取，也不出现在任何结果中。",
            "Columns refused", f"{en}: {', '.join(refused)}. They would identify citizens; not read, in no output.",
        )  # fmt: skip
    unknown = facts.get("unknown_columns") or ()
    if unknown:
        yield _pair(
            lang, "不认识的列", f"{zh}：{'、'.join(unknown)}。未读取。",
            "Columns not known", f"{en}: {', '.join(unknown)}. Not read.",
        )  # fmt: skip
    if facts.get("unregistered"):
        yield _pair(
            lang, "未登记账号的行", f"{zh}：{facts['unregistered']} 行属于未登记的账号，未检查。",
            "Rows of unregistered accounts", f"{en}: {facts['unregistered']} rows, not judged.",
        )  # fmt: skip
    if (facts.get("encoding") or "").lower().startswith("gb"):
        yield _pair(
            lang, "文件编码", f"{zh}不是 UTF-8，已按 {facts['encoding'].upper()} 读取。",
            "Encoding", f"{en}: not UTF-8, read as {facts['encoding'].upper()}.",
        )  # fmt: skip
    for text in facts.get("notes") or ():
        yield (zh if lang == "zh" else en, str(text))


def _pair(lang: str, zh_item: str, zh: str, en_item: str, en: str) -> Note:
    return (zh_item, zh) if lang == "zh" else (en_item, en)
