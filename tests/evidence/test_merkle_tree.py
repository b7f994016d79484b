"""The tree is that of RFC 6962, and a path proves one leaf and no other."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plumbline.evidence.merkle import climbed, leaf, path, root

LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
"""The inputs with which implementations of Certificate Transparency are tested."""
ROOTS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


@pytest.mark.parametrize("size", ROOTS)
def test_the_roots_are_those_that_others_compute(size: int) -> None:
    assert root([leaf(bytes.fromhex(text)) for text in LEAVES[:size]]).hex() == ROOTS[size]


def split(leaves: list[bytes]) -> bytes:
    """The definition of the RFC, word for word."""
    if len(leaves) == 1:
        return leaves[0]
    cut = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\1" + split(leaves[:cut]) + split(leaves[cut:])).digest()


@given(st.integers(1, 70), st.data())
def test_every_leaf_has_a_path_to_the_root_and_to_no_other_place(size: int, data: st.DataObject) -> None:
    leaves = [leaf(bytes([number])) for number in range(size)]
    assert root(leaves) == split(leaves)
    index = data.draw(st.integers(0, size - 1))
    way = path(leaves, index)
    assert climbed(leaves[index], index, size, way) == root(leaves)
    other = data.draw(st.integers(0, size - 1))
    assert other == index or climbed(leaves[other], index, size, way) != root(leaves)
    assert climbed(leaves[index], index, size, [*way, bytes(32)]) is None
    assert not way or climbed(leaves[index], index, size, way[:-1]) is None
    assert climbed(leaves[index], size, size, way) is None
