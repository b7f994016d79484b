"""What the register says of an account in good order; ids and addresses are such as no real account has."""

from base64 import b64encode
from collections.abc import Mapping
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from plumbline.demo.moment import TODAY
from plumbline.demo.shipped import rows
from plumbline.series.working_days import add_working_days

_PLATFORMS = (
    "weibo", "wechat", "wechat_channels", "toutiao", "douyin", "bilibili", "kuaishou", "xiaohongshu", "website", "app",
)  # fmt: skip
_OPENED = (2012, 2014, 2020, 2016, 2018, 2018, 2019, 2021, 2013, 2019)
_INTERACTION = {
    "weibo": ["comments", "messages"],
    "wechat": ["comments", "messages"],
    "wechat_channels": ["comments", "messages"],
    "bilibili": ["comments", "messages"],
    "website": ["form"],
    "app": ["form", "comments"],
}
_TITLES = {"weibo": "官方微博", "wechat": "", "douyin": "官方抖音号", "bilibili": "官方账号"}


def particulars(platform: str, group: Mapping[str, Any], number: int) -> dict[str, Any]:
    """A line of `accounts` for `group` (unit or unit_id, name, mission); one `number`, one address on the platform."""
    unit = group.get("unit") or group["unit_id"]
    platform_id, url = _address(platform, unit, number)
    opened = _opened_on(platform, number)
    filed = add_working_days(opened, 1 + number % 4)
    row = {
        "account_id": f"{platform}:{platform_id}",
        "platform": platform,
        "name": group["name"],
        "platform_id": platform_id,
        "url": url,
        "unit_id": unit,
        "status": "active",
        "opened_on": opened,
        "filed_on": filed,
        "filing_no": f"澜备{filed.year}{_PLATFORMS.index(platform):02d}{number:04d}",
        "main_account": platform in ("weibo", "wechat"),
        "interaction": _INTERACTION.get(platform, ["comments"]),
        "mission": group["mission"],
    }
    return row | _verification(platform, unit, number)


def unit_name(unit_id: str) -> str:
    """The name of a unit of the made-up province."""
    return next(str(unit["name"]) for unit in rows("units") if unit["unit_id"] == unit_id)


def _verification(platform: str, unit: str, number: int) -> dict[str, Any]:
    if platform in ("website", "app"):  # nobody verifies what a unit hosts itself
        return {"verified": None, "verified_as": None, "verified_until": None}
    return {
        "verified": True,
        "verified_as": unit_name(unit) + _TITLES.get(platform, ""),
        "verified_until": TODAY + timedelta(days=100 + (number * 37 + len(platform) * 11) % 250),
    }


def _opened_on(platform: str, number: int) -> date:
    year = _OPENED[_PLATFORMS.index(platform)]
    return add_working_days(date(year, 1, 4), 1 + (number * 29) % 230)


def _address(platform: str, unit: str, number: int) -> tuple[str, str | None]:
    token = sha256(f"{platform}/{number}".encode()).hexdigest()
    biz = b64encode(f"99{number:08d}".encode()).decode()
    addresses: dict[str, tuple[str, str | None]] = {
        "weibo": (f"99{number:08d}", f"https://weibo.com/u/99{number:08d}"),
        "wechat": (f"gh_{token[:12]}", f"https://mp.weixin.qq.com/mp/profile_ext?action=home&__biz={biz}"),
        "wechat_channels": (f"sph{token[:12]}", None),
        "toutiao": (f"9900{number:08d}", f"https://www.toutiao.com/c/user/9900{number:08d}/"),
        "douyin": (f"MS4wLjABAAAA{token[:43]}", f"https://www.douyin.com/user/MS4wLjABAAAA{token[:43]}"),
        "bilibili": (f"9900{number:012d}", f"https://space.bilibili.com/9900{number:012d}"),
        "kuaishou": (f"3x{token[:13]}", f"https://www.kuaishou.com/profile/3x{token[:13]}"),
        "xiaohongshu": (f"99{token[:22]}", f"https://www.xiaohongshu.com/user/profile/99{token[:22]}"),
        "website": (f"{unit}.lz.example", f"https://{unit}.lz.example/"),
        "app": (f"example.lz.{unit}", f"https://app.{unit}.lz.example/"),
    }
    return addresses[platform]
