"""The number that two runs share if and only if they say the same."""

import hashlib
from collections.abc import Iterable

import msgspec
import polars as pl

from plumbline.domain.judgement import Abstention, Finding
from plumbline.domain.vocabulary import FindingStatus


def result_sha256(verdicts: pl.DataFrame, findings: Iterable[Finding], abstentions: Iterable[Abstention]) -> str:
    """SHA-256 over verdicts, findings and abstentions as sorted JSON lines.

    Left out is what depends on more than the dossier, the rulebook and `as_of`: the language of a sentence and whether
    a finding stood in some earlier run (excepted or not stays in).
    """
    digest = hashlib.sha256()
    for line in _lines(verdicts, findings, abstentions):
        digest.update(line + b"\n")
    return digest.hexdigest()


def _lines(verdicts: pl.DataFrame, findings: Iterable[Finding], abstentions: Iterable[Abstention]) -> Iterable[bytes]:
    encode = msgspec.json.Encoder(order="sorted").encode
    yield from (encode(row) for row in verdicts.sort("account_id").iter_rows(named=True))
    yield from sorted(encode(_neutral(finding)) for finding in findings)
    yield from sorted(encode(abstention) for abstention in abstentions)


def _neutral(finding: Finding) -> Finding:
    if finding.status == FindingStatus.EXCEPTED:
        return finding
    return msgspec.structs.replace(finding, status=FindingStatus.NEW)
