"""What the commands of the office share: its folder, opened before anything of it is imported."""

import argparse
from pathlib import Path

from plumbline.cli.words import say
from plumbline.domain.errors import UsageError
from plumbline.settings.environment import variable

PLACE = "plumbline-office"


def shared_data(parser: argparse.ArgumentParser, lang: str) -> None:
    """The option --data."""
    parser.add_argument(
        "--data", type=Path, metavar="DIR", default=Path(variable("PLUMBLINE_OFFICE") or PLACE),
        help=say(lang, f"folder of the installation (default: {PLACE})", f"数据文件夹（默认 {PLACE}）"),
    )  # fmt: skip


def opened(data: Path, *, demo: bool = False) -> None:
    """Open the office in a folder. UsageError where the folder cannot be written."""
    from plumbline.server.site.start import mark_demo, open_office

    try:
        data.mkdir(parents=True, exist_ok=True)
        if demo:
            mark_demo(data)
        open_office(data)
    except OSError as error:
        raise UsageError("the folder of the office cannot be written", str(data), str(error)) from error


def existing(data: Path) -> None:
    """Open an office that is there. UsageError where there is none."""
    if not (data / "secret.key").exists() and not variable("PLUMBLINE_SECRET_KEY"):
        raise UsageError("no office in this folder", str(data), "start one: plumbline serve --data DIR")
    opened(data)
