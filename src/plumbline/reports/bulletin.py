"""bulletin.docx: the notice that an office sends, in the order that offices use."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from plumbline.domain.judgement import Finding
from plumbline.domain.vocabulary import Severity, Sure
from plumbline.reports.letter import Letter
from plumbline.reports.notes import moment, without_verdicts
from plumbline.reports.register import Entry
from plumbline.reports.report import Report
from plumbline.reports.saying import spelled
from plumbline.reports.summary import Problem, Tally
from plumbline.reports.words import HEADING, PLATFORM, SEVERITY, VERDICT, term
from plumbline.rulebook.model import Text

MOST_UNITS = 40
"""Units named under one problem; what goes beyond is left to the annex, and the notice says so."""
_DIGITS = "一二三四五六七八九十"
ANNEXES = (
    (Text(zh="政务新媒体检查问题清单", en="List of problems"), "annex.xlsx"),
    (Text(zh="政务新媒体检查结论一览表", en="All verdicts"), "annex.xlsx"),
    (Text(zh="未作结论事项清单", en="Accounts without a conclusion"), "annex.xlsx"),
)


def write(report: Report, folder: Path) -> None:
    """Write bulletin.docx."""
    (folder / "bulletin.docx").write_bytes(bulletin(report))


def bulletin(report: Report) -> bytes:
    """The notice: title, basis, overall, problems, what to do, annexes."""
    letter, title = Letter(report.lang), _title(report)
    letter.title(title)
    letter.text("各有关单位：" if report.lang == "zh" else "To the units concerned:", indent=0)
    letter.text(_basis(report))
    for write_part in (_overall, _problems, _remedies, _annexes):
        write_part(report, letter)
    return letter.content(title=title, moment=report.summary.as_of)


def _title(report: Report) -> str:
    day = report.summary.as_of
    if report.lang == "zh":
        return f"关于{day.year}年{day.month}月政务新媒体检查情况的通报"
    return f"Notice on the inspection of official social-media accounts, {spelled(day.date(), 'en').split(' ', 1)[1]}"


def _basis(report: Report) -> str:
    """By which instruments, at which moment."""
    instruments = _instruments(report)
    if report.lang == "zh":
        under = f"根据{'、'.join(instruments)}等规定，" if instruments else ""
        return (
            f"{under}按照{report.inspection.book.book.title.zh}，以{moment(report, 'zh')}"
            "为监测时间点，对登记在册的政务新媒体进行了检查。现将有关情况通报如下。"
        )
    under = f"Under {'; '.join(instruments)}, and by" if instruments else "By"
    return (
        f"{under} the {report.inspection.book.book.title.en}, the registered accounts "
        f"were inspected as of {moment(report, 'en')}. The outcome is as follows."
    )


def _instruments(report: Report) -> list[str]:
    """The instruments behind the rules that can fail an account or were found broken, in the order of the book."""
    book, found = report.inspection.book, {problem.clause for problem in report.summary.problems}
    vetoes = {rule.clause for rule in report.summary.rules if rule.assessed and rule.severity == Severity.VETO}
    cited = {book.clauses[clause].instrument for clause in found | vetoes}
    return [_instrument(report, key) for key, one in book.instruments.items() if key in cited and not one.collection]


def _instrument(report: Report, key: str) -> str:
    instrument, lang = report.inspection.book.instruments[key], report.lang
    title = instrument.title.of(lang)
    number = "" if instrument.number_sure == Sure.C else instrument.number
    if lang == "zh":
        return f"《{title}》（{number}）" if number else f"《{title}》"
    return f"{title} ({number})" if number else title


def _overall(report: Report, letter: Letter) -> None:
    zh, all_ = report.lang == "zh", report.summary.overall
    letter.heading("一、总体情况" if zh else "1. Overall")
    if zh:
        letter.text(
            f"登记在册的政务新媒体共{all_.registered}个，本次检查{all_.judged}个，检查比例{all_.inspected}；"
            f"停用或已注销的{all_.not_judged}个不作评判。检查的{all_.judged}个中，合格{all_.passed}个，不合格{all_.failed}个，"
            f"因数据不足未作结论{all_.unknown}个，合格率{all_.pass_rate}。"
        )
    else:
        letter.text(
            f"{all_.registered} accounts are registered; {all_.judged} were inspected ({all_.inspected}), "
            f"{all_.not_judged} are suspended or closed and not judged. Of the {all_.judged}, {all_.passed} pass, "
            f"{all_.failed} fail and {all_.unknown} are left without a conclusion for lack of data; "
            f"the pass rate is {all_.pass_rate}."
        )
    for _, said in without_verdicts(report, report.lang):
        letter.text(said)
    letter.text(_change(report))
    letter.lead("分平台情况如下：" if zh else "By platform:")
    letter.table(_platform_head(report.lang), [_platform_row(*named) for named in _platform_tallies(report)])


def _change(report: Report) -> str:
    """Against the last period."""
    now, before = report.summary.overall, report.summary.before
    if before is None:
        return "无上期数据，不作比较。" if report.lang == "zh" else "There is no last period to compare with."
    if report.lang == "zh":
        return (
            f"与上期相比：合格率上期为{before.pass_rate}，本期为{now.pass_rate}；不合格账号上期{before.failed}个，"
            f"本期{now.failed}个，{_moved(now.failed - before.failed, '增加', '减少', '持平', '个')}。"
        )
    moved = _moved(now.failed - before.failed, "up ", "down ", "unchanged", "")
    return (
        f"Last period the pass rate was {before.pass_rate}, now {now.pass_rate}; "
        f"{before.failed} accounts failed then, {now.failed} now ({moved})."
    )


def _moved(change: int, more: str, less: str, same: str, unit: str) -> str:
    return f"{more if change > 0 else less}{abs(change)}{unit}" if change else same


def _platform_head(lang: str) -> list[str]:
    names = [(HEADING, "platform"), (HEADING, "registered"), (HEADING, "judged"), (VERDICT, "pass"), (VERDICT, "fail"),
             (VERDICT, "unknown"), (HEADING, "rate")]  # fmt: skip
    return [term(terms, key, lang) for terms, key in names]


def _platform_tallies(report: Report) -> list[tuple[str, Tally]]:
    named = [(term(PLATFORM, tally.key, report.lang), tally) for tally in report.summary.platforms]
    return [*named, ("合计" if report.lang == "zh" else "Total", report.summary.overall)]


def _platform_row(name: str, tally: Tally) -> list[str]:
    numbers = (tally.registered, tally.judged, tally.passed, tally.failed, tally.unknown)
    return [name, *map(str, numbers), tally.pass_rate]


def _problems(report: Report, letter: Letter) -> None:
    zh = report.lang == "zh"
    letter.heading("二、存在问题" if zh else "2. Problems")
    if not report.summary.problems:
        letter.text("本次检查未发现问题。" if zh else "No problem was found.")
    for number, problem in enumerate(report.summary.problems):
        letter.subheading(f"{_numbered(number, report.lang)}{_problem_head(report, problem)}")
        letter.text(_problem_text(report, problem))
        for line in _named(report, problem):
            letter.text(line)


def _problem_head(report: Report, problem: Problem) -> str:
    title = report.saying.clause_title(problem.clause, report.lang)
    severity = term(SEVERITY, problem.severity, report.lang)
    return f"{title}（{severity}）" if report.lang == "zh" else f"{title} ({severity.lower()})"


def _problem_text(report: Report, problem: Problem) -> str:
    citation = report.saying.citation(problem.clause, report.lang)
    if report.lang == "zh":
        parts = [f"账号{problem.accounts}个"] if problem.accounts else []
        parts += [f"单位{problem.units}个"] if problem.units else []
        return f"依据{citation}，发现问题{len(problem.findings)}项，涉及{'、'.join(parts)}："
    parts = [_counted(problem.accounts, "account")] if problem.accounts else []
    parts += [_counted(problem.units, "unit")] if problem.units else []
    return f"Under {citation}: {_counted(len(problem.findings), 'finding')} on {' and '.join(parts)}:"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _named(report: Report, problem: Problem) -> Iterable[str]:
    """One line a unit with its accounts."""
    zh = report.lang == "zh"
    silent = any(finding.check.startswith("activity.") for finding in problem.findings)
    by_unit: dict[tuple[str, str], dict[str, Entry]] = defaultdict(dict)
    for finding in problem.findings:
        owner = report.register.owner(finding)
        by_unit[owner.unit, owner.unit_id][owner.account_id] = owner
    for (unit, _), owners in sorted(by_unit.items())[:MOST_UNITS]:
        name = unit or ("未登记责任单位" if zh else "No unit registered")
        accounts = [_account(owner, report.lang, dated=silent) for owner in owners.values() if owner.account_id]
        if zh:
            yield f"{name}：{'、'.join(accounts)}。" if accounts else f"{name}。"
        else:
            yield f"{name}: {', '.join(accounts)}." if accounts else f"{name}."
    if len(by_unit) > MOST_UNITS:
        rest = len(by_unit) - MOST_UNITS
        yield f"其余{rest}个单位见附件1。" if zh else f"{rest} more units are listed in annex 1."


def _account(entry: Entry, lang: str, *, dated: bool) -> str:
    """The account's platform and name; `dated` adds the day of its last update."""
    updated = date.fromisoformat(entry.updated) if entry.updated and dated else None
    platform = term(PLATFORM, entry.platform, lang)
    if lang == "zh":
        return f"{platform}“{entry.name}”" + (f"（最近更新{spelled(updated, lang)}）" if updated else "")
    return f"{platform} “{entry.name}”" + (f" (last update {spelled(updated, lang)})" if updated else "")


def _remedies(report: Report, letter: Letter) -> None:
    zh = report.lang == "zh"
    letter.heading("三、整改要求" if zh else "3. What to do")
    for number, problem in enumerate(report.summary.problems):
        title = report.saying.clause_title(problem.clause, report.lang)
        letter.subheading(f"{_numbered(number, report.lang)}{title}")
        for remedy, deadline in _orders(report, problem.findings):
            letter.text(remedy + deadline)
    letter.text(
        "各责任单位应当逐项核对问题清单，按期整改并报告结果；对结论有异议的，应当附证据提出。"
        if zh else
        "Each unit checks its entries in the list of problems, mends them in time and reports back; "
        "an objection comes with evidence."
    )  # fmt: skip


def _orders(report: Report, findings: Iterable[Finding]) -> list[tuple[str, str]]:
    """Each remedy with its last day, once."""
    pairs = ((report.saying.remedy(item, report.lang), report.saying.deadline(item, report.lang)) for item in findings)
    written = "期限：{}。" if report.lang == "zh" else " By: {}."
    return [(remedy, written.format(day) if day else "") for remedy, day in dict.fromkeys(pairs)]


def _annexes(report: Report, letter: Letter) -> None:
    zh = report.lang == "zh"
    letter.space()
    letter.text("附件：" if zh else "Annexes:")
    for number, (name, file) in enumerate(ANNEXES, start=1):
        place = f"（{file}，第{number}张表）" if zh else f" ({file}, sheet {number})"
        letter.text(f"{number}．{name.zh}{place}" if zh else f"{number}. {name.en}{place}")
    letter.space()
    letter.closing("（发文机关署名）" if zh else "(issuing office)")
    letter.closing(spelled(report.summary.as_of.date(), report.lang))


def _numbered(number: int, lang: str) -> str:
    return f"（{_chinese(number + 1)}）" if lang == "zh" else f"({number + 1}) "


def _chinese(number: int) -> str:
    """1 to 99 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else _DIGITS[tens - 1]) + "十" if tens else ""
    return head + (_DIGITS[ones - 1] if ones else "")
