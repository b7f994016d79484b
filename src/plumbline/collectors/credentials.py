"""Keys and tokens of the accounts: from a file that only its owner can read, or from the environment."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from plumbline.domain.errors import UsageError
from plumbline.settings.environment import settings_folder, variable

FILE = "credentials.toml"
OPEN = ("base", "view", "allow", "feed", "product", "appid", "client_key", "app_id", "open_id")
"""Names whose values are no secrets."""


class Credentials:
    """What is known of each platform and account.

    The file has a section a platform (``[weibo]``) and, where accounts differ, a section an account
    (``["weibo:5044281310"]``). The environment goes before it: ``PLUMBLINE_WEIBO_ACCESS_TOKEN``, and for one account
    ``PLUMBLINE_WEIBO_5044281310_ACCESS_TOKEN``. UsageError: others can read the file, or it is no TOML.
    """

    def __init__(self, place: Path | None = None, *, lang: str = "en") -> None:
        named = place or (Path(given) if (given := variable("PLUMBLINE_CREDENTIALS")) else None)
        self.place = named or settings_folder() / FILE
        if named and not named.exists():
            raise UsageError("there is no such file", str(named), "give the file that holds the credentials")
        self._sections = _read(self.place, lang) if self.place.exists() else {}

    def of(self, platform: str, account_id: str, names: tuple[str, ...]) -> dict[str, str]:
        """All that is known for an account; `names` are looked for in the environment."""
        found = {**self._section(platform), **self._section(account_id)}
        bare = re.sub(r"\W+", "_", account_id.removeprefix(f"{platform}:")).upper()
        for name in names:
            for prefix in (platform.upper(), f"{platform.upper()}_{bare}"):
                value = variable(f"PLUMBLINE_{prefix}_{name.upper()}")
                if value:
                    found[name] = value
        return found

    def secrets(self) -> tuple[str, ...]:
        """Every value of the file that is long enough to be a secret: none may stand in what is kept."""
        values = (
            value for section in self._sections.values() if isinstance(section, dict) for value in section.items()
        )
        return tuple(sorted({str(value) for name, value in values if len(str(value)) >= 12 and name not in OPEN}))

    def _section(self, name: str) -> Mapping[str, str]:
        section = self._sections.get(name, {})
        return {key: str(value) for key, value in section.items()} if isinstance(section, dict) else {}


def lacking(needs: tuple[str, ...], held: Mapping[str, str]) -> list[str]:
    """Which needs are not met; ``a|b`` is met by either."""
    return [need for need in needs if not any(held.get(name) for name in need.split("|"))]


def _read(place: Path, lang: str) -> Mapping[str, object]:
    if place.stat().st_mode & 0o077:
        raise UsageError(
            "其他用户可以读取凭证文件" if lang == "zh" else "others on this machine can read the credentials",
            str(place),
            f"chmod 600 {place}",
        )
    try:
        return tomllib.loads(place.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        line = re.search(r"line \d+", str(error))
        raise UsageError(
            "凭证文件不是 TOML" if lang == "zh" else "the credentials are no TOML",
            f"{place}{', ' + line[0] if line else ''}",
            'write sections such as [weibo] with access_token = "…"',
        ) from None
