"""Collect from a real Bluesky server and write docs/measured/e2e.md; a step that does not hold ends it with exit code 1.

`make e2e` provides the server. What is published there is made up here.
"""

import argparse
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import polars as pl
from measured_pages import page

REPOSITORY = Path(__file__).resolve().parents[1]
HERE = REPOSITORY / "tests" / "e2e" / "bluesky"
POSTS, REPLIES = 300, 5
PATIENCE = 120


class Story:
    """The steps, each with what it showed."""

    def __init__(self, work: Path, server: str) -> None:
        self.server, self.dossier = server, work / "dossier"
        self.http = httpx.Client(base_url=server, timeout=60)
        self.rows: list[tuple[str, str]] = []
        self.settings = {**os.environ, "PLUMBLINE_SETTINGS": str(work / "settings"), "PLUMBLINE_LANG": "en"}
        shutil.rmtree(self.dossier, ignore_errors=True)
        self.dossier.mkdir(parents=True)
        self.credentials = work / "credentials.toml"
        port = server.rpartition(":")[2]
        self.credentials.write_text(f'[bluesky]\nbase = "{server}"\nview = "{server}"\nallow = "localhost:{port}"\n')
        self.credentials.chmod(0o600)

    def holds(self, what: str, told: object, *, where: bool) -> None:
        """A step: what it shows, and whether it holds."""
        print(f"{'ok ' if where else 'NOT'} {what}: {told}")
        self.rows.append((what, str(told)))
        if not where:
            sys.exit(f"error: {what} does not hold: {told}")

    def account(self, name: str) -> dict[str, Any]:
        """A new account on the server."""
        told = {"email": f"{name}@office.test", "handle": f"{name}.test", "password": f"made-up-{name}"}
        answer = self.http.post("/xrpc/com.atproto.server.createAccount", json=told)
        answer.raise_for_status()
        return dict(answer.json())

    def call(self, who: dict[str, Any], method: str, **body: Any) -> dict[str, Any]:
        """A call of the server's own interface, as the account's owner."""
        bearer = {"authorization": f"Bearer {who['accessJwt']}"}
        answer = self.http.post(f"/xrpc/com.atproto.repo.{method}", headers=bearer, json={"repo": who["did"], **body})
        answer.raise_for_status()
        return dict(answer.json())

    def publish(self, who: dict[str, Any], text: str, at: datetime, **more: Any) -> str:
        """A post; its key."""
        record = {
            "$type": "app.bsky.feed.post",
            "text": text,
            "createdAt": at.isoformat().replace("+00:00", "Z"),
            **more,
        }
        made = self.call(who, "createRecord", collection="app.bsky.feed.post", record=record)
        return str(made["uri"]).rpartition("/")[2]

    def plumbline(self, *words: str) -> subprocess.CompletedProcess[str]:
        """A command of ours."""
        call = [sys.executable, "-m", "plumbline.cli.main", *words]
        return subprocess.run(call, capture_output=True, text=True, env=self.settings)

    def collect(self) -> dict[str, Any]:
        """A run of collecting; what it says of the account."""
        done = self.plumbline("collect", str(self.dossier), "--credentials", str(self.credentials), "--json")
        if done.returncode == 2:
            sys.exit(done.stderr)
        return dict(json.loads(done.stdout.splitlines()[0]))

    def table(self, name: str) -> pl.DataFrame:
        """A table of the dossier; empty if it is not there."""
        path = self.dossier / f"{name}.csv"
        return pl.read_csv(path, infer_schema=False) if path.exists() else pl.DataFrame()


def told(story: Story) -> None:
    """The whole story."""
    office, citizen = story.account("office"), story.account("citizen")
    start = datetime.now(UTC).replace(microsecond=0) - timedelta(days=20)
    keys = [
        story.publish(office, f"Notice {n}: the hall opens at {n} o'clock", start + timedelta(hours=n))
        for n in range(POSTS)
    ]
    theirs = story.publish(citizen, "When does the hall open?", start)
    parent = {"uri": f"at://{citizen['did']}/app.bsky.feed.post/{theirs}", "cid": _cid(story, citizen, theirs)}
    for number in range(REPLIES):
        story.publish(
            office, f"At nine, day {number}", start + timedelta(hours=number), reply={"root": parent, "parent": parent}
        )
    repost = {"$type": "app.bsky.feed.repost", "subject": parent, "createdAt": start.isoformat()}
    story.call(office, "createRecord", collection="app.bsky.feed.repost", record=repost)
    (story.dossier / "accounts.csv").write_text(
        f"account_id,platform,name,platform_id\nbluesky:office,bluesky,Office,{office['did']}\n"
    )
    _killed(story)
    first = story.collect()
    posts = story.table("posts")
    kinds = dict(posts.group_by("kind").len().sort("kind").iter_rows())
    story.holds(
        "published and collected, by kind", kinds, where=kinds == {"post": POSTS, "reply": REPLIES, "repost": 1}
    )
    story.holds("outcome after the kill", first["outcome"], where=first["outcome"] == "seen")
    story.holds("calls that the resumed run needed", first["calls"], where=first["calls"] < 12)
    _changes(story, office, keys)
    _evidence(story, office)


def _cid(story: Story, who: dict[str, Any], key: str) -> str:
    query = {"repo": who["did"], "collection": "app.bsky.feed.post", "rkey": key}
    return str(story.http.get("/xrpc/com.atproto.repo.getRecord", params=query).json()["cid"])


def _killed(story: Story) -> None:
    """A run killed as soon as its first page lies in the ledger."""
    call = [
        sys.executable,
        "-m",
        "plumbline.cli.main",
        "collect",
        str(story.dossier),
        "--credentials",
        str(story.credentials),
    ]
    running = subprocess.Popen(call, env=story.settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    journal = story.dossier / "archive" / "journal.jsonl"
    ends = time.monotonic() + PATIENCE
    while running.poll() is None and time.monotonic() < ends:
        if journal.exists() and journal.read_bytes().count(b"\n") >= 4:
            break
        time.sleep(0.002)
    running.send_signal(signal.SIGKILL)
    running.wait()
    kept = journal.read_bytes().count(b"\n")
    story.holds(
        "killed (SIGKILL) with records of the archive written", kept, where=running.returncode == -signal.SIGKILL
    )


def _changes(story: Story, office: dict[str, Any], keys: list[str]) -> None:
    """An edit and a deletion, found by the next run; a quiet run after it finds nothing."""
    query = {"repo": office["did"], "collection": "app.bsky.feed.post", "rkey": keys[7]}
    before = story.http.get("/xrpc/com.atproto.repo.getRecord", params=query).json()["value"]
    edited = {**before, "text": before["text"].replace("7 o'clock", "99 o'clock")}
    story.call(office, "putRecord", collection="app.bsky.feed.post", rkey=keys[7], record=edited)
    story.call(office, "deleteRecord", collection="app.bsky.feed.post", rkey=keys[11])
    story.collect()
    versions = story.table("versions")
    story.holds(
        "texts of the edited post", versions["text"].to_list(), where=versions["post_id"].to_list() == [keys[7]] * 2
    )
    gone = story.table("sightings")
    said = gone.filter(pl.col("state") == "confirmed_gone").select("post_id", "answer").rows()
    story.holds("confirmed gone, and the server's own answer", said, where=said == [(keys[11], "RecordNotFound")])
    quiet = story.collect()
    story.holds("a run after which nothing happened", quiet["outcome"], where=quiet["outcome"] == "seen_nothing")
    story.plumbline("inspect", str(story.dossier), "--out", str(story.dossier.parent / "run"), "--quiet")
    lines = (story.dossier.parent / "run" / "findings.jsonl").read_text().splitlines()
    checks = sorted({json.loads(line)["check"] for line in lines} & {"records.silent_edit", "records.silent_deletion"})
    story.holds("findings of the chapter records", checks, where=len(checks) == 2)


def _evidence(story: Story, office: dict[str, Any]) -> None:
    """The archive is whole; the server's own export gives the same posts."""
    verified = story.plumbline("archive", "verify", str(story.dossier))
    story.holds("archive verify", verified.stdout.splitlines()[0], where=verified.returncode == 0)
    exported = story.dossier.parent / "office.car"
    exported.write_bytes(story.http.get("/xrpc/com.atproto.sync.getRepo", params={"did": office["did"]}).content)
    other = story.dossier.parent / "from-car"
    shutil.rmtree(other, ignore_errors=True)
    story.plumbline("import", str(exported), "--into", str(other))
    wanted = (
        story.table("posts").filter(pl.col("deleted_at").is_null()).select("post_id", "text", "kind").sort("post_id")
    )
    found = pl.read_csv(other / "posts.csv", infer_schema=False).select("post_id", "text", "kind").sort("post_id")
    same = wanted.filter(pl.col("kind") != "repost").equals(found.filter(pl.col("kind") != "repost"))
    ids = wanted["post_id"].equals(found["post_id"])
    story.holds(
        "posts of the repository's export that are the same", f"{found.height} of {wanted.height}", where=same and ids
    )
    citizen = b"When does the hall open?"
    left = [path for path in story.dossier.rglob("*") if path.is_file() and citizen in path.read_bytes()]
    story.holds("files in which the citizen's words stand", len(left), where=not left)


@contextlib.contextmanager
def served(node: str, work: Path) -> Iterator[str]:
    """The server, started and stopped; its address."""
    call = [node, "--dns-result-order=ipv4first", "--import", str(HERE / "loopback.mjs"), str(HERE / "pds.mjs")]
    with (work / "server.log").open("w") as errors:
        running = subprocess.Popen(call, cwd=work, stdout=subprocess.PIPE, stderr=errors, text=True)
        try:
            line = running.stdout.readline() if running.stdout else ""
            if not line:
                sys.exit(f"error: the server did not start\n  where: {work / 'server.log'}")
            yield str(json.loads(line)["pds"]).replace("localhost", "127.0.0.1")
        finally:
            running.terminate()
            running.wait(timeout=30)


def main() -> None:
    """Run it and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--node", required=True)
    parser.add_argument("--work", type=Path, required=True)
    args = parser.parse_args()
    started = time.monotonic()
    with served(args.node, args.work) as server:
        story = Story(args.work, server)
        told(story)
    versions = json.loads((HERE / "package.json").read_text())["dependencies"]
    lines = [
        "# Collecting from a real server\n",
        f"Command: `make e2e` · {datetime.now(UTC).date().isoformat()} · data made up by the command · "
        f"{time.monotonic() - started:.0f} seconds\n",
        f"A personal data server of Bluesky ({', '.join(f'{name} {version}' for name, version in versions.items())}, Node 22, no app "
        "view: so no counts and no followers) on this machine; the commands of Plumbline as processes of their own.\n",
        "| step | what it showed |",
        "|---|---|",
        *(f"| {what} | {shown.replace('|', '/')} |" for what, shown in story.rows),
    ]
    page("e2e").write_text("\n".join(lines) + "\n", "utf-8")
    print("wrote docs/measured/e2e.md")


if __name__ == "__main__":
    main()
