"""Words that are one edit apart, found without comparing every word with every other."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator

import numpy as np

from plumbline.addresses.lookalikes import host_bone, shown_host, site_host
from plumbline.addresses.names import bare, one_edit, skeleton

SHORTEST = 4
"""Texts of fewer letters are mistaken for each other only when they look the same (as in `names.mistakable`)."""


class Near:
    """Distinct words, ready for the question which of them are one edit away (`names.one_edit`) from another.

    Two words that are one edit apart share a form with one letter left out, or one is such a form of the other. Of
    those forms only the hashes are kept, sorted, each with the number of its word; what is found is compared again.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = list(words)
        self._known = set(self._words)
        self._longest = max(map(len, self._words), default=0)
        hashes, owners = array("q"), array("i")
        for number, word in enumerate(self._words):
            cuts = shortened(word)
            hashes.extend(map(hash, cuts))
            owners.extend([number] * len(cuts))
        order = np.argsort(np.array(hashes, np.int64), kind="stable")
        self._hashes, self._owners = np.array(hashes, np.int64)[order], np.array(owners, np.int32)[order]

    def of(self, word: str) -> list[str]:
        """The words one edit away from `word`, which is not among them."""
        if len(word) > self._longest + 1:
            return []
        cuts = shortened(word)
        keys = np.fromiter(map(hash, (word, *cuts)), np.int64, len(cuts) + 1)
        spans = zip(self._hashes.searchsorted(keys), self._hashes.searchsorted(keys, "right"), strict=True)
        numbers = {int(number) for start, end in spans if start < end for number in self._owners[start:end]}
        found = {self._words[number] for number in numbers} | (cuts & self._known)
        return [other for other in found if one_edit(word, other)]


def shortened(word: str) -> set[str]:
    """The word with one letter left out, in every way."""
    return {word[:at] + word[at + 1 :] for at in range(len(word))}


class Alike:
    """Texts by their looks: which of them may be mistaken for another (as `names.mistakable` says)."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts: dict[str, list[str]] = defaultdict(list)
        for text in texts:
            self._texts[skeleton(bare(text))].append(text)
        self._near = Near(self._texts)

    def of(self, asked: str) -> list[str]:
        """The texts that may be mistaken for `asked`."""
        bone = skeleton(bare(asked))
        if not bone:
            return []
        found = [bone] if bone in self._texts else []
        if len(bone) >= SHORTEST:
            found += self._near.of(bone)
        return [text for one in found for text in self._texts[one]]


class Hosts:
    """Registered websites by their host: which a host may be mistaken for (as `lookalikes.alike_hosts` says)."""

    def __init__(self, sites: Iterable[str]) -> None:
        self._sites: dict[str, list[str]] = defaultdict(list)
        self._bones: dict[str, list[str]] = defaultdict(list)
        for code in sites:
            self._sites[shown_host(site_host(code.removeprefix("website:")))].append(code)
        for host in self._sites:
            self._bones[host_bone(host)].append(host)
        self._near = Near(self._bones)

    def of(self, host: str) -> list[str]:
        """Codes of the websites whose host `host` may be mistaken for; not of those that it is."""
        bone = host_bone(host)
        bones = [bone, *self._near.of(bone)]
        found = {other for one in bones for other in self._bones.get(one, ())} | set(_fronts(host))
        return [code for other in found - {host} for code in self._sites.get(other, ())]


def _fronts(host: str) -> Iterator[str]:
    """The hosts that a host wears as a front: ``gov.cn.evil.example`` wears ``gov.cn``."""
    for at, letter in enumerate(host):
        if letter in ".-":
            yield host[:at]
        if letter == "-":
            yield host[at + 1 :]
