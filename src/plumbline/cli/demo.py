"""`plumbline demo`: write a made-up fleet to try everything on."""

import argparse
import json
from collections.abc import Iterable
from pathlib import Path
from shlex import quote
from typing import Any

from plumbline.cli.words import printed, say
from plumbline.demo import fleets
from plumbline.domain.errors import UsageError
from plumbline.reports.dossier_files import write_dossier
from plumbline.reports.result_folder import result_folder

MARK = ".plumbline-demo.json"
"""Lists what the demo has written into a folder, so that only this is ever replaced. Hidden: it is no table."""
_FORMS = ("csv", "csv.gz", "jsonl", "parquet", "xlsx")


def add_parser(commands: Any, lang: str, shared: argparse.ArgumentParser) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "demo",
        parents=[shared],
        help=say(lang, "write a made-up fleet to try everything on", "生成演示用的虚构账号资料包"),
        description=say(
            lang,
            "Write a made-up fleet as a dossier. On `troubled` every automated rule fires, on `exemplary` none does. "
            "All places, units, accounts and texts are invented; the same seed gives the same fleet.",
            "生成一个虚构的账号资料包。troubled 中每条自动规则都会触发，exemplary 中一条也不会。"
            "地名、单位、账号和文字均为虚构；种子相同，内容相同。",
        ),
        epilog=say(lang, "examples:", "示例：")
        + "\n  plumbline demo fleet\n  plumbline demo fleets --fleet both --form parquet"
        "\n  plumbline demo fleet --headers zh --form xlsx",
    )
    parser.add_argument("folder", metavar="DIR", type=Path, help=say(lang, "new or empty folder", "新建的或空的文件夹"))
    parser.add_argument(
        "--fleet",
        choices=(*fleets.NAMES, "both"),
        default=fleets.NAMES[0],
        help=say(lang, "which fleet (both: one folder each inside DIR)", "哪个账号群（both：在 DIR 内各建一个文件夹）"),
    )
    parser.add_argument("--form", choices=_FORMS, default="csv", help=say(lang, "form of the tables", "表格格式"))
    parser.add_argument("--headers", choices=("en", "zh"), default="en", help=say(lang, "column names", "表头语言"))
    parser.add_argument(
        "--seed", type=int, default=fleets.SEED, help=say(lang, "for other texts and times", "随机种子")
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the fleet or both, and say what to do next."""
    _refuse_foreign(args.folder)
    names = fleets.NAMES if args.fleet == "both" else (args.fleet,)
    places = {name: Path(name) if len(names) > 1 else Path() for name in names}
    with result_folder(args.folder, mark=MARK) as aside:
        counts = {name: _write(name, aside / place, args) for name, place in places.items()}
        written = sorted(path.relative_to(aside).as_posix() for path in aside.rglob("*") if path.is_file())
        (aside / MARK).write_text(json.dumps({"seed": args.seed, "files": written}, indent=2) + "\n", encoding="utf-8")
    for name, place in places.items():
        _report(name, args.folder / place, counts[name], args)
    return 0


def _refuse_foreign(folder: Path) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise UsageError("the place for the demo is a file", str(folder), "choose a new folder")
    if folder.resolve() == Path.cwd():
        raise UsageError("the demo wants a folder of its own, not the current one", str(folder), "plumbline demo fleet")
    foreign = sorted(_files(folder) - _own(folder))
    if foreign:
        raise UsageError(
            f"the folder holds what the demo did not write: {', '.join(foreign[:3])}",
            str(folder),
            "choose a new folder, or empty this one",
        )


def _files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}


def _own(folder: Path) -> set[str]:
    try:
        listed: Iterable[str] = json.loads((folder / MARK).read_text("utf-8"))["files"]
        return {MARK, *listed}
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def _write(name: str, folder: Path, args: argparse.Namespace) -> tuple[int, int, int]:
    tables = fleets.build(name, seed=args.seed)
    write_dossier(
        tables, folder, form=args.form, headers=args.headers, timezone=fleets.TIMEZONE, as_of=fleets.AS_OF
    )  # fmt: skip
    return tables["accounts"].height, tables["posts"].height, tables["units"].height


def _report(name: str, folder: Path, counts: tuple[int, int, int], args: argparse.Namespace) -> None:
    accounts, posts, units = counts
    lines = (
        say(
            args.lang,
            f"written: {folder} ({name}: {accounts} accounts of {units} units, {posts} posts; all made up)",
            f"已写出：{folder}（{name}：{units} 个单位的 {accounts} 个账号，{posts} 条信息，均为虚构）",
        ),
        say(args.lang, "next: ", "下一步：")
        + f"plumbline inspect {quote(str(folder))} --out {quote(str(_result(folder)))}",
    )
    for line in lines:
        printed(line, quiet=args.quiet)


def _result(folder: Path) -> Path:
    """A place for the results beside the dossier."""
    whole = folder.resolve()
    return folder.parent / f"{folder.name}-result" if folder.name else whole.parent / f"{whole.name}-result"
