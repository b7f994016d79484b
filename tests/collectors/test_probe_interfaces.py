"""`plumbline probe`: a live interface against what is expected; names and types come out, never a value."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from collecting import World
from stand_ins.clock import Clock
from stand_ins.faults import Fault, When
from stand_ins.mastodon import Mastodon
from stand_ins.troubles_content import Changed

from plumbline.cli.collect_outside import allowed
from plumbline.cli.main import main
from plumbline.collectors.credentials import Credentials

pytestmark = pytest.mark.usefixtures("impatient")
CANARY = "a canary that nobody may hear"


@pytest.fixture
def world(clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setenv("PLUMBLINE_SETTINGS", str(tmp_path / "settings"))
    server = Mastodon(clock)
    server.post(CANARY, at="2026-11-18 09:00")
    account = {"account_id": "mastodon:office", "platform": "mastodon", "name": "Office"}
    return World(tmp_path, server, account | {"platform_id": "office@social.example"}, {"mastodon": {}})


def probe(world: World, *words: str) -> int:
    with world.server as server:
        world.renewed(base=server.base)
        return main(["probe", str(world.dossier), "--credentials", str(world.credentials), "--lang", "en", *words])


def changed(world: World, change: Callable[[dict[str, Any]], object]) -> None:
    """Every status that is listed is altered."""

    def each(document: Any) -> None:
        for item in document if isinstance(document, list) else []:
            change(item)

    world.server.misbehave(Fault(When("statuses", times=None), Changed(each)))


def test_an_interface_that_is_as_expected_says_so(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert probe(world) == 0
    assert "mastodon statuses: as expected" in capsys.readouterr().out


def test_a_field_that_is_gone_is_named(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    changed(world, lambda item: item.pop("favourites_count"))
    assert probe(world) == 1
    assert "field favourites_count is missing" in capsys.readouterr().out


def test_a_field_of_another_type_is_named_with_both(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    changed(world, lambda item: item.update(reblogs_count="12"))
    assert probe(world) == 1
    assert "field reblogs_count is string, expected integer" in capsys.readouterr().out


def test_an_item_that_cannot_be_understood_is_told(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    changed(world, lambda item: item.update(created_at="yesterday"))
    assert probe(world) == 1
    assert "an item could not be understood" in capsys.readouterr().out


def test_no_value_is_printed_and_nothing_is_kept(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    changed(world, lambda item: item.update(uri=None))
    probe(world, "--json")
    told = capsys.readouterr()
    assert CANARY not in told.out + told.err
    assert CANARY.encode() not in world.written()


def test_interfaces_that_speak_of_citizens_are_only_asked_on_demand(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    probe(world)
    assert "mastodon followers" not in capsys.readouterr().out
    assert not world.server.calls("followers")


def test_where_a_platform_costs_nothing_is_asked_before_a_budget_is_given(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world.account["platform"] = "x"
    world.sections["x"] = {"bearer_token": "a token of the office"}
    world.dossier.joinpath("accounts.csv").write_text("account_id,platform,name,platform_id\nx:office,x,Office,77\n")
    assert probe(world) == 2
    assert "--budget" in capsys.readouterr().err
    assert world.server.calls("") == 0


def test_a_password_in_an_address_does_not_become_part_of_the_servers_name(tmp_path: Path) -> None:
    place = tmp_path / "credentials.toml"
    place.write_text('["website:a"]\nfeed = "http://office:pass@word@feeds.office.example:8080/rss"\n')
    place.chmod(0o600)
    accounts = pl.DataFrame({"account_id": ["website:a"], "platform": ["website"]})
    assert allowed(Credentials(place), accounts) == ("feeds.office.example:8080",)
