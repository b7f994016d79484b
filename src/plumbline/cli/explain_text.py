"""What `plumbline explain` prints: a check or a clause as lines of text, wholly in one language."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType, ModuleType

from plumbline.checks import discover
from plumbline.cli.rulebook_text import STATUS
from plumbline.cli.words import say, tinted
from plumbline.dossier.sentences import words
from plumbline.engine.texts import PREPARED as TEXTS
from plumbline.quality.numbers import Room, rooms
from plumbline.quality.published import Published, published
from plumbline.reports.words import READER, REASON, SEVERITY, TABLE
from plumbline.rulebook.coverage import cited_by
from plumbline.rulebook.model import Parameter, Rule, Rulebook, Text
from plumbline.rulebook.sentences import citation

PREPARED: Mapping[str, Text] = MappingProxyType(
    {
        "activity": Text(zh="逐日发布统计", en="activity"),
        "latest": Text(zh="最近发布统计", en="latest"),
        "pauses": Text(zh="发布间隔统计", en="pauses"),
        "unreadable": Text(zh="不可读的行统计", en="unreadable"),
        "marks": Text(zh="用语标记", en="marks"),
        "weeks": Text(zh="逐周发布统计", en="weeks"),
        "figures": Text(zh="逐月互动数据", en="figures"),
        "clocks": Text(zh="发布时间核对", en="clocks"),
        "tracked": Text(zh="跟踪采集的帖文", en="tracked"),
        "altered": Text(zh="有改动、消失或者漏采迹象的信息", en="altered"),
        "corrections": Text(zh="更正和撤回说明", en="corrections"),
        "reviewed": Text(zh="实行先审后发的账号所发信息", en="reviewed"),
        "common_gain": Text(zh="平台共同涨跌", en="common_gain"),
        "peer_norms": Text(zh="同类账号基准线", en="peer_norms"),
    }
)
"""What the engine prepares from the tables, as in `domain.check.PREPARED`."""

SOURCE: Mapping[str, Text] = MappingProxyType(
    {"ours": Text(zh="本项目自定", en="ours"), "method": Text(zh="判定方法", en="method")}
)
"""Where a threshold comes from if not from a clause."""


def check(name: str, book: Rulebook, lang: str) -> Iterator[str]:
    """A check: what it finds, how, where it is blind; its rule in this book, and the clauses of that."""
    module = discover()[name]
    yield tinted(name, "bold")
    yield from _method(name, module, lang)
    yield ""
    yield say(lang, "Reads: ", "读取数据表：") + _listed({**TABLE, **PREPARED}, module.READS, lang)
    reasons = _listed(REASON, module.REASONS, lang)
    yield say(lang, "Abstains when: ", "不作判断的情形：") + (reasons or say(lang, "never", "无"))
    rule = book.rules.get(name)
    if rule is None:
        yield say(lang, f"Rulebook {book.book.name} has no rule for it.", f"规则集 {book.book.name} 未采用此检查项。")
        return
    yield from _rule(name, rule, book, lang)
    yield ""
    for cited in cited_by(rule):
        yield from clause(cited, book, lang)
    yield _measured(name, module, lang)


def clause(name: str, book: Rulebook, lang: str) -> Iterator[str]:
    """A clause: its sentence, citation, status, remedy and checks."""
    item = book.clauses[name]
    status = say(lang, item.status, STATUS[item.status].zh)
    severity = _word(SEVERITY, item.severity, lang)
    yield f"{tinted(name, 'bold')} {item.title.of(lang)}"
    yield f"  {item.sentence.of(lang)}"
    yield say(lang, "  Citation: ", "  依据：") + citation(book, name, lang)
    yield say(lang, f"  Status: {status}, severity: {severity}, sure: {item.sure}",
              f"  状态：{status}，严重程度：{severity}，确信程度：{item.sure}")  # fmt: skip
    yield say(lang, "  Remedy: ", "  整改：") + item.remedy.of(lang)
    if item.days_to_mend is not None:
        days = item.days_to_mend
        yield say(lang, f"  Days to mend: {days} working days", f"  整改期限：{days} 个工作日")
    checks = [check for check, rule in book.rules.items() if name in cited_by(rule)]
    yield say(lang, "  Checks: ", "  检查项：") + (say(lang, ", ", "、").join(checks) or say(lang, "none", "无"))
    if item.note:
        yield f"  {item.note.of(lang)}"


def _method(name: str, module: ModuleType, lang: str) -> Iterator[str]:
    """The docstring of the check; in Chinese what `locale/checks.yml` says in its place."""
    if lang != "zh":
        yield from (module.__doc__ or "").strip().splitlines()
        return
    said = words("checks")[name]
    yield f"检查内容：{said['finds']}"
    yield f"检查方法：{said['method']}"
    yield f"盲区：{said['blind']}"


def _measured(name: str, module: ModuleType, lang: str) -> str:
    """How often the check is right, as far as it was measured."""
    if name in published():
        return _figures(published()[name], lang)
    if name in rooms():
        return "\n".join(_bars(rooms()[name], lang))
    if set(module.READS) & set(TEXTS):
        return say(
            lang,
            "Measured: not on labelled accounts, of which there are none to be had; treat a finding as a hint.",
            "实测：没有可用的已标注账号，未作测量；发现的问题请作为线索核实。",
        )
    return say(
        lang,
        "Measured: the answer follows from dates and records, not from a model, so precision and recall are those of "
        "the records; docs/measured/main-job.md has the runs on real accounts.",
        "实测：结论由日期和记录直接得出，不含统计模型，准确率即记录本身的准确率；"
        "真实账号上的运行见 docs/measured/main-job.md。",
    )


def _figures(measured: Published, lang: str) -> str:
    precision, recall = (
        _share(measured.precision, measured.precision_interval),
        _share(measured.recall, measured.recall_interval),
    )
    low, high = measured.alarms_interval
    posts, alarms, rate = measured.official_posts, measured.official_alarms, f"{measured.alarms_per_10k:.1f}"
    return say(
        lang,
        f"Measured {measured.measured_on}: precision {precision}, recall {recall} on {measured.offences} offences and "
        f"{measured.innocent} innocent twins that nobody tuned on; {alarms} alarms, right or wrong, in "
        f"{posts} official posts ({rate} per 10,000, 95%: {low:.1f} to {high:.1f}). "
        "docs/measured/quality.md has the rest.",
        f"实测（{measured.measured_on}）：在未参与调校的{measured.offences}条违规文本和{measured.innocent}条相似合规文本上，"
        f"精确率{precision}，召回率{recall}；在{posts}条官方账号信息中提示{alarms}条（含正确提示），"
        f"每万条{rate}条（95%区间{low:.1f}至{high:.1f}）。详见 docs/measured/quality.md。",
    )


def _bars(room: Room, lang: str) -> Iterator[str]:
    """The bars one by one; in Chinese how many were met, for their names are English."""
    aimed = [bar for bar in room.bars if bar.met is not None]
    met = sum(bool(bar.met) for bar in aimed)
    yield say(
        lang,
        f"Measured {room.measured_on}, on made-up fleets unless said otherwise (seed {room.seed}, not used for tuning; "
        f"95% intervals): {met} of {len(aimed)} bars met. docs/measured/numbers.md has the rest.",
        f"实测（{room.measured_on}）：除注明外均为模拟账号（种子 {room.seed}，未用于调校；95%区间），"
        f"共{len(aimed)}项指标，达到{met}项，未达到{len(aimed) - met}项。逐项数据见 docs/measured/numbers.md。",
    )
    for bar in aimed if lang == "en" else ():
        word = "met" if bar.met else "MISSED"
        yield f"  {bar.name}: {bar.measured:.3g} [{bar.low:.3g}, {bar.high:.3g}], {bar.aim}: {word}"


def _share(value: float | None, interval: tuple[float, float] | None) -> str:
    return "–" if value is None or interval is None else f"{value:.2f} [{interval[0]:.2f}, {interval[1]:.2f}]"


def _rule(name: str, rule: Rule, book: Rulebook, lang: str) -> Iterator[str]:
    severity, reader = _word(SEVERITY, rule.severity, lang), _word(READER, rule.reader, lang)
    required = say(lang, ", required", "，必查") if rule.required else ""
    yield say(lang, "Rulebook: ", "规则集：") + book.book.name
    yield say(lang, f"Severity: {severity}, reader: {reader}, sure: {rule.sure}{required}",
              f"严重程度：{severity}，读者：{reader}，确信程度：{rule.sure}{required}")  # fmt: skip
    fails = book.can_fail(name)
    yield say(lang, f"Can fail an account: {'yes' if fails else 'no'}", f"可判不合格：{'是' if fails else '否'}")
    for key, parameter in rule.params.items():
        file = book.origins.get(f"rules/{name}/params/{key}/value", "")
        yield f"  {key} = {parameter.value}  {_origin(parameter, lang)} {file}"


def _origin(parameter: Parameter, lang: str) -> str:
    source, sure = _word(SOURCE, parameter.source, lang), parameter.sure
    return say(lang, f"[{source}, sure {sure}]", f"〔来源：{source}，确信程度：{sure}〕")


def _listed(terms: Mapping[str, Text], keys: Iterable[str], lang: str) -> str:
    return say(lang, ", ", "、").join(_word(terms, key, lang) for key in keys)


def _word(terms: Mapping[str, Text], key: str, lang: str) -> str:
    """The Chinese word of a code; in English the code itself, which is what the rulebook and the files say."""
    return terms[key].zh if lang == "zh" and key in terms else str(key)
