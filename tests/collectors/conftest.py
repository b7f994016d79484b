"""What every test of collecting stands on."""

import os
from collections.abc import Iterator
from dataclasses import replace

import pytest
import stamina
from stand_ins.clock import Clock

from plumbline.collectors import collection
from plumbline.collectors.endpoint import Platform, Purpose


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nobody waits before trying again, and the disk is believed."""
    monkeypatch.setattr(os, "fsync", lambda _: None)
    with stamina.set_testing(True, attempts=4):
        yield


@pytest.fixture
def clock() -> Clock:
    return Clock("2026-11-20 09:00")


@pytest.fixture
def pages_of_four(monkeypatch: pytest.MonkeyPatch) -> None:
    """Listings are asked for by four, so that ten posts are three pages."""
    smaller = {name: _by_four(platform) for name, platform in collection.platforms().items()}
    monkeypatch.setattr(collection, "platforms", lambda: smaller)


def _by_four(platform: Platform) -> Platform:
    sizes = {"count": 4, "ps": 4}
    listings = [
        replace(one, params={name: sizes.get(name, value) for name, value in one.params.items()})
        if one.purpose == Purpose.POSTS
        else one
        for one in platform.endpoints
    ]
    return replace(platform, endpoints=tuple(listings))
