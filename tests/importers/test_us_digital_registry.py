"""The U.S. Digital Registry: accounts and their agencies, from the API's pages and from its CSV."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from plumbline.domain.errors import DossierError


def entry(number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": number,
        "organization": "Harbor Bridge Office",
        "account": "harborbridge",
        "service_key": "twitter",
        "service_display_name": "Twitter",
        "service_url": "https://twitter.com/HarborBridge",
        "short_description": "News of the bridge",
        "long_description": "",
        "language": "English",
        "agencies": [{"id": 12, "name": "Department of Bridges", "info_url": "https://bridges.example"}],
        "tags": [{"id": 3, "tag_text": "bridges"}],
        "created_at": "2016-03-01T02:15:18.000Z",
        "updated_at": "2018-01-01T00:00:00.000Z",
    } | more


def page(folder: Path, *results: object, pages: int = 1, name: str = "social_media.json") -> Path:
    path = folder / name
    told = {"count": len(results), "page": 1, "page_size": 25, "pages": pages}
    path.write_text(json.dumps({"metadata": told, "results": list(results)}), encoding="utf-8")
    return path


def test_an_entry_becomes_an_account_and_its_agency(tmp_path: Path, read_all: Any) -> None:
    found = read_all(page(tmp_path, entry(7)))
    assert found.format == "us-digital-registry"
    assert found.rows("units") == [{"unit_id": "12", "name": "Department of Bridges"}]
    assert found.rows("accounts") == [
        {
            "account_id": "x:harborbridge",
            "platform": "x",
            "name": "Harbor Bridge Office",
            "platform_id": "harborbridge",
            "url": "https://twitter.com/HarborBridge",
            "unit_id": "12",
            "filing_no": "7",
            "filed_on": date(2016, 2, 29),
        }
    ]
    assert not found.faults


def test_an_account_that_is_registered_keeps_its_id(tmp_path: Path, read_all: Any) -> None:
    register = [{"account_id": "x:77", "platform": "x", "url": "https://twitter.com/HarborBridge"}]
    (row,) = read_all(page(tmp_path, entry(7, account=None)), register=register).rows("accounts")
    assert row["account_id"] == "x:77"
    assert "platform_id" not in row


def test_lists_of_entries_and_of_pages_are_read_too(tmp_path: Path, read_all: Any) -> None:
    for name, content in (("a", [entry(1)]), ("b", [{"results": [entry(1)]}, {"results": [entry(2, account="two")]}])):
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps(content), encoding="utf-8")
        assert len(read_all(path).rows("accounts")) == len(content)


def test_one_page_of_several_says_so_and_the_only_page_does_not(tmp_path: Path, read_all: Any) -> None:
    assert read_all(page(tmp_path, entry(1), pages=9)).faults == [("one_page", "pages")]
    assert read_all(page(tmp_path, entry(1))).faults == []


def test_services_are_platforms_and_the_rest_is_other(tmp_path: Path, read_all: Any) -> None:
    results = [
        entry(1, service_key="facebook", service_url="https://facebook.com/harbor", account=""),
        entry(2, service_key="flickr", service_url="https://flickr.com/photos/harbor", account="harbor"),
    ]
    rows = read_all(page(tmp_path, *results)).rows("accounts")
    assert [(row["platform"], row["account_id"]) for row in rows] == [
        ("facebook", "facebook:harbor"),
        ("other", "other:harbor"),
    ]


def test_an_account_entered_twice_is_told_unless_both_say_the_same(tmp_path: Path, read_all: Any) -> None:
    found = read_all(page(tmp_path, entry(1), entry(1), entry(2)))
    assert len(found.rows("accounts")) == 1
    assert found.passed == ["same"]
    assert found.faults == [("doubled", "account_id")]


def test_apps_are_accounts_at_their_store(tmp_path: Path, read_all: Any) -> None:
    app = {
        "id": 3, "name": "Bridge Times", "short_description": "", "long_description": "", "language": "English",
        "agencies": [{"id": 12, "name": "Department of Bridges"}], "tags": [],
        "versions": [{"store_url": "https://store.example/bridge", "platform": "iOS", "average_rating": "4.5"}],
    }  # fmt: skip
    (row,) = read_all(page(tmp_path, app, name="mobile_apps.json")).rows("accounts")
    assert (row["platform"], row["name"], row["url"]) == ("app", "Bridge Times", "https://store.example/bridge")


def test_the_registrys_own_csv_is_read_without_its_contacts(tmp_path: Path, read_all: Any) -> None:
    path = tmp_path / "accounts.csv"
    path.write_text(
        "id,created_at,updated_at,service_url,organization,account,language,service,status,short_description,"
        "long_description,agencies,contacts,tags\n"
        "9,2016-03-01 12:00:00 UTC,,https://twitter.com/HarborBridge,Harbor Bridge Office,harborbridge,English,twitter,"
        "archived,,,Department of Bridges|Port Office,anna@bridges.example,\n",
        encoding="utf-8",
    )
    found = read_all(path)
    (row,) = found.rows("accounts")
    assert (row["platform"], row["status"], row["unit_id"]) == ("x", "closed", "Department of Bridges")
    assert [unit["name"] for unit in found.rows("units")] == ["Department of Bridges", "Port Office"]
    assert row["filed_on"] == date(2016, 3, 1)
    assert "anna" not in repr(list(found))


def test_what_is_no_entry_is_told_and_the_others_go_on(tmp_path: Path, read_all: Any) -> None:
    odd = [None, entry(1, organization=None, account=None), entry(2, agencies=None, created_at="soon")]
    found = read_all(page(tmp_path, *odd))
    assert [code for code, _ in found.faults] == ["not_an_object", "no_name", "not_a_time"]
    assert len(found.rows("accounts")) == 1


def test_a_json_of_something_else_is_refused(tmp_path: Path, read_all: Any) -> None:
    path = tmp_path / "agencies.json"
    path.write_text(json.dumps({"agencies": [{"id": 1, "name": "x"}]}), encoding="utf-8")
    with pytest.raises(DossierError, match="no format"):
        read_all(path)
