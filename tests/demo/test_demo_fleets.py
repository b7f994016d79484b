"""The made-up fleets: on `troubled` every rule fires, on `exemplary` none, and what only looks wrong is left alone."""

import polars as pl
import pytest
from fleet_shards import detections

from plumbline.checks import discover
from plumbline.demo import fleets
from plumbline.demo.plans import plans_of
from plumbline.domain.errors import UsageError
from plumbline.domain.tables import TABLES
from plumbline.domain.vocabulary import Reason

PLANS = plans_of("troubled")


def found(check: str, key: str) -> list[str | None]:
    """Variants of the findings of `check` on the account `key` of the troubled fleet."""
    findings = detections("troubled")[check].findings
    return findings.filter(pl.col("account_id") == PLANS[key].account_id)["variant"].to_list()


def abstained(check: str, key: str) -> list[str]:
    abstentions = detections("troubled")[check].abstentions
    return abstentions.filter(pl.col("account_id") == PLANS[key].account_id)["reason"].to_list()


UNCALIBRATED = "authenticity.inflated_engagement"
"""Abstains where a fleet is too small to know what is usual: 64 accounts are."""


@pytest.mark.parametrize("check", sorted(set(discover()) - {UNCALIBRATED}))
def test_every_check_fires_on_the_troubled_fleet(check: str) -> None:
    assert detections("troubled")[check].findings.height >= 1


@pytest.mark.parametrize("check", discover())
def test_no_check_finds_anything_on_the_exemplary_fleet(check: str) -> None:
    assert check not in detections("exemplary") or detections("exemplary")[check].findings.is_empty()


@pytest.mark.parametrize("check", sorted(set(discover()) - {UNCALIBRATED}))
def test_no_check_abstains_on_the_exemplary_fleet(check: str) -> None:
    assert check not in detections("exemplary") or detections("exemplary")[check].abstentions.is_empty()


def test_a_fleet_of_this_size_is_too_small_to_know_what_engagement_is_usual() -> None:
    for fleet in fleets.NAMES:
        said = detections(fleet)[UNCALIBRATED]
        assert said.findings.is_empty()
        assert Reason.NO_REFERENCE in said.abstentions["reason"].to_list()


def test_bought_followers_are_seen_and_an_honest_list_is_not() -> None:
    assert found("authenticity.bought_followers", "weibo qx-jy") == [None]
    assert found("authenticity.bought_followers", "weibo qx") == []


def test_growth_that_was_declared_is_no_burst() -> None:
    assert found("authenticity.follower_burst", "weibo qx-jy") == [None]
    assert found("authenticity.follower_burst", "wechat qx-wl") == []


def test_likes_at_an_even_rate_are_a_hint() -> None:
    assert found("authenticity.templated_comments", "weibo qx-yj") == ["one_key"]


@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_wrong_does_not_hang_on_the_seed(seed: int) -> None:
    usual, other = detections("troubled"), detections("troubled", seed=seed)
    for check, detection in usual.items():
        accounts = detection.findings["account_id"].unique().sort()
        assert accounts.equals(other[check].findings["account_id"].unique().sort(), null_equal=True), check
    good = {name: said for name, said in detections("exemplary", seed=seed).items() if name != UNCALIBRATED}
    assert not any(said.findings.height or said.abstentions.height for said in good.values())


@pytest.mark.parametrize(
    "key", ["weibo qx-jt", "weibo yt-wl", "toutiao qx-sj", "weibo tw", "douyin yt", "wechat wd-lt", "bilibili qx-tw"]
)
def test_silent_accounts_are_stale_whatever_else_goes_on(key: str) -> None:
    assert found("activity.stale_account", key) == [None]


def test_an_account_that_was_opened_and_never_used_is_stale() -> None:
    assert found("activity.stale_account", "kuaishou sp") == ["never"]


@pytest.mark.parametrize(
    "key", ["wechat yh", "weibo lt", "xiaohongshu qx-wl", "weibo qx-wl", "weibo qx-qx", "douyin lt", "weibo sp"]
)
def test_what_only_looks_stale_is_not(key: str) -> None:
    assert found("activity.stale_account", key) == []
    assert abstained("activity.stale_account", key) == []


def test_silence_that_nobody_could_see_is_left_open() -> None:
    assert abstained("activity.stale_account", "weibo wd") == [Reason.BLIND]
    assert abstained("activity.stale_account", "douyin qx-qx") == [Reason.NOT_COLLECTED]
    assert found("activity.stale_account", "weibo wd") + found("activity.stale_account", "douyin qx-qx") == []


def test_a_silence_that_is_over_is_told_as_past() -> None:
    assert found("activity.quiet_warning", "bilibili qx-wl") == ["past"]
    assert found("activity.stale_account", "bilibili qx-wl") == []


def test_the_short_form_of_a_units_name_is_no_other_host() -> None:
    assert found("register.unverified_account", "wechat qx-wj") == []
    assert found("register.unverified_account", "douyin qx-yj") == ["other_host"]


def test_only_the_account_that_came_back_is_revived() -> None:
    assert found("register.revived_account", "weibo wd-lt") == [None]
    assert found("register.revived_account", "weibo sp") == []


def test_closing_in_good_order_is_no_fault() -> None:
    assert found("register.closing_without_notice", "weibo sp") == []
    assert found("register.closing_without_notice", "wechat wd 2") == ["short"]


def test_unknown_interaction_is_left_open_and_none_is_found() -> None:
    assert abstained("service.no_interaction", "toutiao yh") == [Reason.NOT_COLLECTED]
    assert found("service.no_interaction", "wechat lt") == [None]


@pytest.mark.parametrize("check", ["unanswered_message", "late_answer", "canned_answer"])
def test_answers_with_a_formula_in_front_and_messages_handed_on_in_time_are_in_order(check: str) -> None:
    assert found(f"service.{check}", "weibo qx-ga") == []


def test_messages_go_wrong_in_every_way() -> None:
    assert set(detections("troubled")["service.unanswered_message"].findings["state"]) == {
        "none", "automatic", "canned", "transferred_late",
    }  # fmt: skip


@pytest.mark.parametrize("fleet", fleets.NAMES)
def test_the_same_seed_gives_the_same_fleet_and_another_seed_other_texts(fleet: str) -> None:
    one, again, other = fleets.build(fleet), fleets.build(fleet), fleets.build(fleet, seed=7)
    assert all(frame.equals(again[name]) for name, frame in one.items())
    assert not one["posts"].equals(other["posts"])
    assert one["accounts"].equals(other["accounts"])


@pytest.mark.parametrize("fleet", fleets.NAMES)
def test_tables_have_the_contracts_columns_types_and_keys(fleet: str) -> None:
    for name, frame in fleets.build(fleet).items():
        table = TABLES[name]
        assert set(table.required) <= set(frame.columns)
        assert dict(frame.schema) == {
            column: table.schema[column] for column in table.schema if column in frame.columns
        }
        assert frame.drop_nulls(table.required).height == frame.height
        assert not table.key or frame.select(table.key).is_unique().all()


@pytest.mark.parametrize("fleet", fleets.NAMES)
def test_every_row_belongs_to_a_registered_account(fleet: str) -> None:
    tables = fleets.build(fleet)
    registered = set(tables["accounts"]["account_id"])
    for name in ("posts", "messages", "metrics", "coverage"):
        assert set(tables[name]["account_id"]) <= registered


def test_texts_are_filled_in_and_mostly_different() -> None:
    posts = fleets.build("exemplary")["posts"].filter(pl.col("kind") == "post")
    assert not posts["text"].str.contains(r"[{}]|None").any()
    assert posts["text"].n_unique() > 0.7 * posts.height
    assert posts.height > 4000


def test_a_fleet_that_is_not_there_is_refused_with_the_names_of_those_that_are() -> None:
    with pytest.raises(UsageError, match="troubled, exemplary"):
        fleets.build("perfect")
