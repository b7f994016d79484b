"""Killed anywhere, a collection goes on where it stood, and its dossier is as if nothing had happened."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from collecting import World
from places import BY_NAME, PLATFORMS, Platform, registered, ten
from stand_ins.clock import Clock
from stand_ins.faults import Fault, When
from stand_ins.troubles_state import Meanwhile

from plumbline.collectors.sweep import Sweeper

ALL = pytest.mark.parametrize("platform", PLATFORMS, ids=lambda one: one.name)
TABLES = ("posts", "post_metrics", "metrics", "versions", "sightings", "inflows")
COLLECT = "import sys; from plumbline.cli.main import main; sys.exit(main(sys.argv[1:]))"


class _Broken(Exception):  # noqa: N818  no error of the program: the plug is pulled
    pass


@ALL
@pytest.mark.usefixtures("impatient", "pages_of_four")
def test_a_run_that_broke_off_in_mid_sweep_is_taken_up_at_its_page(
    platform: Platform, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with platform.server(clock) as server:
        ten(platform, server)
        calm, broken = (registered(platform, server, tmp_path / name) for name in ("calm", "broken"))
        calm.run()
        with monkeypatch.context() as patched:
            _break_off(patched, after=2)
            with pytest.raises(_Broken):
                broken.run()
        before = server.calls(platform.listing)
        assert broken.run().watch.outcome == "seen"
        whole = 1 + (platform.name in ("weibo", "kuaishou"))  # there only an empty page is the end
        assert server.calls(platform.listing) - before == whole
        assert broken.content(*TABLES) == calm.content(*TABLES)
        broken.nothing_doubled()


def _break_off(monkeypatch: pytest.MonkeyPatch, *, after: int) -> None:
    pages = iter(range(1, 100))
    turn = Sweeper._page

    def broken_page(*given: object) -> int:
        sweep = given[1]
        fresh = turn(*given)  # type: ignore[arg-type]  # handed on as it came
        if "/whole" in sweep.endpoint and next(pages) == after:  # type: ignore[attr-defined]  # a Sweep
            raise _Broken
        return fresh

    monkeypatch.setattr(Sweeper, "_page", broken_page)


def _command(world: World) -> list[str]:
    return [
        sys.executable, "-c", COLLECT, "collect", str(world.dossier),
        "--credentials", str(world.credentials), "--quiet",
    ]  # fmt: skip


def _environment(world: World) -> dict[str, str]:
    return {**os.environ, "PLUMBLINE_SETTINGS": str(world.folder / "settings"), "PLUMBLINE_LANG": "en"}


@pytest.mark.parametrize("name", ["weibo", "bilibili"])
def test_a_program_that_is_killed_while_it_reads_loses_nothing(name: str, tmp_path: Path) -> None:
    platform = BY_NAME[name]
    with platform.server(Clock(datetime.now(UTC).replace(microsecond=0))) as server:
        for number in range(platform.posts):
            platform.publish(
                server.account, f"通知第{number}号", f"2026-08-{number % 28 + 1:02d} {number // 28:02d}:00"
            )
        calm, killed = (registered(platform, server, tmp_path / part) for part in ("calm", "killed"))
        assert subprocess.run(_command(calm), env=_environment(calm), capture_output=True).returncode == 0
        running: list[subprocess.Popen[bytes]] = []
        shot = Meanwhile(lambda _: os.kill(running[0].pid, signal.SIGKILL))
        server.misbehave(Fault(When(platform.listing, call=2), shot))
        running.append(subprocess.Popen(_command(killed), env=_environment(killed), stdout=-3, stderr=-3))
        assert running[0].wait(60) == -signal.SIGKILL
        assert not (killed.dossier / "posts.csv").exists()
        before = server.calls(platform.listing)
        again = subprocess.run(_command(killed), env=_environment(killed), capture_output=True, text=True)
        assert (again.returncode, again.stderr) == (0, "")
        assert server.calls(platform.listing) - before == 2, "the first page is not read again"
        assert killed.content("posts", "versions", "sightings") == calm.content("posts", "versions", "sightings")
        assert len(killed.table("posts")) == platform.posts
        for world in (calm, killed):
            world.no_secret()
        for word in server.secrets():
            assert word not in again.stdout + again.stderr
