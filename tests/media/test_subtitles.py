"""Subtitles and transcripts as running text, whatever their form and encoding."""

import pytest

from plumbline.media.faults import Unreadable
from plumbline.media.subtitles import words

SRT = """1
00:00:01,000 --> 00:00:02,500
<i>各位</i>网友
{\\an8}大家好

2
00:00:02,500 --> 00:00:04,000
- 请远离河道
"""
ROLLING = """WEBVTT
Kind: captions
Language: zh

NOTE 内部备注，不出现在画面上

STYLE
::cue { color: red }

00:00:00.000 --> 00:00:02.000 align:start position:0%
\x20
大家<00:00:00.500><c>好</c>

00:00:02.000 --> 00:00:02.010 align:start position:0%
大家好
\x20

00:00:02.010 --> 00:00:04.000 align:start position:0%
大家好
今天<00:00:03.000><c>有雨</c>

00:00:04.000 --> 00:00:04.010
今天有雨
\x20

seven
00:05.000 --> 00:06.000
<v 李雷>请带伞 &amp; 雨衣</v>
"""
ASS = """[Script Info]
Title: 宣传片

[V4+ Styles]
Style: Default,Arial,20

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Comment: 0,0:00:00.00,0:00:01.00,Default,,0,0,0,,给校对看的
Dialogue: 0,0:00:12.00,0:00:13.00,Default,张三,0,0,0,,{\\k20}第{\\k30}二,句\\N下一行
Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,{\\pos(1,2)\\p1}m 0 0 l 1 1{\\p0}第一句
"""
TTML = """<?xml version="1.0" encoding="UTF-8"?>
<tt xmlns="http://www.w3.org/ns/ttml"><head><metadata>片名</metadata></head>
<body><div><p begin="0s">第一<br/>行</p><p>第<span>二</span>行</p></div></body></tt>"""


def said(text: str, name: str, encoding: str = "utf-8") -> str:
    return words(text.encode(encoding), name)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_subrip_in_any_encoding_gives_its_words_without_markup(encoding: str, newline: str) -> None:
    assert said(SRT.replace("\n", newline), "a.srt", encoding) == "各位网友\n大家好\n请远离河道"


def test_rolling_captions_are_said_once_and_notes_styles_and_speakers_are_left_out() -> None:
    assert said(ROLLING, "a.vtt") == "大家好\n今天有雨\n请带伞 & 雨衣"


def test_a_refrain_that_comes_again_later_is_kept() -> None:
    cues = "\n\n".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{line}" for n, line in enumerate("甲乙甲", start=1))
    assert said(cues, "a.srt") == "甲\n乙\n甲"


def test_karaoke_that_lets_a_line_grow_leaves_the_whole_line() -> None:
    lines = ("清溪", "清溪欢迎", "清溪欢迎你")
    cues = "\n\n".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{line}" for n, line in enumerate(lines, start=1))
    assert said(cues, "a.srt") == "清溪欢迎你"


def test_captions_without_blank_lines_between_do_not_keep_their_numbers() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\n甲\n2\n00:00:03,000 --> 00:00:04,000\n乙\n"
    assert said(text, "a.srt") == "甲\n乙"


def test_a_year_at_the_end_of_the_last_caption_is_no_number_of_a_caption() -> None:
    assert said("1\n00:00:01,000 --> 00:00:02,000\n2026\n", "a.srt") == "2026"


def test_substation_gives_dialogue_by_time_without_comments_drawings_and_names() -> None:
    assert said(ASS, "a.ass") == "第一句\n第二,句\n下一行"


def test_ttml_gives_its_paragraphs() -> None:
    assert said(TTML, "a.ttml") == "第一\n行\n第二行"


@pytest.mark.parametrize(
    "text",
    [
        '{"font_size":0.4,"body":[{"from":0,"to":1,"content":"甲"},{"from":1,"to":2,"content":"乙"}]}',
        '{"events":[{"segs":[{"utf8":"甲"}]},{"tStartMs":4},{"segs":[{"utf8":"\\n"}]},{"segs":[{"utf8":"乙"}]}]}',
        '{"text":"甲乙","segments":[{"start":0,"text":" 甲"},{"start":1,"text":" 乙"}]}',
        '[{"text":"甲"},{"text":"乙"}]',
    ],
)
def test_subtitles_in_json_of_platforms_and_recognisers_are_read(text: str) -> None:
    assert said(text, "a.json") == "甲\n乙"


def test_a_transcript_stays_as_it_was_typed() -> None:
    assert said("主持人：大家好。\n\n记者：您好。 \n", "a.txt") == "主持人：大家好。\n\n记者：您好。"


def test_subrip_that_is_called_txt_is_still_subrip() -> None:
    assert said(SRT, "a.txt") == "各位网友\n大家好\n请远离河道"


def test_words_between_angle_brackets_that_are_no_tags_stay() -> None:
    assert (
        said("1\n00:00:01,000 --> 00:00:02,000\n我 <3 清溪，关注<清溪发布>\n", "a.srt") == "我 <3 清溪，关注<清溪发布>"
    )


def test_a_caption_with_an_arrow_in_it_is_no_timing() -> None:
    assert said("1\n00:00:01,000 --> 00:00:02,000\n县城 --> 清溪镇\n", "a.srt") == "县城 --> 清溪镇"


@pytest.mark.parametrize(
    ("raw", "name", "line"),
    [
        (b"1\n00:00:01,000 --> 00:00:02,000\nok\n\n2\n00:00:x --> 00:00:04,000\n?\n", "a.srt", 6),
        ("中文\n".encode() + b"\xff\xff\xff", "a.srt", 2),
        (b"\x00\x01\x02\x03", "a.txt", 1),
        (b"no caption", "a.srt", 1),
        (b"WEBVTT\n\nno caption", "a.vtt", 1),
        (b"<tt>\n<p>x\n</tt>", "a.ttml", 3),
        (b'<!DOCTYPE tt [\n<!ENTITY a "aaaa">]><tt><p>&a;</p></tt>', "a.ttml", 2),
        (b'{"body":\n [', "a.json", 2),
        (b'{"body":{}}', "a.json", 1),
        (b"[Events]\nFormat: Start, End, Text\nDialogue: 0:00:01.00\n", "a.ass", 3),
        (b"", "a.srt", 1),
    ],
)
def test_a_broken_file_is_told_with_its_line_in_both_languages(raw: bytes, name: str, line: int) -> None:
    with pytest.raises(Unreadable) as caught:
        words(raw, name)
    assert caught.value.line == line
    assert caught.value.of("en").startswith(f"line {line}: ")
    assert caught.value.of("zh").startswith(f"第 {line} 行：")


def test_a_file_that_is_far_too_long_is_refused() -> None:
    with pytest.raises(Unreadable) as caught:
        words(b"a" * 20_000_001, "a.txt")
    assert "20 MB" in caught.value.of("en")
