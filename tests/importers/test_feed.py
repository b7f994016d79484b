"""Feeds as posts of an account: RSS, Atom, JSON Feed, RSSHub."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from plumbline.domain.errors import DossierError

AT = datetime(2026, 1, 5, 2, 20, tzinfo=UTC)
WEIBO = {"account_id": "weibo:5044281310", "platform": "weibo", "platform_id": "5044281310", "name": "澜州发布"}
RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:slash="http://purl.org/rss/1.0/modules/slash/"><channel>
<title>澜州发布的微博</title><link>https://weibo.com/5044281310/</link>{items}</channel></rss>"""
ITEM = """<item><title>{title}</title><description><![CDATA[{body}]]></description><link>{link}</link>
<guid isPermaLink="false">{link}</guid><pubDate>{at}</pubDate><author>澜州发布</author></item>"""


def item(**changed: str) -> str:
    given = {
        "title": "今晚有雨…", "body": "今晚有雨，请勿靠近河道", "link": "https://weibo.com/5044281310/z0JH2lOMb",
        "at": "Mon, 05 Jan 2026 02:20:00 GMT",
    }  # fmt: skip
    return ITEM.format(**(given | changed))


def rss(path: Path, *items: str) -> Path:
    path.write_text(RSS.format(items="".join(items)), encoding="utf-8")
    return path


def test_an_entry_of_weibo_is_a_post_with_the_posts_number(tmp_path: Path, read_all: Any) -> None:
    found = read_all(rss(tmp_path / "a.xml", item()), register=[WEIBO])
    assert found.format == "feed"
    assert found.rows("posts") == [
        {
            "account_id": "weibo:5044281310", "post_id": "3501756485200075", "posted_at": AT,
            "text": "今晚有雨，请勿靠近河道", "kind": "post", "media": [],
        }
    ]  # fmt: skip
    assert found.faults == []


def test_a_page_that_is_not_registered_is_stated_and_a_given_account_counts(tmp_path: Path, read_all: Any) -> None:
    path = rss(tmp_path / "a.xml", item())
    assert read_all(path).stated.platform_id == "5044281310"
    given = read_all(path, account="weibo:5044281310")
    assert given.stated is None
    assert "account_id" not in given.rows("posts")[0]


def test_a_forwarded_post_is_a_quotation(tmp_path: Path, read_all: Any) -> None:
    body = (
        '请扩散<br><blockquote> - 转发 <a href="https://weibo.com/1000000001">@省应急厅</a>: 全省防汛会议<br>明日有雨'
        '<img src="https://wx1.sinaimg.cn/q.jpg"></blockquote><img src="https://wx1.sinaimg.cn/a.jpg">'
    )
    row = read_all(rss(tmp_path / "a.xml", item(title="请扩散", body=body)), account="a").rows("posts")[0]
    assert (row["kind"], row["text"], row["quoted_source"]) == ("repost", "请扩散", "省应急厅")
    assert row["quoted_text"] == "全省防汛会议\n明日有雨"


def test_a_quotation_that_is_none_of_weibo_stays_in_the_text(tmp_path: Path, read_all: Any) -> None:
    body = "局长表示：<blockquote>我们将全力以赴。</blockquote>会议要求。"
    row = read_all(rss(tmp_path / "a.xml", item(body=body)), account="a").rows("posts")[0]
    assert row["kind"] == "post"
    assert "我们将全力以赴。" in row["text"]


def test_signs_are_words_and_pictures_are_media(tmp_path: Path, read_all: Any) -> None:
    body = (
        '加油<span class="url-icon"><img alt="[加油]" src="https://h5.sinaimg.cn/m/emoticon/1.png"></span>'
        '<img src="https://wx1.sinaimg.cn/a.jpg"><video src="https://f.video.example/1.mp4"></video>'
        '<a href="https://www.lanzhou.example/1.html">链接</a>'
    )
    row = read_all(rss(tmp_path / "a.xml", item(title="", body=body)), account="a").rows("posts")[0]
    assert row["text"].startswith("加油[加油]")
    assert row["media"] == ["https://wx1.sinaimg.cn/a.jpg", "https://f.video.example/1.mp4"]
    assert row["urls"] == ["https://www.lanzhou.example/1.html"]


def test_an_entry_of_another_account_is_passed_over(tmp_path: Path, read_all: Any) -> None:
    other = item(link="https://weibo.com/1700000001/z8ElgBLeQ", body="市民的话")
    found = read_all(rss(tmp_path / "a.xml", item(), other), account="weibo:5044281310")
    assert len(found.rows("posts")) == 1
    assert found.passed == ["not_registered"]
    assert "市民的话" not in repr(list(found))


def test_the_same_entry_twice_is_one_post(tmp_path: Path, read_all: Any) -> None:
    found = read_all(rss(tmp_path / "a.xml", item(), item()), account="a")
    assert (len(found.rows("posts")), found.passed) == (1, ["same"])


def test_times_that_are_missing_or_wrong_are_told(tmp_path: Path, read_all: Any) -> None:
    second, third = "https://weibo.com/5044281310/z8ElgBLeQ", "https://weibo.com/5044281310/z8ElgBLeR"
    found = read_all(
        rss(tmp_path / "a.xml", item(at=""), item(link=second, at="gestern"), item(link=third)), account="a"
    )
    assert [code for code, _ in found.faults] == ["no_time", "not_a_time"]
    assert len(found.rows("posts")) == 1


def test_a_title_that_says_more_is_part_of_the_text(tmp_path: Path, read_all: Any) -> None:
    found = read_all(
        rss(tmp_path / "a.xml", item(title="防汛提示", body="今晚有雨", link="https://lanzhou.example/1")), account="a"
    )
    row = found.rows("posts")[0]
    assert (row["text"], row["post_id"]) == ("防汛提示\n今晚有雨", "https://lanzhou.example/1")


ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:rsshub="http://rsshub.app/xml/schemas">
<title>澜州发布 的 bilibili 空间</title><link rel="alternate" href="https://space.bilibili.com/1700000"/>
<link rel="self" href="https://rsshub.example/bilibili/user/video/1700000"/><updated>2026-01-08T00:00:00Z</updated>{entries}</feed>"""


def atom(path: Path, *updated: str) -> Path:
    entries = "".join(
        f"""<entry><title>防汛提示{number}</title><content type="html">今晚有雨&lt;br&gt;请注意</content>
        <link href="https://www.bilibili.com/video/av{170001 + number}"/><id>urn:{number}</id>
        <published>2026-01-05T02:20:00Z</published><updated>{at}</updated>
        <rsshub:upvotes>12</rsshub:upvotes><rsshub:comments>{number + 3}</rsshub:comments></entry>"""
        for number, at in enumerate(updated)
    )
    path.write_text(ATOM.format(entries=entries), encoding="utf-8")
    return path


def test_atom_of_rsshub_counts_comments_and_names_videos(tmp_path: Path, read_all: Any) -> None:
    found = read_all(atom(tmp_path / "a.atom", "2026-01-05T02:20:00Z", "2026-01-06T02:20:00Z"), account="a")
    first, second = found.rows("posts")
    assert (first["post_id"], first["comments"], first["likes"]) == ("BV17x411w7KC", 3, 12)
    assert first["text"] == "防汛提示0\n今晚有雨\n请注意"
    assert "edited_at" not in first
    assert second["edited_at"] == datetime(2026, 1, 6, 2, 20, tzinfo=UTC)


def test_one_moment_for_all_entries_is_no_edit(tmp_path: Path, read_all: Any) -> None:
    found = read_all(atom(tmp_path / "a.atom", "2026-01-08T00:00:00Z", "2026-01-08T00:00:00Z"), account="a")
    assert all("edited_at" not in row for row in found.rows("posts"))


def test_json_feed_is_read_and_wrong_items_are_told(tmp_path: Path, read_all: Any) -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1", "title": "澜州发布", "home_page_url": "https://weibo.com/u/5044281310",
        "items": [
            {"id": "https://weibo.com/5044281310/z0JH2lOMb", "url": "https://weibo.com/5044281310/z0JH2lOMb",
             "title": "今晚有雨", "content_html": "今晚有雨<br>请注意", "date_published": "2026-01-05T02:20:00.000Z",
             "attachments": [{"url": "https://f.video.example/1.mp4", "mime_type": "video/mp4"}, "x"]},
            None,
            {"id": 7, "content_text": "明日<晴>", "date_published": "2026-01-05T10:20:00", "attachments": {}},
        ],
    }  # fmt: skip
    path = tmp_path / "feed.json"
    path.write_text(json.dumps(feed, ensure_ascii=False), encoding="utf-8")
    found = read_all(path, register=[WEIBO])
    first, second = found.rows("posts")
    assert (first["post_id"], first["text"]) == ("3501756485200075", "今晚有雨\n请注意")
    assert first["media"] == ["https://f.video.example/1.mp4"]
    assert (second["post_id"], second["text"], second["posted_at"]) == ("7", "明日<晴>", AT)
    assert [code for code, _ in found.faults] == ["not_an_object"]


def test_a_feed_of_youtube_has_plays_and_descriptions(tmp_path: Path, read_all: Any) -> None:
    (tmp_path / "a.xml").write_text(
        """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:yt="http://www.youtube.com/xml/schemas/2015"
        xmlns:media="http://search.yahoo.com/mrss/"><title>Lanzhou</title><entry><id>yt:video:abcdefghij_</id>
        <title>Flood warning</title><link rel="alternate" href="https://www.youtube.com/watch?v=abcdefghij_"/>
        <published>2026-01-05T02:20:00+00:00</published><updated>2026-01-07T02:20:00+00:00</updated>
        <media:group><media:title>Flood warning</media:title><media:description>Stay away &lt;from&gt; the river
        </media:description><media:community><media:starRating count="7" average="5.00"/>
        <media:statistics views="1234"/></media:community></media:group></entry></feed>""",
        encoding="utf-8",
    )
    row = read_all(tmp_path / "a.xml", account="youtube:1").rows("posts")[0]
    assert (row["post_id"], row["reads"], row["likes"]) == ("abcdefghij_", 1234, 7)
    assert row["text"].startswith("Flood warning\nStay away <from> the river")


def test_a_feed_with_a_table_in_it_is_still_a_feed(tmp_path: Path, read_all: Any) -> None:
    body = "<html><table><tr><td>水位</td><td>3 米</td></tr></table></html>"
    found = read_all(rss(tmp_path / "a.rss", item(body=body, title="水位")), account="a")
    assert "3 米" in found.rows("posts")[0]["text"]


def test_a_feed_in_gb2312_is_read_by_its_declaration(tmp_path: Path, read_all: Any) -> None:
    text = RSS.format(items=item()).replace("UTF-8", "GB2312")
    (tmp_path / "a.xml").write_bytes(text.encode("gb2312", "ignore"))
    assert read_all(tmp_path / "a.xml", account="a").rows("posts")[0]["text"] == "今晚有雨，请勿靠近河道"


def test_a_feed_that_is_broken_off_says_where(tmp_path: Path, read_all: Any) -> None:
    path = rss(tmp_path / "a.xml", item())
    path.write_text(path.read_text("utf-8")[:-40], encoding="utf-8")
    with pytest.raises(DossierError, match="line"):
        read_all(path, account="a")


def test_a_feed_that_declares_entities_is_refused(tmp_path: Path, read_all: Any) -> None:
    (tmp_path / "a.xml").write_text('<!DOCTYPE rss [<!ENTITY a "b">]><rss><channel/></rss>', encoding="utf-8")
    with pytest.raises(DossierError, match="entities"):
        read_all(tmp_path / "a.xml", account="a")


def test_json_that_is_no_feed_is_not_taken_for_one(tmp_path: Path, read_all: Any) -> None:
    (tmp_path / "a.json").write_text('{"items": [{"url": "x"}], "total": 1}', encoding="utf-8")
    with pytest.raises(DossierError):
        read_all(tmp_path / "a.json", account="a")


def test_a_blank_line_before_the_feed_does_no_harm(tmp_path: Path, read_all: Any) -> None:
    path = rss(tmp_path / "a.xml", item())
    path.write_text("\n\n" + path.read_text("utf-8"), encoding="utf-8")
    assert len(read_all(path, account="a").rows("posts")) == 1


def test_comments_of_readers_are_no_posts(tmp_path: Path, read_all: Any) -> None:
    comment = item(link="https://lanzhou.example/1.html#comment-12", body="某市民的话")
    found = read_all(rss(tmp_path / "a.xml", comment, item()), account="a")
    assert (len(found.rows("posts")), found.passed) == (1, ["not_registered"])
    assert "某市民" not in repr(list(found))
