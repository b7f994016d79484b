"""`plumbline verify --export`: the signed register of an authority, checked and read without a server."""

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from plumbline.cli.words import noted, printed, say
from plumbline.domain.errors import UsageError
from plumbline.evidence.signed_register import expired, from_future, opened, public_key
from plumbline.settings import environment


def signed_register(args: argparse.Namespace) -> dict[str, Any]:
    """A signed export, checked. UsageError where it is altered, cut, another's, or the key is none."""
    if not args.key:
        raise UsageError(
            say(args.lang, "a signed register is checked with the authority's public key", "核验签名登记册须指定公钥"),
            "--key",
            say(args.lang, "--key FILE, as the authority published it", "--key 文件（由该机关公布）"),
        )
    document = opened(args.export, public_key(_text(args.key, args.lang), args.lang), args.lang)
    if not args.quiet and not args.json:
        printed(_good(document, args.lang))
    return document


def out_of_date(document: Mapping[str, Any], lang: str) -> bool:
    """Whether the export's time is over or not begun: then it cannot say what is official now. Says so."""
    if expired(document, environment.now()):
        noted(say(lang, f"out of date since {document['valid_until'][:10]}: what it says is what was so then; "
                        "download it again",
                  f"登记册已于 {document['valid_until'][:10]} 过期，以下只是当时的情况，请重新下载"))  # fmt: skip
        return True
    if from_future(document, environment.now()):
        noted(say(lang, f"issued on {document['issued_at'][:10]}, which is yet to come: check this machine's clock",
                  f"登记册签发日期 {document['issued_at'][:10]} 晚于本机时间，请检查本机时钟"))  # fmt: skip
        return True
    return False


def described(document: Mapping[str, Any]) -> dict[str, Any]:
    """The export as the field `export` of the answer."""
    told = {name: document[name] for name in ("key_id", "issued_at", "valid_until", "revision")}
    late = expired(document, environment.now())
    return {"signature": "good", **told, "accounts": len(document["accounts"]), "expired": late}


def _good(document: Mapping[str, Any], lang: str) -> str:
    issued, number, name = document["issued_at"][:10], len(document["accounts"]), document["key_id"]
    return say(lang, f"signature good: {number} accounts, issued {issued}, key {name}",
               f"签名有效：共 {number} 个账号，签发日期 {issued}，公钥 {name}")  # fmt: skip


def _text(named: str, lang: str) -> str:
    place = Path(named)
    try:
        return place.read_text("utf-8") if place.is_file() else named
    except (OSError, ValueError) as error:
        raise UsageError(say(lang, "the key cannot be read", "公钥无法读取"), named[:80], str(error)) from error
