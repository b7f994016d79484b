"""`plumbline advise` as a user meets it."""

import json

import pytest

from plumbline.cli.main import main
from plumbline.domain.vocabulary import PLATFORMS
from plumbline.dossier.sentences import words


def advised(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    assert main(["advise", *arguments]) == code
    captured = capsys.readouterr()
    return captured.out if code == 0 else captured.err


def test_says_how_many_reviews_a_sentence_needs(capsys: pytest.CaptureFixture[str]) -> None:
    told = advised(capsys, "followers", "--claim", "prevalence", "--correlation", "0.7", "--json")
    assert json.loads(told) == {"claim": "prevalence", "reviews": 364}


def test_says_that_no_sample_mends_what_is_not_known(capsys: pytest.CaptureFixture[str]) -> None:
    told = advised(capsys, "followers", "--claim", "detect", "--share", "5", "--lang", "en")
    assert "956 followers" in told
    assert "no sample size mends it" in told


def test_a_larger_share_of_a_window_needs_fewer_followers(capsys: pytest.CaptureFixture[str]) -> None:
    numbers = [
        json.loads(advised(capsys, "followers", "--claim", "window", "--share", share, "--json"))["window"]
        for share in ("10", "20", "40")
    ]
    assert numbers == sorted(numbers, reverse=True)


def test_without_a_claim_every_table_is_shown_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    assert advised(capsys, "followers", "--lang", "en").count("22,993") == 1
    assert "区间半宽" in advised(capsys, "followers", "--lang", "zh")


@pytest.mark.parametrize(
    "arguments",
    [
        ("followers", "--claim", "prevalence", "--half-width", "0"),
        ("followers", "--claim", "prevalence", "--correlation", "1"),
        ("followers", "--claim", "detect", "--share", "120"),
        ("followers", "--claim", "window", "--share", "1", "--ordinary", "95"),
        ("platforms", "myspace"),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_way_out(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert "help:" in advised(capsys, *arguments, code=2)


def test_a_platform_is_known_by_its_chinese_name_too(capsys: pytest.CaptureFixture[str]) -> None:
    told = advised(capsys, "platforms", "微信", "--json")
    assert json.loads(told)["wechat"]["registered_on"]["value"] == "no"


def test_where_there_are_no_registration_dates_the_map_is_not_promised(capsys: pytest.CaptureFixture[str]) -> None:
    lines = advised(capsys, "platforms", "wechat", "--lang", "en").splitlines()
    assert any("bought_followers" in line and "not from the platform" in line for line in lines)


def test_every_recorded_platform_is_one_of_the_contract_and_says_how_sure_it_is() -> None:
    known = words("platforms")
    assert set(known) <= set(PLATFORMS)
    entries = [entry for traits in known.values() for name, entry in traits.items() if name != "caps"]
    assert {entry["sure"] for entry in entries} <= {"A", "B", "C"}
