"""The index of a dossier's articles, kept beside its tables so that it is not made anew for every inspection.

It lies in `.plumbline/articles` of the dossier, with a note of the files that it was made of. An index that does not
stand for the files as they are now is not used: an inspection then makes its own, and finds the same.
"""

import os
from collections.abc import Iterable
from pathlib import Path

import msgspec
import polars as pl

from plumbline.dossier.layout import Layout
from plumbline.dossier.read import FileRecord, sha256
from plumbline.provenance.index import Index

FOLDER, NOTE = ".plumbline", "articles.json"
NAME = "articles"


class _MadeOf(msgspec.Struct, frozen=True):
    files: tuple[FileRecord, ...]
    digest: str


def as_documents(articles: Iterable[pl.DataFrame]) -> Iterable[pl.DataFrame]:
    """Articles (contract columns) as an index takes them in."""
    fields = ("source_id", pl.col("article_id").alias("key"), "published_at", "title", "url", "text")
    return (frame.select(*fields) for frame in articles)


def kept_index(layout: Layout) -> Path | None:
    """The folder of the kept index, if there is one that stands for the dossier's articles as they are now."""
    folder, note = layout.folder / FOLDER / NAME, layout.folder / FOLDER / NOTE
    if NAME not in layout.files or not note.is_file():
        return None
    made = msgspec.json.decode(note.read_bytes(), type=_MadeOf)
    return folder if made.files == _files(layout) and Index.open(folder).digest == made.digest else None


def keep_index(layout: Layout, articles: Iterable[pl.DataFrame]) -> Index:
    """Bring the kept index up to the dossier's articles: what is new or changed is added, what is gone is removed.

    Broken off anywhere, it leaves an index that the note does not stand for, which the next call mends.
    """
    folder, note = layout.folder / FOLDER / NAME, layout.folder / FOLDER / NOTE
    files = _files(layout)
    note.unlink(missing_ok=True)
    if folder.is_dir():
        index = Index.open(folder)
        index.sync(as_documents(articles))
    else:
        index = Index.build(as_documents(articles), folder)
    aside = note.with_suffix(".new")
    aside.write_bytes(msgspec.json.encode(_MadeOf(files, index.digest)))
    os.replace(aside, note)
    return index


def _files(layout: Layout) -> tuple[FileRecord, ...]:
    return tuple(FileRecord(layout.label(path), sha256(path)) for path in layout.files[NAME].paths)
