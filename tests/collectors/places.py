"""The five platforms of the stand-ins as places to collect from: what is registered, and how to publish there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from collecting import World
from stand_ins.bilibili import Bilibili
from stand_ins.clock import Clock
from stand_ins.douyin import Douyin
from stand_ins.kuaishou import Kuaishou
from stand_ins.server import StandIn
from stand_ins.wechat import WeChat
from stand_ins.weibo import Weibo

OLD = datetime.fromisoformat("2026-08-01T08:00:00+08:00")


@dataclass(frozen=True)
class Platform:
    """A platform: its server, the path of its listing, the number of posts that fill more than two pages."""

    name: str
    server: Callable[[Clock], Any]
    listing: str
    single: str
    posts: int
    pages: int
    broken: int  # a code that means nothing to anybody
    busy: int  # a code that means: later
    time: str  # the field that holds the time of publication
    publish: Callable[[Any, str, str | None], Any]
    edit: Callable[[Any, str], Any]
    credentials: Callable[[Any], dict[str, str]]


def _wechat(server: Any) -> dict[str, str]:
    return {"appid": server.account.appid, "secret": server.account.secret}


def _weibo(server: Any) -> dict[str, str]:
    return {"access_token": server.token()}


def _douyin(server: Any) -> dict[str, str]:
    given = server.grant()
    return {"client_key": server.client_key, "client_secret": server.client_secret} | {
        name: str(given[name]) for name in ("open_id", "access_token", "refresh_token")
    }


def _kuaishou(server: Any) -> dict[str, str]:
    given = server.grant()
    return {"app_id": server.app_id, "app_secret": server.app_secret} | {
        name: str(given[name]) for name in ("access_token", "refresh_token")
    }


def _bilibili(server: Any) -> dict[str, str]:
    given = server.grant()
    return {"client_id": server.client_id, "client_secret": server.app_secret} | {
        name: str(given[name]) for name in ("access_token", "refresh_token")
    }


PLATFORMS = (
    Platform(
        "wechat", WeChat, "batchget", "getarticle", 45, 3, 99999, 45011, "create_time",
        lambda account, text, at: account.publish(text, "", at=at),
        lambda post, text: post.edit(title=text), _wechat,
    ),
    Platform(
        "weibo", Weibo, "user_timeline", "statuses/show", 130, 3, 29999, 10009, "created_at",
        lambda account, text, at: account.post(text, at=at), lambda post, text: post.edit(text), _weibo,
    ),
    Platform(
        "douyin", Douyin, "video_list", "video_basic_info", 45, 3, 2199999, 2100004, "create_time",
        lambda account, text, at: account.publish(text, at=at), lambda post, text: post.edit(text), _douyin,
    ),
    Platform(
        "kuaishou", Kuaishou, "photo/list", "photo/info", 210, 3, 100299999, 100100500, "create_time",
        lambda account, text, at: account.publish(text, at=at), lambda post, text: post.edit(text), _kuaishou,
    ),
    Platform(
        "bilibili", Bilibili, "archive/viewlist", "archive/view", 110, 3, 129999, -503, "ptime",
        lambda account, text, at: account.publish(text, at=at), lambda post, text: post.edit(text), _bilibili,
    ),
)  # fmt: skip
BY_NAME = {platform.name: platform for platform in PLATFORMS}
IDS = {"wechat": "wx0000000000000001", "weibo": "7000000001"}


def registered(platform: Platform, server: StandIn, folder: Path) -> World:
    """A dossier in which the stand-in's account is registered."""
    own = IDS.get(platform.name, "1001")
    account = {
        "account_id": f"{platform.name}:{own}",
        "platform": platform.name,
        "name": "清溪发布",
        "platform_id": own,
    }
    return World(folder, server, account, {platform.name: platform.credentials(server)})


def filled(platform: Platform, server: Any, posts: int | None = None) -> list[Any]:
    """Posts of August, an hour after each other, and one of yesterday; the last one is the newest."""
    count = platform.posts if posts is None else posts
    times = [OLD + timedelta(hours=number) for number in range(count - 1)]
    account = server.account
    older = [platform.publish(account, f"通知第{number}号", at.isoformat()) for number, at in enumerate(times)]
    return [*older, platform.publish(account, "昨日通报", "2026-11-19 10:00")]


def ten(platform: Platform, server: Any) -> list[str]:
    """Ten posts, three pages of four; their texts, sorted."""
    filled(platform, server, 10)
    return sorted([f"通知第{number}号" for number in range(9)] + ["昨日通报"])
