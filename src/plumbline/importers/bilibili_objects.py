"""Objects of Bilibili's web pages, wherever they stand in a file of JSON: videos, dynamics, comments, followers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

DEEPEST = 60
Object = Mapping[str, Any]


@dataclass(frozen=True)
class Found:
    """One object: its kind (video, dynamic, comment, relation), the id of its maker as it stands, and plain values."""

    kind: str
    maker: Any
    values: Object


def objects(value: Any, depth: int = 0) -> Iterator[Found]:
    """All objects of a known kind, in their order; answers to a comment come after it."""
    if depth > DEEPEST:
        return
    if isinstance(value, list):
        for one in value:
            yield from objects(one, depth + 1)
    elif isinstance(value, dict):
        found = _known(value)
        if found:
            yield found
        within = [value.get("replies")] if found else list(value.values())
        for one in within:
            yield from objects(one, depth + 1)


def _known(value: Object) -> Found | None:
    if "rpid" in value and isinstance(value.get("content"), dict):
        return _comment(value)
    if ("bvid" in value or "aid" in value) and "title" in value and ("pubdate" in value or "created" in value):
        return _video(value)
    if "id_str" in value and isinstance(value.get("modules"), dict):
        return _dynamic(value)
    if "follower" in value and "following" in value and "mid" in value:
        return Found("relation", value["mid"], {"follower": value["follower"]})
    return None


def _video(value: Object) -> Found:
    stat = _part(value, "stat")
    return Found(
        "video",
        _part(value, "owner").get("mid", value.get("mid")),
        {
            "id": value.get("bvid") or value.get("aid"),
            "at": value.get("pubdate", value.get("created")),
            "title": value.get("title"),
            "text": value.get("desc", value.get("description")),
            "reads": stat.get("view", value.get("play")),
            "likes": stat.get("like"),
            "reposts": stat.get("share"),
            "comments": stat.get("reply", value.get("comment")),
            "number": value.get("aid"),
        },
    )


def _dynamic(value: Object) -> Found:
    modules = _part(value, "modules")
    author, said, stat = (_part(modules, f"module_{name}") for name in ("author", "dynamic", "stat"))
    quoted = _part(_part(_part(value, "orig"), "modules"), "module_dynamic")
    return Found(
        "dynamic",
        author.get("mid"),
        {
            "id": value.get("id_str"),
            "at": author.get("pub_ts"),
            "text": _dynamic_text(said),
            "quoted": _dynamic_text(quoted),
            "type": value.get("type"),
            "media": [item.get("src") for item in _pictures(said)],
            "likes": _part(stat, "like").get("count"),
            "reposts": _part(stat, "forward").get("count"),
            "comments": _part(stat, "comment").get("count"),
        },
    )


def _dynamic_text(said: Object) -> Any:
    """The words of a dynamic: its description, else those of the newer form (`opus`)."""
    opus = _part(_part(said, "major"), "opus")
    return _part(said, "desc").get("text") or _part(opus, "summary").get("text")


def _pictures(said: Object) -> list[Object]:
    major = _part(said, "major")
    items = _part(major, "draw").get("items") or [
        {"src": item.get("url")} for item in _part(major, "opus").get("pics") or [] if isinstance(item, dict)
    ]
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _comment(value: Object) -> Found:
    return Found(
        "comment",
        value.get("mid") or _part(value, "member").get("mid"),
        {
            "id": value.get("rpid_str") or value.get("rpid"),
            "post": value.get("oid_str") or value.get("oid"),
            "at": value.get("ctime"),
            "text": _part(value, "content").get("message"),
            "parent": value.get("parent_str") or value.get("parent"),
            "user": value.get("mid") or _part(value, "member").get("mid"),
        },
    )


def _part(value: Object, name: str) -> Object:
    found = value.get(name)
    return found if isinstance(found, dict) else {}
