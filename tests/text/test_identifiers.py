"""Identity numbers, bank cards,
phones and mail addresses are known by their form, however their digits are spaced."""

import pytest

from plumbline.text.bank_cards import is_card, luhn, speaks_for_itself
from plumbline.text.identifiers import identifiers
from plumbline.text.identity_numbers import is_plausible, is_sound
from plumbline.text.masking import mask, remasked, weakly_masked

SOUND = "330102190001150014"


def found(text: str) -> list[tuple[str, str]]:
    """Kind and bare digits of what is found."""
    return [(one.kind, one.digits) for one in identifiers(text)]


def test_a_long_identity_number_has_a_check_digit() -> None:
    assert is_plausible(SOUND)
    assert is_sound(SOUND)
    assert not is_sound(SOUND[:-1] + "5")


@pytest.mark.parametrize(
    "number",
    [
        "990102190001150014",  # no such province
        "330100190001150014",  # no county
        "330102190013150014",  # no such month
        "330102190002300014",  # no such day
        "330102179901150014",  # before anyone's birth
        "33010219000115001",
        "330102001315001",
        "33010200011500x",
    ],
)
def test_what_cannot_be_an_identity_number(number: str) -> None:
    assert not is_plausible(number)


def test_a_short_identity_number_has_no_check_digit() -> None:
    assert is_plausible("330102000115001")
    assert not is_sound("330102000115001")


def test_bank_cards_need_an_issuer_and_a_check_digit() -> None:
    assert luhn("79927398713")
    assert is_card("4111111111111111")
    assert not is_card("4111111111111112")
    assert not is_card("1111111111111117")
    assert not speaks_for_itself("4111111111111111")
    assert speaks_for_itself("6200000000000000018")


@pytest.mark.parametrize(
    "written",
    ["13800138000", "138 0013 8000", "138-0013-8000", "138。0013。8000", "(138)0013-8000", "+86 138 0013 8000",
     "1-3-8-0-0-1-3-8-0-0-0", "1 3 8 0 0 1 3 8 0 0 0", "138—0013—8000",
     "138 00138000", "1380013-8000", "tel13800138000"],
)  # fmt: skip
def test_a_mobile_number_however_it_is_spaced(written: str) -> None:
    assert found(f"电话{written}。") == [("phone", "13800138000")]


@pytest.mark.parametrize(
    "text",
    ["1958-1960,123人", "2020-2021-2022",
     "120.13800138000", "http://t.cn/13800138000", "www.example.cn/a?id=13800138000",
     "113800138000", "12800138000", "a13800138000", "13800138000abc",
     "180013.8000", "service@qingxi.gov.cn", "e12345678", "1234567"],
)  # fmt: skip
def test_what_is_no_number_of_a_person(text: str) -> None:
    assert found(text) == []


def test_an_identity_number_beside_a_phone_and_a_row_number() -> None:
    assert found(f"3 {SOUND} 13800138000") == [("identity", SOUND), ("phone", "13800138000")]
    assert found(f"{SOUND[:6]} {SOUND[6:14]} {SOUND[14:]}") == [("identity", SOUND)]


def test_a_mail_address_whose_name_is_a_phone_number_is_one_thing() -> None:
    assert found("13800138000@163.com") == [("email", "13800138000@163.com")]


def test_passports_need_the_word() -> None:
    assert found("护照号:e12345678") == [("passport", "e12345678")]
    assert found("passport no: g12345678") == [("passport", "g12345678")]


@pytest.mark.parametrize(
    ("kind", "written", "masked"),
    [
        ("phone", "13800138000", "138****8000"),
        ("identity", SOUND, "33*************014"),
        ("identity", "33010219000115001x", "33*************01X"),
        ("card", "6200000000000000018", "6200***********0018"),
        ("passport", "e12345678", "E1*****78"),
        ("email", "wangxm@qq.com", "wa***@qq.com"),
        ("email", "wx@qq.com", "***@qq.com"),
        ("address", "清溪县城关镇建设路25号", "清溪县城关镇***"),
        ("address", "清溪区阳光小区3号楼2单元501室", "清溪区***"),
        ("address", "大塘村3组12号", "***"),
    ],
)
def test_the_masked_form(kind: str, written: str, masked: str) -> None:
    assert mask(kind, written) == masked


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("3301021900011500**", "identity"),
        ("330102190001150＊＊4", "identity"),
        ("33010219000115**1X", "identity"),
        ("138**138000", "phone"),
        ("138×0138000", "phone"),
    ],
)
def test_a_mask_that_hides_too_little(written: str, kind: str) -> None:
    assert list(weakly_masked(written, 4, 4)) == [(kind, 0, len(written))]
    assert "*" in remasked(kind, written)


@pytest.mark.parametrize(
    "written",
    ["138****8000", "138***8000", "330102********0014", "33010219000115****",
     "33010219000115001X", "138xxxx8000", "13800138000", "6222****1234", "1234*56789012"],
)  # fmt: skip
def test_a_mask_that_hides_enough(written: str) -> None:
    assert list(weakly_masked(written, 4, 4)) == []
