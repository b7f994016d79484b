"""What a terminal shows after an inspection: who fails, why, what to do by when; then what limits the answer."""

from collections.abc import Iterator

from plumbline.cli.words import say, tinted
from plumbline.domain.judgement import Finding
from plumbline.domain.vocabulary import Verdict
from plumbline.engine.result import Inspection
from plumbline.rulebook.sentences import citation, message, remedy

_SHOWN = 20


def summary(inspection: Inspection, lang: str) -> Iterator[str]:
    """The lines, the sentence with all counts last."""
    yield from _failing(inspection, lang)
    yield from _limits(inspection, lang)
    yield _counts(inspection, lang)


def _failing(inspection: Inspection, lang: str) -> Iterator[str]:
    """By clause: which accounts fail and why, then what to do and by when."""
    failing: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in inspection.findings:
        if finding.fails:
            key = (finding.clause, _due(inspection, finding, lang), remedy(inspection.book, finding, lang))
            failing.setdefault(key, []).append(finding)
    for (clause, due, todo), found in sorted(failing.items()):
        yield tinted(say(lang, "FAIL", "不合格"), "red") + f" {clause} {citation(inspection.book, clause, lang)}"
        yield from _accounts(inspection, found, lang)
        yield f"  → {due}{say(lang, ': ', '：')}{todo}"
        yield ""


def _due(inspection: Inspection, finding: Finding, lang: str) -> str:
    """By when: the day, or the number of working days where the calendar does not reach, or at once."""
    if finding.mend_by:
        return say(lang, f"by {finding.mend_by}", f"{finding.mend_by} 前")
    days = inspection.book.days_to_mend(finding.check, finding.variant)
    return say(lang, f"within {days} working days", f"{days} 个工作日内") if days else say(lang, "at once", "立即")


def _accounts(inspection: Inspection, found: list[Finding], lang: str) -> Iterator[str]:
    names = dict(inspection.accounts.select("account_id", "name").iter_rows())
    for finding in sorted(found, key=lambda item: item.account_id or "")[:_SHOWN]:
        name = names.get(finding.account_id or "", "")
        yield f"  {name} ({finding.account_id}): {message(inspection.book, finding, lang, name=name)}"
    if len(found) > _SHOWN:
        more = len(found) - _SHOWN
        yield say(lang, f"  … and {more} more: see the report", f"  ……另有 {more} 项，见报告")


def _limits(inspection: Inspection, lang: str) -> Iterator[str]:
    run = inspection.run
    if inspection.book.fails_nobody():
        yield say(
            lang, "note: no rule of this rulebook fails an account; read the findings",
            "说明：本规则集没有判定不合格的规则，请看问题清单",
        )  # fmt: skip
    if run["coverage"]["assumed_complete"]:
        yield say(
            lang, "note: no coverage table: the dossier is taken as complete", "说明：无采集覆盖表，视资料包为完整"
        )
    posts = run["coverage"]["text_not_read"]
    if posts:
        yield say(
            lang,
            f"note: {posts} {'post holds' if posts == 1 else 'posts hold'} pictures or video whose words were not read "
            "(plumbline media reads them)",
            f"说明：{posts} 条发布含有图片或视频，其中文字未识读（可用 plumbline media 识读）",
        )
    for name, table in run["tables"].items():
        yield from (say(lang, f"note: {name}: {note}", f"说明：{name} 表：{note}") for note in table["notes"])
    for note in run["notes"]:
        yield say(lang, f"note: {note}", f"说明：{note}")
    if run["not_assessed"]:
        checks = ", ".join(f"{item['check']} ({', '.join(item['missing'])})" for item in run["not_assessed"])
        yield say(lang, f"note: not assessed for want of a table: {checks}", f"说明：因缺少数据表未评估：{checks}")


def _counts(inspection: Inspection, lang: str) -> str:
    counts = inspection.run["counts"]
    judged, passed = counts["judged"], counts[Verdict.PASS]
    rate = f"{100 * passed / judged:.1f}%" if judged else "–"
    rejected, unregistered = counts["rejected_rows"], counts["unregistered_rows"]
    return say(
        lang,
        f"{counts['accounts']} accounts, {judged} judged as of {inspection.run['as_of']}: {counts['fail']} fail, "
        f"{counts['unknown']} unknown, {passed} pass ({rate}); {counts['findings']} findings, "
        f"{counts['abstentions']} abstentions; {rejected} rows rejected"
        + (f", {unregistered} rows of unregistered accounts left unread" if unregistered else ""),
        f"共 {counts['accounts']} 个账号，截至 {inspection.run['as_of']} 检查 {judged} 个：不合格 {counts['fail']} 个，"
        f"未作结论 {counts['unknown']} 个，合格 {passed} 个（合格率 {rate}）；发现问题 {counts['findings']} 项，"
        f"未作判断 {counts['abstentions']} 项；拒收数据 {rejected} 行"
        + (f"，未登记账号数据 {unregistered} 行未读取" if unregistered else ""),
    )
