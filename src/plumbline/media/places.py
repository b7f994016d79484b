"""Which files belong to a post: those its `media` names, and those that are named after it in a folder."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from plumbline.media import pictures, subtitles

VIDEOS = (".mp4", ".mov", ".m4v", ".flv", ".mkv", ".webm", ".avi", ".ts", ".mp3", ".m4a", ".aac", ".wav")
_ADDRESS = re.compile(r"^(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_NUMBERED = re.compile(r"(?:[ _.\-]*\(?\d{1,3}\)?|[._\-](?:[a-z]{2,3}(?:[_\-][a-z]{2,4})?|ai-zh|auto|zhs|zht))$", re.I)
_DATED = re.compile(r"^\d{8}(?:T\d{0,6})?[_\-]")
Key = tuple[str, str]


@dataclass(frozen=True)
class Named:
    """What belongs to a post: files that can be read, in order, and references without one here.

    `pictures` and `texts` are files; of `missing` the words may stand in a file named after the post.
    """

    pictures: tuple[Path, ...]
    texts: tuple[Path, ...]
    missing: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether the files stand for all that the post refers to."""
        videos = sum(is_video(one) for one in self.missing)
        others = len(self.missing) - videos
        return (not videos or bool(self.texts)) and (others <= len(self.spare) or (others == 1 and bool(self.texts)))

    spare: tuple[Path, ...] = ()
    """Pictures that no reference names: they stand for those behind addresses."""


@dataclass(frozen=True)
class Places:
    """Where files may lie. `roots`: the dossier and the folder of files; `found`: post → files named after it."""

    roots: tuple[Path, ...]
    found: Mapping[Key, tuple[Path, ...]] = field(default_factory=dict)

    def of(self, key: Key, media: Iterable[str] | None) -> Named:
        """The files of a post; each once."""
        references = [one.strip() for one in media or () if one.strip()]
        local = {one: self._local(one) for one in references}
        given = [path for path in local.values() if path]
        after = [path for path in self.found.get(key, ()) if path not in given]
        every = list(dict.fromkeys([*given, *after]))
        return Named(
            tuple(path for path in every if _ending(path.name) in pictures.ENDINGS),
            tuple(path for path in every if _ending(path.name) in subtitles.ENDINGS),
            tuple(one for one, path in local.items() if path is None or is_video(one)),
            tuple(path for path in after if _ending(path.name) in pictures.ENDINGS),
        )

    def _local(self, reference: str) -> Path | None:
        """The file that a reference names, if it lies in one of the roots; nothing outside them is ever opened."""
        if _ADDRESS.match(reference):
            return None
        for root in self.roots:
            try:
                path = (root / reference).resolve()
                if path.is_relative_to(root) and path.is_file():
                    return path
            except (OSError, ValueError):  # no name that a file can have
                continue
        return None


def is_video(reference: str) -> bool:
    """Whether a reference is to a video or a sound, by its ending."""
    return _ending(re.split(r"[?#]", reference, maxsplit=1)[0]) in VIDEOS


def places(dossier: Path, folder: Path | None, posts: Iterable[Key]) -> Places:
    """Look through the folder of files once; `posts` are all posts that files may be named after."""
    roots = tuple(root.resolve() for root in (dossier, folder) if root is not None)
    if folder is None:
        return Places(roots)
    by_account: dict[str, dict[str, str]] = {}
    for account, post in posts:
        by_account.setdefault(account, {})[_written(post)] = post
    found: dict[Key, list[Path]] = {}
    root = folder.resolve()
    for account, names in by_account.items():
        for path in _files(root, account):
            named = _post(path, root, names)
            if named is not None:
                found.setdefault((account, named), []).append(path)
    for key, path in _flat(root, by_account):
        found.setdefault(key, []).append(path)
    return Places(roots, {key: tuple(dict.fromkeys(sorted(paths, key=_order))) for key, paths in found.items()})


def _files(root: Path, account: str) -> Iterator[Path]:
    """The files below the folders that an account may be called by."""
    for name in dict.fromkeys((account, *(account.replace(":", mark) for mark in "_-/"), _written(account))):
        below = (root / name).resolve()
        if name and below != root and below.is_relative_to(root) and below.is_dir():
            yield from (path for path in sorted(below.rglob("*")) if _known(path, root))


def _flat(root: Path, by_account: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[Key, Path]]:
    """Files that lie in the folder itself, where their post's id stands with one account only."""
    owners: dict[str, list[Key]] = {}
    for account, written in by_account.items():
        for name, post in written.items():
            owners.setdefault(name, []).append((account, post))
    names = {name: name for name, keys in owners.items() if len(keys) == 1}
    for path in sorted(root.iterdir()):
        named = _named(path.name, names) if _known(path, root) else None
        if named is not None:
            yield owners[named][0], path


def _known(path: Path, root: Path) -> bool:
    ending = _ending(path.name)
    readable = ending in pictures.ENDINGS or ending in subtitles.ENDINGS
    return readable and not path.name.startswith(".") and path.is_file() and path.resolve().is_relative_to(root)


def _post(path: Path, root: Path, names: Mapping[str, str]) -> str | None:
    """The post that a file is named after, or the folder that it lies in."""
    found = _named(path.name, names)
    if found is None:
        found = next((names[part] for part in reversed(path.relative_to(root).parts[:-1]) if part in names), None)
    return found


def _named(name: str, names: Mapping[str, str]) -> str | None:
    """The post in a file's name: itself, or between a date and numbers or a language."""
    stem = name[: -len(_ending(name))]
    for start in dict.fromkeys((stem, _DATED.sub("", stem))):
        for _ in range(4):
            if start in names:
                return names[start]
            start = _NUMBERED.sub("", start)
    return None


def _written(name: str) -> str:
    """A post's id as a file can be called."""
    return _FORBIDDEN.sub("_", name)


def _ending(name: str) -> str:
    return Path(name).suffix.lower()


def _order(path: Path) -> tuple[tuple[int, int | str], ...]:
    """Numbers in names by their value, so that 10 comes behind 9."""
    pieces = re.split(r"(\d+)", path.name)
    return tuple((0, int(piece)) if piece.isdecimal() else (1, piece) for piece in pieces)
