"""The texts the models are trained on and measured with, read from the folders of the real data."""

import gzip
import hashlib
import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import compress
from pathlib import Path

import polars as pl

TRAINED_ACCOUNT, HELD_OUT_ACCOUNT = "人民日报", "央视新闻"
"""Whose posts are negatives, and on whose posts false alarms are counted: never the same account."""
REPLIES = Path(__file__).with_name("train_replies.tsv")
LICENCES = {
    "cold": "Apache-2.0",
    "ecspell_official": "MIT",
    "en_davidson": "MIT",
    "en_goemotions": "Apache-2.0",
    "main_job_official_weibo": "MIT (the repositories; the posts belong to their publishers and are not passed on)",
    f"made up by us: {REPLIES.name}": "this repository's",
    "zh_emotion": "MIT (the repository; upstream gives none)",
}
CALM = ("none", "happiness", "like", "sadness")
"""Emotions of Chinese posts in which offence is rare."""
SHARP = frozenset({2, 3, 10, 11})
"""Numbers of the English emotions anger, annoyance, disapproval, disgust."""


@dataclass(frozen=True)
class Source:
    """Labelled texts of one origin; `topics` is empty text where nothing is to be told apart."""

    texts: list[str]
    labels: list[int]
    topics: list[str]

    def __len__(self) -> int:
        return len(self.texts)

    def where(self, kept: list[bool]) -> "Source":
        """The rows that are kept."""
        return Source(*(list(compress(column, kept)) for column in (self.texts, self.labels, self.topics)))


@dataclass(frozen=True)
class Data:
    """The folder of the data sets, and the hash of each file read from it."""

    folder: Path
    hashes: dict[str, str]

    def read(self, path: str) -> bytes:
        """A file's content, unpacked."""
        content = (self.folder / path).read_bytes()
        self.hashes[path] = hashlib.sha256(content).hexdigest()
        return gzip.decompress(content) if path.endswith(".gz") else content

    def table(self, path: str) -> pl.DataFrame:
        """A CSV."""
        return pl.read_csv(self.read(path), infer_schema_length=50_000)

    def cold(self, split: str) -> Source:
        """Chinese comments on people and groups: offensive or not."""
        rows = self.table(f"cold/{split}.csv.gz")
        return Source(rows["text"].to_list(), rows["label"].to_list(), rows["topic"].to_list())

    def official(self, account: str) -> Source:
        """Posts of a real official account: taken to be no offence."""
        rows = self.table("main_job_official_weibo/posts.csv.gz").filter(pl.col("account") == account)
        return labelled(rows["text"].to_list(), 0)

    def documents(self) -> Source:
        """Sentences of official writing and law texts, corrected."""
        names = [f"ecspell_official/{kind}.{split}.tsv.gz" for kind in ("odw", "law") for split in ("train", "test")]
        lines = [line.split("\t") for name in names for line in self.read(name).decode("utf-8").splitlines()]
        return labelled(sorted({cells[2] for cells in lines if len(cells) > 2}), 0)

    def replies(self) -> Source:
        """Answers made up by us: abuse of the person addressed (1), and civil or merely similar wording (0)."""
        content = REPLIES.read_bytes()
        self.hashes[f"made up by us: {REPLIES.name}"] = hashlib.sha256(content).hexdigest()
        cells = [line.split("\t") for line in content.decode("utf-8").splitlines()]
        return labelled([text for _, text in cells], [int(label) for label, _ in cells])

    def tweets(self) -> Source:
        """English tweets: hate speech or offensive (1), neither (0)."""
        rows = self.table("en_davidson/labeled_data.csv.gz")
        return labelled([plain(text) for text in rows["tweet"]], [int(kind < 2) for kind in rows["class"]])

    def comments(self, split: str) -> Source:
        """English comments: an emotion (1) or only `neutral` (0); those marked with both are left out."""
        cells = [line.split("\t") for line in self.read(f"en_goemotions/{split}.tsv.gz").decode("utf-8").splitlines()]
        kept = [row for row in cells if row[1] == "27" or "27" not in row[1].split(",")]
        return labelled([plain(row[0]) for row in kept], [int(row[1] != "27") for row in kept])

    def calm_comments(self, split: str) -> Source:
        """English comments without anger, annoyance, disapproval or disgust: taken to be no offence."""
        cells = [line.split("\t") for line in self.read(f"en_goemotions/{split}.tsv.gz").decode("utf-8").splitlines()]
        return labelled([plain(row[0]) for row in cells if SHARP.isdisjoint(map(int, row[1].split(",")))], 0)

    def emotions(self, part: str) -> Source:
        """Chinese micro-blog posts: an emotion (1) or none (0)."""
        rows = self.table("zh_emotion/zh_emotion.csv.gz").filter(pl.col("part") == part)
        return labelled(rows["text"].to_list(), [int(label != "none") for label in rows["label"]], part)

    def calm_posts(self) -> Source:
        """Chinese micro-blog posts without anger, disgust, fear or surprise: taken to be no offence."""
        rows = self.table("zh_emotion/zh_emotion.csv.gz").filter(pl.col("label").is_in(CALM))
        return labelled(rows["text"].to_list(), 0)


def labelled(texts: list[str], labels: list[int] | int, topic: str = "") -> Source:
    """Texts with their labels (or one label for all)."""
    return Source(texts, [labels] * len(texts) if isinstance(labels, int) else labels, [topic] * len(texts))


def joined(sources: Iterable[Source]) -> Source:
    """Several sources as one."""
    listed = list(sources)
    return Source(
        [text for source in listed for text in source.texts],
        [label for source in listed for label in source.labels],
        [topic for source in listed for topic in source.topics],
    )


def plain(text: str) -> str:
    """An English post without what only says where it comes from: addresses, names, marks of a repost."""
    text = html.unescape(html.unescape(text))
    text = re.sub(r"https?://\S+|@\w+:?|\bRT\b|\[NAME\]|\[RELIGION\]", "", text)
    return text.strip(' !"')


@cache
def _bucket(text: str) -> int:
    return int(hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8], 16) % 10


def split(source: Source, *, held_out: bool) -> Source:
    """The tenth of a source that is kept for measuring, or the rest; by the hash of the text."""
    return source.where([(_bucket(text) == 0) == held_out for text in source.texts])
