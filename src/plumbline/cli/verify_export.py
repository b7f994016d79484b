"""`plumbline verify --export`: the signed register of an authority, checked and read without a server."""

import argparse
from pathlib import Path

import polars as pl

from plumbline.cli.words import noted, printed, say
from plumbline.domain.errors import UsageError
from plumbline.evidence.signed_register import expired, key_id, opened, public_key, tables
from plumbline.settings.environment import now


def signed_register(args: argparse.Namespace) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Accounts and units of a signed export. UsageError where it is altered, cut, another's, or the key is none."""
    if not args.key:
        raise UsageError(
            say(args.lang, "a signed register is checked with the authority's public key", "核验签名登记册须指定公钥"),
            "--key",
            say(args.lang, "--key FILE, as the authority published it", "--key 文件（由该机关公布）"),
        )
    key = public_key(_text(args.key))
    document = opened(args.export, key)
    told = not args.quiet and not args.json
    if told:
        issued, number = document["issued_at"][:10], len(document["accounts"])
        printed(say(args.lang, f"signature good: {number} accounts, issued {issued}, key {key_id(key)}",
                    f"签名有效：共 {number} 个账号，签发日期 {issued}，公钥 {key_id(key)}"))  # fmt: skip
    if expired(document, now()):
        noted(say(args.lang, f"warning: out of date since {document['valid_until'][:10]}: download it again",
                  f"警告：已过有效期（{document['valid_until'][:10]}），请重新下载"))  # fmt: skip
    return tables(document)


def _text(named: str) -> str:
    place = Path(named)
    try:
        return place.read_text("utf-8") if place.is_file() else named
    except (OSError, ValueError) as error:
        raise UsageError("the key cannot be read", named[:80], str(error)) from error
