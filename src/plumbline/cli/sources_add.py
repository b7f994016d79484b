"""`plumbline sources add`: one entry more in a rulebook's folder or in the table `sources` of a dossier."""

import argparse
import json
from io import StringIO
from pathlib import Path
from typing import Any

import polars as pl
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from plumbline.cli.words import printed, say
from plumbline.domain.errors import UsageError
from plumbline.domain.tables import TABLES
from plumbline.dossier.layout import scan
from plumbline.provenance.domains import domain_of, open_to_all
from plumbline.provenance.source_names import SHORTEST, key
from plumbline.reports.kept_tables import hold
from plumbline.rulebook.layers import HEAD
from plumbline.rulebook.lint_sources import source_faults
from plumbline.rulebook.load import read, shipped
from plumbline.rulebook.model import SourceEntry

FILE = "sources.yml"


def added(args: argparse.Namespace) -> int:
    """Write the entry; UsageError where it is there already or would be wrong."""
    source_id = args.id or next(iter(args.domain), "") or args.name
    _sound(args)
    if str(args.to) in shipped():
        raise UsageError(
            say(args.lang, "a shipped rulebook is not written to", "内置规则集不可改写"),
            str(args.to),
            say(args.lang, "make a folder with a book.yml that extends it", "请新建文件夹，用 book.yml 继承该规则集"),
        )
    place = _into_book(args, source_id) if (args.to / HEAD).is_file() else _into_dossier(args, source_id)
    if args.json:
        printed(json.dumps({"source_id": source_id, "file": str(place)}, ensure_ascii=False))
    else:
        printed(say(args.lang, f"{source_id} added to {place}", f"已将 {source_id} 加入 {place}"), quiet=args.quiet)
    return 0


def _sound(args: argparse.Namespace) -> None:
    """UsageError for a name or domain that could not be told from others."""
    if len(key(args.name)) < SHORTEST:
        raise UsageError(say(args.lang, "this is too short for a name", "名称过短"), repr(args.name))
    for written in args.domain:
        domain = domain_of(written)
        if domain is None:
            raise UsageError(say(args.lang, f"'{written}' is no domain", f"“{written}”不是域名"), "--domain")
        if open_to_all(domain):
            raise UsageError(
                say(args.lang, f"anybody can have a site under {written}", f"任何人都可以在 {written} 下建站"),
                "--domain",
                say(args.lang, "name the source's own domain", "请填写稿源自己的域名"),
            )


def _into_book(args: argparse.Namespace, source_id: str) -> Path:
    """Add to `sources.yml` of the folder, which is made if missing; its comments stay."""
    if not args.reason.strip():
        raise UsageError(
            say(args.lang, "an entry of a rulebook needs a reason", "规则集中的稿源须写明理由"),
            "--reason",
            '--reason "…"',
        )
    path: Path = args.to / FILE
    entry = _entry(args)
    known = dict(read(args.to).sources)
    content, yaml = _content(path)
    if source_id in content.get("sources", {}):
        raise _there(args, source_id, path)
    known.pop(source_id, None)
    faults = source_faults({**known, source_id: SourceEntry(**entry)})
    wrong = next((what for where, what, _ in faults if where.startswith(f"sources/{source_id}")), None)
    if wrong:
        raise UsageError(wrong, f"{args.to.name}: {source_id}", "plumbline sources list --rulebook " + str(args.to))
    content.setdefault("sources", {})[source_id] = {name: value for name, value in entry.items() if value}
    _put(content, yaml, path)
    return path


def _entry(args: argparse.Namespace) -> dict[str, Any]:
    return {
        "name": args.name, "kind": args.kind, "reason": args.reason, "aliases": tuple(args.alias),
        "domains": tuple(args.domain), "since": args.since, "until": args.until,
    }  # fmt: skip


def _content(path: Path) -> tuple[Any, YAML]:
    yaml = YAML()
    yaml.width = 120
    try:
        found = yaml.load(path.read_text(encoding="utf-8")) if path.exists() else None
    except (YAMLError, UnicodeDecodeError) as error:
        raise UsageError("not readable as YAML", str(path), str(error).splitlines()[0]) from None
    return ({} if found is None else found), yaml


def _put(content: Any, yaml: YAML, path: Path) -> None:
    """Write the file aside and put it in its place when it stands whole."""
    for entry in content["sources"].values():
        entry.update({name: list(value) for name, value in entry.items() if isinstance(value, tuple)})
    written = StringIO()
    yaml.dump(content, written)
    aside = path.with_name(f".{path.name}.aside")
    try:
        aside.write_text(written.getvalue(), encoding="utf-8")
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def _into_dossier(args: argparse.Namespace, source_id: str) -> Path:
    """Add a row to the table `sources`, in its own form; as CSV where the dossier has none."""
    beyond = [f"--{name}" for name in ("alias", "since", "until", "reason") if getattr(args, name)]
    if beyond:
        raise UsageError(
            say(
                args.lang, f"the table sources has no place for {', '.join(beyond)}", f"稿源表没有 {', '.join(beyond)}"
            ),
            str(args.to),
            say(args.lang, "keep such an entry in a rulebook's folder", "此类条目请写入规则集文件夹"),
        )
    held = hold(scan(args.to, lang=args.lang), "sources", new="csv", lang=args.lang)
    if source_id in held.frame["source_id"]:
        raise _there(args, source_id, held.path)
    row = {"source_id": source_id, "name": args.name, "domain": ", ".join(args.domain) or None, "kind": args.kind}
    held.write(pl.concat([held.frame, pl.DataFrame([row], schema=TABLES["sources"].schema)]).sort("source_id"))
    return held.path


def _there(args: argparse.Namespace, source_id: str, path: Path) -> UsageError:
    return UsageError(
        say(args.lang, f"'{source_id}' is there already", f"“{source_id}”已在名单内"),
        str(path),
        say(args.lang, "change it in the file, or give another --id", "请在文件中修改，或者另取 --id"),
    )
