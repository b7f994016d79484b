"""What the lists say of a source: whose entry speaks, on which days, and which names are the same source."""

import pickle

import pytest

from plumbline.provenance.official_names import kind_by_name
from plumbline.provenance.source_list import Listed, Rank, SourceList

DAILY = Listed("lz-daily", "澜州日报", "recognised", Rank.DOSSIER, domains=("daily.example",))


def listing(*entries: Listed) -> SourceList:
    return SourceList(entries)


@pytest.mark.parametrize(
    "written",
    [
        "澜州日报",
        "《澜州日报》",
        "“澜州日报”",
        "@澜州日报",
        "澜州日报社",
        "澜州日报客户端",
        "澜州日报微信公众号",
        "微信公众号“澜州日报”",
        "澜州日报官方微博",
        "来源：澜州日报",
        "转自澜州日报",
        "澜州日报记者 何某 林某某",
        "澜州日报全媒体记者何某",
        "瀾州日報",
        "澜 州 日 报",
        "澜州日报2025年3月4日",
        "澜州日报电子版",
    ],
)
def test_a_newspaper_is_the_same_however_it_is_credited(written: str) -> None:
    found = listing(DAILY).named(written)
    assert found
    assert (found.kind, found.source_id, found.by) == ("recognised", "lz-daily", "list")


@pytest.mark.parametrize(
    "written",
    [
        "澜州日报读者群",
        "澜州日报记者粉丝群",
        "澜州晚报",
        "假澜州日报",
        "澜州日报广告部小何",
        "日报",
        "",
        "🙂",
        "澜州日报记者俱乐部",
    ],
)
def test_what_only_bears_a_newspapers_name_is_not_it(written: str) -> None:
    assert listing(DAILY).named(written) is None


def test_an_entry_with_the_longer_name_is_found_by_the_shorter() -> None:
    assert listing(Listed("lz", "澜州日报社", "recognised", Rank.BOOK)).named("澜州日报")


def test_what_is_not_recognised_is_known_by_its_own_names_only() -> None:
    chat = listing(Listed("chat", "澜水论坛微信公众号", "other", Rank.BOOK, aliases=("澜水杂谈",)))
    assert chat.named("澜水论坛微信公众号") == chat.named("@澜水论坛微信公众号")
    assert chat.named("澜水杂谈").kind == "other"
    assert chat.named("澜水论坛") is None


def test_an_entry_holds_between_its_days_and_on_unknown_ones() -> None:
    dated = listing(Listed("a", "澜州早报", "recognised", Rank.BOOK, since="2024-01-01", until="2024-12-31"))
    assert [
        bool(dated.named("澜州早报", day)) for day in ("2023-12-31", "2024-01-01", "2024-12-31", "2025-01-01", "")
    ] == [
        False,
        True,
        True,
        False,
        True,
    ]


def test_the_dossier_goes_before_the_book_and_the_book_before_what_ships() -> None:
    rule = Listed("r", "澜水报", "recognised", Rank.RULE)
    book = Listed("b", "澜水报", "own_site", Rank.BOOK)
    dossier = Listed("d", "澜水报", "recognised", Rank.DOSSIER)
    office = Listed("", "澜水报", "government_site", Rank.OFFICE)
    for entries, expected in (
        ((rule, book, office, dossier), "d"), ((rule, office, book), "b"), ((rule, office), ""), ((rule,), "r"),
    ):  # fmt: skip
        assert listing(*entries).named("澜水报").source_id == expected


def test_of_two_entries_of_one_rank_the_stricter_speaks_in_any_order() -> None:
    one = Listed("a", "澜水报", "recognised", Rank.BOOK)
    two = Listed("b", "澜水报", "other", Rank.BOOK)
    assert listing(one, two).named("澜水报") == listing(two, one).named("澜水报")
    assert listing(one, two).named("澜水报").kind == "other"


def test_the_longer_domain_speaks_first() -> None:
    all_of_it = Listed("all", "澜州政府", "government_site", Rank.DOSSIER, domains=("lz.example",))
    forum = Listed("forum", "澜州论坛", "other", Rank.RULE, domains=("bbs.lz.example",))
    known = listing(all_of_it, forum)
    assert known.at("https://bbs.lz.example/t/1").kind == "other"
    assert known.at("https://www.lz.example/").kind == "government_site"
    assert known.at("https://lz.example.evil.example/") is None


def test_two_sources_in_one_credit_must_both_be_known() -> None:
    known = listing(DAILY, Listed("chat", "澜水论坛", "other", Rank.DOSSIER))
    assert known.named("澜州日报、青溪市教育局").kind == "recognised"
    assert known.named("澜州日报 澜水论坛").kind == "other"
    for stranger in ("澜州日报、某某自媒体", "某某自媒体、青溪市教育局", "某某自媒体 青溪市教育局"):
        assert known.named(stranger) is None


def test_an_organ_with_a_blank_in_its_name_is_one_source() -> None:
    assert listing().named("青溪市 公安局")
    assert listing().named("青溪市规划和自然资源局")


def test_a_name_a_host_or_an_address_means_its_source_on_any_day() -> None:
    known = listing(
        Listed("lz-daily", "澜州日报", "recognised", Rank.BOOK, domains=("daily.example",), until="2020-01-01")
    )
    assert known.same("澜州日报社", "lz-daily")
    assert known.same("https://news.daily.example/1", "lz-daily")
    assert known.same("澜州早报", "澜州早报")
    assert not known.same("澜州日报", "qx-tv")
    assert not known.same("🙂", "lz-daily")


def test_a_list_is_given_by_entries_beyond_what_ships_and_is_registered() -> None:
    rule, office = (
        Listed("r", "求实报", "recognised", Rank.RULE),
        Listed("", "青溪发布", "government_site", Rank.OFFICE),
    )
    assert not listing(rule, office).given
    assert listing(rule, office, DAILY).given


def test_a_list_travels_between_processes() -> None:
    known = pickle.loads(pickle.dumps(listing(DAILY)))  # noqa: S301  made in this test
    assert known.named("澜州日报") == listing(DAILY).named("澜州日报")


@pytest.mark.parametrize(
    "name",
    [
        "清溪县人民政府",
        "清溪县人民政府网",
        "青溪市人民政府门户网站",
        "青溪市公安局",
        "青溪市公安局云汀分局",
        "青溪市公安局交通警察支队",
        "青溪公安",
        "国家统计局",
        "国家卫健委",
        "公安部",
        "公安部交通管理局",
        "青溪市教育局微信公众号",
        "澜州省教育厅",
        "青溪市中级人民法院",
        "清溪县人民检察院",
        "青溪市气象台",
        "清溪县疾控中心",
        "青溪市政府新闻办",
        "共青团青溪市委",
        "清溪团委",
        "中共青溪市委宣传部",
        "国家税务总局青溪市税务局",
        "国务院办公厅",
        "青溪市防汛抗旱指挥部办公室",
        "云汀街道办事处",
        "青溪市纪委监委",
        "清溪县市场监督管理局",
        "市生态环境局",
    ],
)
def test_organs_of_state_and_party_are_known_by_the_form_of_their_names(name: str) -> None:
    assert kind_by_name(name) == "government_site"


@pytest.mark.parametrize(
    "name",
    [
        "公安局门口的小店",
        "法院旁奶茶",
        "政府采购自媒体",
        "人民政府网友",
        "政府网红",
        "云汀发布",
        "青溪市委托加工厂",
        "教育局家属院业主群",
        "老王说房",
        "大华数据中心",
        "星河体育中心",
        "青溪市第一中学",
        "社区卫生服务中心",
        "澜州日报",
        "青溪房产网",
        "小红薯日记",
        "气象爱好者",
        "检察官的一天",
        "",
        "局",
        "青溪市公安局" * 20,
    ],
)
def test_what_only_mentions_an_organ_is_none(name: str) -> None:
    assert kind_by_name(name) is None


def test_a_media_centre_of_a_county_is_recognised() -> None:
    assert kind_by_name("清溪县融媒体中心") == "recognised"
    assert kind_by_name("某某公司融媒体中心") is None


def test_looking_up_hostile_names_takes_no_time() -> None:
    known = listing(DAILY)
    for letter in ("县", "市委", "记者", "来源", "人民政府", "第1版", "a b、"):
        known.named(letter * 5_000)
