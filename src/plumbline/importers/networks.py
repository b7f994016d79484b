"""Exports of publishing tools, with posts of several networks and profiles in one file."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from plumbline.importers.cells import bare
from plumbline.importers.format import Context, Stated

PLATFORMS = {
    "facebook": "facebook", "fb": "facebook", "instagram": "instagram", "ig": "instagram", "twitter": "x", "x": "x",
    "x (twitter)": "x", "x (formerly twitter)": "x", "youtube": "youtube", "mastodon": "mastodon", "bluesky": "bluesky",
    "weibo": "weibo", "sina weibo": "weibo", "wechat": "wechat", "douyin": "douyin",
}  # fmt: skip
"""The network's name there, and the contract's platform; any other network is ``other``."""
_HANDLES = {
    "x": re.compile(r"/(?!i/)(\w{1,15})/status/\d+"),
    "facebook": re.compile(r"/((?!watch|reel|story|groups|share|\d+(?:_\d+)?/)[\w.]+)/(?:posts|videos|photos)/"),
    "bluesky": re.compile(r"/profile/([^/]+)/post/"),
    "mastodon": re.compile(r"/(@[^/]+)/\d+"),
}  # fmt: skip
_HOSTS = {"x": "x.com", "facebook": "www.facebook.com", "bluesky": "bsky.app/profile"}


@dataclass(frozen=True)
class Profile:
    """Whose post a line is: platform, the profile's name as the tool shows it, its handle in the post's address."""

    platform: str
    name: str | None = None
    handle: str | None = None
    host: str | None = None

    @property
    def address(self) -> str | None:
        """The address of the profile, where the post's own gives it away."""
        if self.handle is None or self.host is None:
            return None
        return f"https://{_HOSTS.get(self.platform, self.host)}/{self.handle}"

    def registered(self, context: Context) -> str | None:
        """The registered account of that address or name."""
        names = [name for name in (self.name, (self.name or "").removeprefix("@"), self.handle) if name]
        by_address = context.find(platform=self.platform, url=self.address) if self.address else None
        found = (context.find(platform=self.platform, name=name) for name in names)
        return by_address or next((account for account in found if account), None)


def profile(network: str | None, name: str | None, address: str | None) -> Profile:
    """The profile of a line."""
    platform = PLATFORMS.get(bare(network).lower(), "other")
    try:
        split = urlsplit(bare(address))
    except ValueError:
        return Profile(platform, name)
    found = _HANDLES[platform].search(split.path) if platform in _HANDLES else None
    return Profile(platform, name, found[1] if found else None, split.hostname)


def whole(profiles: list[Profile]) -> Profile | None:
    """The one profile that a file is about; None where it holds several."""
    platforms = {one.platform for one in profiles}
    names = {one.name for one in profiles if one.name}
    handles = {one.handle for one in profiles if one.handle}
    if len(platforms) != 1 or len(names) > 1 or (len(handles) > 1 and not names):
        return None
    return next((one for one in profiles if one.handle), profiles[0])


@dataclass(frozen=True)
class Owners:
    """To whom the lines of a file go. `one`: the profile that all of it is about."""

    one: Profile | None
    context: Context

    def stated(self) -> Stated | None:
        """What the file says about its account, unless the caller has named it."""
        if self.one is None or self.context.account_id is not None:
            return None
        return Stated(self.one.platform, name=self.one.name or self.one.handle, url=self.one.address)

    def of(self, line: Profile) -> str | None:
        """The account of a line: None is that of the file, "" one that is not registered."""
        return None if self.one is not None else line.registered(self.context) or ""
