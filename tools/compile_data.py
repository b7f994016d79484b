"""Write `src/plumbline/compiled/`, or with --check say which of its files are out of date (exit 1).

The check of a draft starts from these files: the rulebook cn-2019, the words for coded facts, and all lexicons folded.
"""

import sys
from collections.abc import Iterator

import msgspec

from plumbline.engine.drafts import WANTED, Ready, needs_of
from plumbline.engine.drafts import sources as wants_sources
from plumbline.rulebook.load import load
from plumbline.rulebook.quick import DEFAULT, sources
from plumbline.rulebook.sentences import FACTS, words
from plumbline.text.compiled import FOLDER, packed
from plumbline.text.shipped import FOLDER as LEXICONS
from plumbline.text.shipped import parse


def files() -> Iterator[tuple[str, bytes]]:
    """Each file with its content as it would be written now."""
    book = msgspec.structs.replace(load(DEFAULT), origins={})
    yield f"{DEFAULT}.json", packed(sources(DEFAULT), book)
    yield "facts.json", packed([FACTS], words())
    yield f"{WANTED}.json", packed(wants_sources(), Ready(book.sha256, needs_of(book)))
    for path in sorted(LEXICONS.glob("*.yml")):
        lexicon = parse(path.read_text("utf-8"), path.name).with_folds()
        yield f"lexicons/{path.stem}.json", packed([path], lexicon)


def stale() -> list[str]:
    """Names of files that are not as they would be written now, or stand for nothing."""
    wanted = dict(files())
    there = {path.relative_to(FOLDER).as_posix(): path.read_bytes() for path in FOLDER.rglob("*.json")}
    return sorted(name for name in wanted.keys() | there.keys() if wanted.get(name) != there.get(name))


def main() -> int:
    """Write or check."""
    outdated = stale()
    if "--check" in sys.argv:
        print(*outdated, sep="\n", end="\n" if outdated else "")
        return 1 if outdated else 0
    wanted = dict(files())
    for name in outdated:
        path = FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(wanted[name]) if name in wanted else path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
