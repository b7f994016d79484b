"""What was approved and what was published: pairs that say the same, and pairs of which something was changed."""

import pytest

from plumbline.provenance.approved_wording import difference

NOTICE = "【停水通知】因管道检修，3月12日22时至次日6时，望江街道和盐仓街道停水，请提前储水。咨询电话：0511-85550123。"
MEETING = "3月5日，副市长周明远主持召开全市安全生产工作会议，要求各单位逐项排查隐患，不得瞒报。"
ENGLISH = "The town library will not be open on Sunday 15 March. Call 555-0142 to renew your books."

SAME = {
    "the same text": (NOTICE, NOTICE),
    "blanks and line breaks": (NOTICE, NOTICE.replace("，", "，\n ")),
    "a blank line at the end": (NOTICE, NOTICE + "\n\n"),
    "full width figures": (NOTICE, NOTICE.translate(str.maketrans("0123456789", "０１２３４５６７８９"))),
    "half width marks": (NOTICE, NOTICE.replace("，", ",").replace("：", ":").replace("。", ".")),
    "other brackets": (NOTICE, NOTICE.replace("【", "[").replace("】", "]")),
    "traditional characters": ("请广大市民注意防范台风。", "請廣大市民注意防範颱風。"),
    "letter case": (ENGLISH, ENGLISH.upper()),
    "an emoji put in": (NOTICE, "📢" + NOTICE + "🙏🙏"),
    "an emoji shown as its name": ("大家新年好🙂，祝阖家幸福！", "大家新年好[微笑]，祝阖家幸福！"),
    "an emoji name shown as a picture": ("注意安全[话筒]出行请绕行", "注意安全📢出行请绕行"),
    "a short code of an emoji": ("Stay safe 🙂 tonight", "Stay safe :slightly_smiling_face: tonight"),
    "the platform's short link at the end": (NOTICE, NOTICE + " http://t.cn/A6xYz9Qp"),
    "the platform's words for a link": (NOTICE, NOTICE + " 🔗网页链接"),
    "a link that was shortened": ("办事指南见https://www.yunting.example/bszn/2026/03/001.html", "办事指南见http://t.cn/A6xYz9Qp"),
    "a link shown as words": (
        "办事指南见 https://www.yunting.example/bszn/001.html ，欢迎查询。",
        "办事指南见 网页链接 ，欢迎查询。"),
    "a link without its scheme": (
        "See https://www.town.example/library for hours.",
        "See town.example/library/ for hours."),
    "a link shown in part": (
        "Opening hours: https://www.town.example/library/hours/2026/march", "Opening hours: town.example/library/hour…",
    ),
    "a topic at the beginning": (NOTICE, "#云汀生活服务# " + NOTICE),
    "topics at the end": (NOTICE, NOTICE + " #便民# #云汀发布#"),
    "a hashtag at the end": (ENGLISH, ENGLISH + " #library #TownNews"),
    "a topic that was left out": ("#今日云汀#" + NOTICE, NOTICE),
    "marks of a topic around a word": (MEETING, MEETING.replace("安全生产", "#安全生产#")),
    "the platform's note on a video": (NOTICE, NOTICE + " L云汀发布的微博视频"),
    "fold away": (NOTICE, NOTICE + " 收起d"),
    "cut off by the platform": (NOTICE * 3, (NOTICE * 3)[:100] + "...全文"),
    "cut off with dots": (NOTICE * 3, (NOTICE * 3)[:120] + "…"),
    "the tail of a repost": (MEETING, MEETING + "//@青溪发布:今日会议"),
    "a number masked": ("联系人王女士，手机13912345678。", "联系人王女士，手机139****5678。"),
    "zero width characters": (NOTICE, "\u200b".join(NOTICE)),
    "quotation marks": ("开展“清风”行动。", '开展"清风"行动。'),
    "dashes and dots": ("防汛工作——全市一盘棋……", "防汛工作-全市一盘棋..."),
}  # fmt: skip

CHANGED = {
    "a day": (NOTICE, NOTICE.replace("12日", "13日")),
    "an hour": (NOTICE, NOTICE.replace("22时", "20时")),
    "a month": (NOTICE, NOTICE.replace("3月", "4月")),
    "a telephone number": (NOTICE, NOTICE.replace("0123", "0128")),
    "a zero more": ("每户补贴500元。", "每户补贴5000元。"),
    "many zeros": ("总投资1000000元。", "总投资10000000元。"),
    "a decimal point": ("利率为3.5%。", "利率为35%。"),
    "a Chinese numeral": ("共有三人受伤。", "共有五人受伤。"),
    "a unit of money": ("总投资三亿元。", "总投资三万元。"),
    "a minus": ("最低气温-5℃，注意保暖。", "最低气温5℃，注意保暖。"),
    "a span": ("报名费3-5元。", "报名费35元。"),
    "a name": (MEETING, MEETING.replace("周明远", "周明达")),
    "an office": (MEETING, MEETING.replace("副市长", "市长")),
    "a place": (NOTICE, NOTICE.replace("盐仓", "盐田")),
    "a name like the other": ("联系人：张伟，请找他办理。", "联系人：张玮，请找他办理。"),
    "a negation left out": (MEETING, MEETING.replace("不得", "可以")),
    "a negation put in": ("图书馆周日开放，欢迎前来。", "图书馆周日不开放，欢迎前来。"),
    "an English negation": (ENGLISH, ENGLISH.replace("not ", "")),
    "forbidden and allowed": ("此路段禁止停车。", "此路段允许停车。"),
    "an insult put behind": (NOTICE, NOTICE + "不服就憋着。"),
    "an insult put inside": (NOTICE, NOTICE.replace("请提前储水", "刁民请提前储水")),
    "an English insult": (ENGLISH, ENGLISH + " Idiots."),
    "a sentence cut out": (NOTICE, NOTICE.replace("咨询电话：0511-85550123。", "")),
    "cut short by hand": (MEETING, MEETING.replace("，不得瞒报", "")),
    "cut short with dots by hand": ("今天停水，请储水，电话12345。", "今天停水……"),
    "goes on behind dots": ("温馨提示……", "温馨提示……谁再投诉就停谁的水。"),
    "another link": ("报名：https://www.yunting.example/bm", "报名：https://www.winbig.example/bm"),
    "a stranger's link put in": (NOTICE, NOTICE + " https://www.winbig.example/x"),
    "a word": ("本次活动顺利结束，感谢大家参与。", "本次活动圆满成功，感谢大家参与。"),
    "a slip": ("请大家做好防范准备。", "请大家作好防范准备。"),
    "a title in front": (MEETING, "重磅！全市震动！领导发火了！" + MEETING),
    "a text turned around": ("先登记，后入场，谢谢配合工作。", "先入场，后登记，谢谢配合工作。"),
}  # fmt: skip

KINDS = {
    "a day": "date", "an hour": "date", "a month": "date", "a zero more": "number", "many zeros": "number",
    "a decimal point": "number", "a Chinese numeral": "number", "an English negation": "negation", "a minus": "number",
    "a negation put in": "negation", "forbidden and allowed": "negation", "a sentence cut out": "sentence",
    "an insult put behind": "sentence", "a span": "number", "a name": "name",
}  # fmt: skip


@pytest.mark.parametrize("pair", SAME.values(), ids=SAME)
def test_what_a_platform_does_to_a_text_is_no_alteration(pair: tuple[str, str]) -> None:
    assert difference(*pair).edits == ()


@pytest.mark.parametrize("pair", CHANGED.values(), ids=CHANGED)
def test_every_other_change_is_found_and_shown(pair: tuple[str, str]) -> None:
    approved, live = pair
    found = difference(approved, live).edits
    assert found
    assert all(approved[one.old_start : one.old_end] != live[one.new_start : one.new_end] for one in found)


@pytest.mark.parametrize(("case", "kind"), KINDS.items())
def test_the_gravest_sort_of_change_comes_first(case: str, kind: str) -> None:
    made = difference(*CHANGED[case])
    assert made.kinds[0] == kind
    assert made.is_grave
