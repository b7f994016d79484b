"""Articles from saved feeds, as plain text with their times; broken and hostile ones are refused by name and line."""

import gzip
import json
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from plumbline.domain.errors import DossierError
from plumbline.provenance.feed_text import plain_text
from plumbline.provenance.feed_times import moments
from plumbline.provenance.feeds import Feed, feed_files, read_feed

EIGHT = datetime(2024, 5, 6, 0, 0, tzinfo=UTC)
RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>澜</title>
{}</channel></rss>"""
ITEM = "<item><guid>{}</guid><title>停水</title><description>{}</description></item>"


def feed(folder: Path, content: str | bytes, name: str = "feed.xml") -> Feed:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_feed(path, "Asia/Shanghai")


def test_an_rss_item_gives_its_full_text_before_its_summary(tmp_path: Path) -> None:
    item = """<item><title>汛期 &amp;amp; 停水</title><link>https://lz.example/1</link><guid>g1</guid>
<pubDate>Mon, 06 May 2024 08:00:00 +0800</pubDate><description>短</description>
<content:encoded><![CDATA[<p>第一段</p><p>第二段&nbsp;完</p><script>x()</script>]]></content:encoded></item>"""
    (article,) = feed(tmp_path, RSS.format(item)).articles
    assert (article.article_id, article.text, article.title) == ("g1", "第一段\n第二段 完", "汛期 & 停水")
    assert (article.url, article.published_at) == ("https://lz.example/1", EIGHT)


def test_an_atom_entry_gives_its_xhtml_and_the_page_that_it_shows(tmp_path: Path) -> None:
    (article,) = feed(
        tmp_path,
        """<feed xmlns="http://www.w3.org/2005/Atom"><entry>
<id>urn:1</id><title type="html">&lt;b&gt;停水&lt;/b&gt;</title>
<link rel="self" href="https://lz.example/feed"/><link href="https://lz.example/2"/><updated>2025-01-01T00:00:00Z</updated>
<published>2024-05-06T08:00:00</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>水压 &lt; 2</p>
<p>请存水</p></div></content></entry></feed>""",
        "a.atom",
    ).articles
    assert (article.article_id, article.text, article.title) == ("urn:1", "水压 < 2\n请存水", "停水")
    assert (article.url, article.published_at) == ("https://lz.example/2", EIGHT)


def test_an_rss_1_item_is_known_by_its_address(tmp_path: Path) -> None:
    (article,) = feed(
        tmp_path,
        """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel/><item rdf:about="https://lz.example/3"><title>停水</title>
<description>全县停水</description><dc:date>2024-05-06T08:00+08:00</dc:date></item></rdf:RDF>""",
    ).articles
    assert (article.article_id, article.text, article.published_at) == ("https://lz.example/3", "全县停水", EIGHT)


def test_a_json_feed_gives_html_or_text(tmp_path: Path) -> None:
    items = [
        {
            "id": 7,
            "content_html": "<p>停水</p>通知",
            "date_published": "2024-05-06T00:00:00Z",
            "url": "https://lz.example/7",
        },
        {"id": "8", "content_text": "水压 < 2\n\n请存水"},
        5,
    ]
    found = feed(tmp_path, json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}), "f.json")
    assert [(article.article_id, article.text) for article in found.articles] == [
        ("7", "停水\n通知"),
        ("8", "水压 < 2\n请存水"),
    ]
    assert [(fault.file, fault.number, fault.code) for fault in found.faults] == [("f.json", 3, "not_an_entry")]


def test_an_entry_without_id_and_address_is_known_by_what_it_says(tmp_path: Path) -> None:
    item = "<item><description>全县停水</description></item>"
    first, again = feed(tmp_path, RSS.format(item)), feed(tmp_path, RSS.format(item))
    assert first == again
    assert first.articles[0].article_id.startswith("sha256-")


def test_packed_and_old_chinese_encodings_are_read(tmp_path: Path) -> None:
    content = RSS.format(ITEM.format(1, "青溪市停水")).replace('"1.0"?', '"1.0" encoding="gb2312"?', 1)
    assert feed(tmp_path, gzip.compress(content.encode("gb18030")), "f.rss.gz").articles[0].text == "青溪市停水"
    assert feed(tmp_path, content.replace("gb2312", "utf-16").encode("utf-16")).articles[0].text == "青溪市停水"


def test_a_bad_entry_is_told_by_its_number_and_the_rest_is_kept(tmp_path: Path) -> None:
    items = ITEM.format(1, "一") + "<item><title>空</title></item>" + ITEM.format(3, "三" * 1_000_001)
    items += "<item><guid>4</guid><description>四</description><pubDate>昨天</pubDate></item>"
    found = feed(tmp_path, RSS.format(items))
    assert [article.article_id for article in found.articles] == ["1", "4"]
    assert [(fault.number, fault.code) for fault in found.faults] == [(2, "no_text"), (3, "too_long"), (4, "bad_time")]


@pytest.mark.parametrize(
    ("content", "what", "line"),
    [
        ("<rss><channel>\n<item>\n<title>x</item></channel></rss>", "broken XML", "line 3"),
        ("<rss>&nbsp;</rss>", "broken XML", "line 1"),
        ('<!DOCTYPE r [\n<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><rss>&b;</rss>', "declares entities", "line 2"),
        ('<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]><rss>&x;</rss>', "declares entities", "line 1"),
        ('<!DOCTYPE r [<!ENTITY % x SYSTEM "file:///etc/hostname"> %x;]><rss/>', "declares entities", "line 1"),
        ("<a>" * 100_000, "one in another", "line 1"),
        ('{"items": [\n1,}', "broken JSON", "line 2"),
        ("[" * 100_000, "without end", "feed.xml"),
        ("", "broken XML", "line 1"),
    ],
)
def test_broken_and_hostile_feeds_are_refused_with_their_line(
    tmp_path: Path, content: str, what: str, line: str
) -> None:
    with pytest.raises(DossierError) as caught:
        feed(tmp_path, content)
    assert what in caught.value.what
    assert line in caught.value.where


def test_bytes_that_are_not_what_they_say_are_refused(tmp_path: Path) -> None:
    for content in (b"<rss>\n\xff\xfe</rss>", b'<?xml version="1.0" encoding="klingon"?><rss/>'):
        with pytest.raises(DossierError):
            feed(tmp_path, content)
    with pytest.raises(DossierError):
        feed(tmp_path, b"\x1f\x8b no gzip", "f.rss.gz")


def test_an_outer_document_type_is_not_opened_and_other_xml_is_no_feed(tmp_path: Path) -> None:
    assert feed(tmp_path, '<!DOCTYPE rss SYSTEM "file:///etc/hostname"><rss/>') == Feed()
    assert [fault.code for fault in feed(tmp_path, "<urlset/>").faults] == ["not_a_feed"]
    assert [fault.code for fault in feed(tmp_path, "[1]", "f.json").faults] == ["not_a_feed"]


def test_a_folder_gives_its_feeds_in_order(tmp_path: Path) -> None:
    for name in ("b.rss", "a/c.json.gz", "a/readme.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert [path.name for path in feed_files(tmp_path)] == ["c.json.gz", "b.rss"]
    with pytest.raises(DossierError):
        feed_files(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("written", "utc"),
    [
        ("Mon, 06 May 2024 08:00:00 +0800", EIGHT),
        ("06 May 2024 08:00 +0800", EIGHT),
        ("Mon, 6 May 24 00:00:00 GMT", EIGHT),
        ("Mon, 06 May 2024 08:00:00", EIGHT),
        ("Mon, 06 May 2024 08:00:00 CST", EIGHT),
        ("Mon, 06 May 2024 00:00:00 -0000", EIGHT),
        ("2024-05-06T00:00:00Z", EIGHT),
        ("2024-05-06T08:00:00.000+08:00", EIGHT),
        ("2024-05-06 08:00", EIGHT),
        ("2024年5月6日 8:00", EIGHT),
        ("2024/5/6", datetime(2024, 5, 5, 16, tzinfo=UTC)),
        ("昨天", None),
        ("", None),
        ("Mon, 45 May 2024 08:00:00 GMT", None),
        ("Mon, 06 May 1824 08:00:00 GMT", None),
    ],
)
def test_times_are_read_in_every_usual_form(written: str, utc: datetime | None) -> None:
    assert moments([written], "Asia/Shanghai") == [utc]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<img alt=\"a>b\">x<p class='y>'>z", "x\nz"),
        ("a < b & c &lt;p&gt;", "a < b & c <p>"),
        ("x<!-- y -->z<br/>w", "xz\nw"),
        ("<style>p{}</style>好<SCRIPT>1</SCRIPT>的", "好的"),
        ("<p>未闭合<b>粗", "未闭合粗"),
        ("甲\u0000乙\ud800", "甲乙"),
        ("<table><tr><td>甲</td><td>乙</td></tr></table>", "甲\n乙"),
        ("纯文本\r\n\r\n第二行", "纯文本\n第二行"),
    ],
)
def test_html_becomes_what_a_reader_sees(html: str, text: str) -> None:
    assert plain_text(html) == text


@pytest.mark.parametrize(
    "piece", ["<a ", "<a a='", "<a \"'>", "<script></x", "<", "<!--", "<style>", "&", "</", "<![CDATA["]
)
def test_hostile_html_takes_time_in_step_with_its_length(piece: str) -> None:
    start = time.process_time()
    plain_text(piece * (200_000 // len(piece)) + ">")
    assert time.process_time() - start < 5
