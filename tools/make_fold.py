"""Write src/plumbline/text/fold.json, what each character folds to: `make_fold.py TSCharacters.txt` (of OpenCC).

The table is kept so that a verdict does not hang on the Unicode version of whoever computes it again.
"""

import json
import sys
import unicodedata
from itertools import pairwise
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "src" / "plumbline" / "text" / "fold.json"
HANGUL = range(0xAC00, 0xD7A4)


def simplified(path: Path) -> dict[str, str]:
    """Traditional to simplified, one character each; one that is also good simplified writing stays as it is."""
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines() if "\t" in line]
    pairs = {row[0]: row[1].split() for row in rows}
    return {old: new[0] for old, new in pairs.items() if old not in new and len(old) == len(new[0]) == 1}


def once(text: str, pairs: dict[str, str]) -> str:
    """One round of folding, character by character."""
    out = []
    for char in unicodedata.normalize("NFKC", text).lower():
        parts = char if ord(char) in HANGUL else unicodedata.normalize("NFD", char)
        out += [pairs.get(part, part) for part in parts if kept(part)]
    return "".join("\n" if unicodedata.category(c) in {"Zl", "Zp"} else c for c in out).replace("\t", " ")


def kept(char: str) -> bool:
    """Whether a character says anything: no marks on others, no controls, nothing invisible, no noncharacters."""
    if ord(char) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(char) <= 0xFDEF:
        return False
    return char in "\n\t" or unicodedata.category(char) not in {"Mn", "Me", "Cc", "Cf", "Cs"}


def folded(char: str, pairs: dict[str, str]) -> str:
    """What a character folds to: rounds until nothing changes."""
    text, before = once(char, pairs), char
    while text != before:
        text, before = once(text, pairs), text
    return text


def letters() -> list[list[int]]:
    """Runs of letters: first and last code point of each."""
    points = [point for point in range(sys.maxunicode + 1) if chr(point).isalpha()]
    cuts = [-1, *(i for i, (a, b) in enumerate(pairwise(points)) if b != a + 1), len(points) - 1]
    return [[points[a + 1], points[b]] for a, b in pairwise(cuts)]


def main() -> None:
    """Write the table."""
    pairs = simplified(Path(sys.argv[1]))
    table = {chr(point): folded(chr(point), pairs) for point in range(sys.maxunicode + 1)}
    changed = {char: to for char, to in table.items() if to != char}
    singles = {char: to for char, to in changed.items() if len(to) == 1}
    record = {
        "unicode": unicodedata.unidata_version,
        "dropped": [ord(char) for char, to in changed.items() if not to],
        "from": "".join(singles),
        "to": "".join(singles.values()),
        "longer": {char: to for char, to in changed.items() if len(to) > 1},
        "traditional": "".join(sorted(char for char in pairs if table[char] == pairs[char])),
        "digits": [
            point for point in range(sys.maxunicode + 1) if chr(point).isdigit() and table[chr(point)] == chr(point)
        ],
        "letters": letters(),
    }
    PAGE.write_text(json.dumps(record, ensure_ascii=True, separators=(",", ":")) + "\n", "ascii")


if __name__ == "__main__":
    main()
