"""How far a probe has come, where somebody is watching."""

from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from plumbline.cli.words import say
from plumbline.settings.environment import interactive


class Bar:
    """One bar on the error stream; nothing in a pipe."""

    def __init__(self, lang: str, total: int, *, quiet: bool) -> None:
        self._bars = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
            disable=quiet or not interactive(),
        )
        self._task = self._bars.add_task(say(lang, "asking", "探测链接"), total=total)

    def __enter__(self) -> "Bar":
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()

    def step(self) -> None:
        """One more is answered."""
        self._bars.advance(self._task)
