"""Stamps kept in the archive, and examined with it."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from plumbline.evidence.archive import Archive
from plumbline.evidence.chain import Link, links
from plumbline.evidence.faults import Fault
from plumbline.evidence.journal import Line, digest
from plumbline.evidence.members import stamp
from plumbline.evidence.places import STAMPS, lawful_stamp
from plumbline.evidence.stamps import Stamp, StampError, available, check_stamp, read_stamp
from plumbline.evidence.writing import appended, told


def keep_stamp(archive: Archive, response: bytes, certificates: Sequence[bytes]) -> tuple[Link, Stamp]:
    """Keep an authority's answer beside the chain and note it. StampError: it is none, or over another chain.

    Returns the day that it vouches for (and with it all before) and the stamp.
    """
    read = read_stamp(response)
    link = _stamped(read, links(archive.folder))
    if link is None:
        raise StampError("it is over something else than a line of this chain")
    if certificates:
        check_stamp(response, link.written(), certificates)
    file = _name(archive.folder, link)
    with told(archive.folder / file):
        appended(archive.folder / file, response)
    facts = {"file": file, "sha256": digest(response), "seal": link.seal, "day": link.day, "time": stamp(read.time)}
    archive.note("stamp", facts)
    return link, read


def stamp_faults(
    folder: Path, chain: Sequence[Link], noted: Sequence[tuple[Line, Mapping[str, Any]]], certificates: Sequence[bytes]
) -> Iterator[Fault]:
    """What is wrong with what the stamps say; that they are there and unaltered is for `verify.examine` to tell.

    Signatures are checked only where `certificates` (PEM) are given. Nothing where the extra is not installed.
    """
    for _, facts in noted if available() else ():
        file = str(facts.get("file", ""))
        path = folder / file
        if lawful_stamp(file) and path.is_file() and digest(data := path.read_bytes()) == facts.get("sha256"):
            yield from response_faults(file, data, chain, certificates)


def response_faults(
    file: str, response: bytes, chain: Sequence[Link], certificates: Sequence[bytes]
) -> Iterator[Fault]:
    """What is wrong with one stamp: another chain, a signature that does not hold."""
    try:
        link = _stamped(read_stamp(response), chain)
        if link is None:
            yield Fault("stamp_other", file)
        elif certificates:
            check_stamp(response, link.written(), certificates)
    except StampError as error:
        yield Fault("stamp_unread", file, detail=str(error)[:200])


def _stamped(stamp: Stamp, chain: Sequence[Link]) -> Link | None:
    return next((link for link in reversed(chain) if stamp.over(link.written())), None)


def _name(folder: Path, link: Link) -> str:
    taken = len(list((folder / STAMPS).glob("*.tsr")))
    while (folder / (file := f"{STAMPS}/{link.day}-{link.seal[:12]}-{taken + 1}.tsr")).exists():
        taken += 1
    return file
