"""Progress on a terminal; nothing in a pipe."""

from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from plumbline.cli.words import say
from plumbline.settings.environment import interactive


class Progress:
    """A bar a stage on the error stream, where somebody is watching and did not ask for quiet."""

    def __init__(self, lang: str, *, quiet: bool) -> None:
        self._stages = {
            "fetch": say(lang, "fetching the dossier (MB)", "取回资料包（MB）"),
            "cluster": say(lang, "waiting for the cluster", "等待集群"),
            "tables": say(lang, "reading tables", "读取数据表"),
            "articles": say(lang, "taking in known texts", "收录稿源文本"),
            "import": say(lang, "importing", "导入"),
            "collect": say(lang, "collecting", "采集"),
            "confirm": say(lang, "looking up missing posts", "核对未见内容"),
            "media": say(lang, "reading pictures and subtitles", "识读图片和字幕"),
            "feeds": say(lang, "reading feeds", "读取订阅文件"),
            "posts": say(lang, "reading posts", "读取发布记录"),
            "known": say(lang, "taking in earlier posts", "收录历史发布"),
            "texts": say(lang, "judging texts", "检查文本"),
            "figures": say(lang, "reading figures", "读取互动数据"),
            "edges": say(lang, "looking up evidence", "核对证据"),
            "checks": say(lang, "running checks", "执行检查"),
            "reports": say(lang, "writing reports", "撰写报告"),
        }
        self._bars = Bars(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
            disable=quiet or not interactive(),
        )
        self._tasks: dict[str, int] = {}

    def __enter__(self) -> "Progress":
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()

    def step(self, stage: str, done: int, total: int | None) -> None:
        """`done` of `total` of a stage (total None: not known)."""
        if stage not in self._tasks:
            self._tasks[stage] = self._bars.add_task(self._stages[stage], total=total)
        self._bars.update(self._bars.task_ids[list(self._tasks).index(stage)], completed=done, total=total)
