"""What can be wrong with a signed register or its key: the sentence and the way out, in both languages."""

from collections.abc import Mapping
from types import MappingProxyType

from plumbline.rulebook.model import Text

_AGAIN = Text(zh="请重新下载", en="download it again")

HARMS: Mapping[str, tuple[Text, Text]] = MappingProxyType(
    {
        "no_key": (
            Text(zh="这不是 Ed25519 公钥", en="this is no Ed25519 public key"),
            Text(zh="请使用该机关公布的公钥文件或者文本", en="give the file or text that the authority published"),
        ),
        "unreadable": (
            Text(zh="登记册文件无法读取", en="the export cannot be read"),
            Text(zh="请检查文件名和权限", en="check its name and rights"),
        ),
        "too_large": (Text(zh="登记册文件过大", en="the export is too large"), _AGAIN),
        "not_whole": (Text(zh="登记册文件不完整", en="this is no whole export of a register"), _AGAIN),
        "format": (
            Text(zh="登记册文件格式不符", en="the export is of another format"),
            Text(zh="应为 plumbline-register/1", en="expected plumbline-register/1"),
        ),
        "other_key": (
            Text(zh="登记册由另一把密钥签名", en="the export was signed with another key"),
            Text(
                zh="请通过可信渠道取得该机关现在的公钥",
                en="get the authority's present public key by a road that you trust",
            ),
        ),
        "altered": (
            Text(zh="登记册内容被改动：签名不符", en="the export was altered: its signature does not fit"),
            Text(zh="请勿使用该文件，并重新下载", en="do not use it; download it again"),
        ),
    }
)  # fmt: skip
