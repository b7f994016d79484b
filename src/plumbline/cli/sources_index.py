"""`plumbline sources index`: keep an index of the articles of a dossier."""

import argparse
import json
from collections.abc import Iterable, Iterator

import polars as pl

from plumbline.cli.progress import Progress
from plumbline.cli.words import noted, printed, say
from plumbline.domain.errors import UsageError
from plumbline.dossier.layout import scan
from plumbline.dossier.rejects import Rejects
from plumbline.engine.articles import take_in_articles
from plumbline.engine.kept_index import FOLDER, NAME, keep_index
from plumbline.provenance.index import Index


def indexed(args: argparse.Namespace) -> int:
    """Bring the index up to date and say how large it is."""
    layout = scan(args.dossier, lang=args.lang)
    if "articles" not in layout.files:
        raise UsageError(
            say(args.lang, "the dossier has no table `articles`", "资料包没有 articles 表"),
            str(args.dossier),
            say(args.lang, "take articles in: plumbline sources import", "先收入文本：plumbline sources import"),
        )
    rejects = Rejects(lang=args.lang)
    articles = take_in_articles(layout, rejects)
    with Progress(args.lang, quiet=args.quiet) as progress:
        index = keep_index(layout, _counted(articles.frames(), articles.report.rows, progress))
        if args.compact:
            index.compact()
    if articles.report.rejected:
        noted(say(args.lang, f"note: {articles.report.rejected} rows could not be read and are not in it",
                  f"提示：{articles.report.rejected} 行无法读取，未收入"))  # fmt: skip
    sizes = index.sizes
    told = {"articles": index.documents, "fingerprint_bytes": sizes.fingerprints, "text_bytes": sizes.texts}
    if args.json:
        printed(json.dumps(told))
        return 0
    each = sizes.fingerprints // max(index.documents, 1)
    printed(
        say(
            args.lang,
            f"{index.documents} articles, {each} bytes of fingerprints each; texts {sizes.texts / 1e6:.1f} MB",
            f"已收录 {index.documents} 篇，每篇指纹 {each} 字节，文本共 {sizes.texts / 1e6:.1f} MB",
        ),
        quiet=args.quiet,
    )
    return 0


def verified(args: argparse.Namespace) -> int:
    """Read the whole kept index and say that it is sound; KnownTextsError where it is damaged or not there."""
    index = Index.open(scan(args.dossier, lang=args.lang).folder / FOLDER / NAME)
    index.verify()
    if args.json:
        printed(json.dumps({"sound": True, "articles": index.documents}))
        return 0
    told = say(args.lang, f"the index is sound: {index.documents} articles", f"索引完好，共 {index.documents} 篇")
    printed(told, quiet=args.quiet)
    return 0


def _counted(frames: Iterable[pl.DataFrame], rows: int, progress: Progress) -> Iterator[pl.DataFrame]:
    done = 0
    for frame in frames:
        done += frame.height
        progress.step("articles", done, rows)
        yield frame
