"""The figures measured for this release, as `make evaluate` wrote them: what `explain` tells of each check."""

from functools import cache
from pathlib import Path

import msgspec

FILE = Path(__file__).parent / "measured.json"


class Published(msgspec.Struct, frozen=True):
    """One check's figures: on sentences that nobody tuned on, and on official posts; intervals are 95%."""

    measured_on: str
    offences: int
    innocent: int
    precision: float | None
    precision_interval: tuple[float, float] | None
    recall: float | None
    recall_interval: tuple[float, float] | None
    official_posts: int
    official_alarms: int
    alarms_interval: tuple[float, float]

    @property
    def alarms_per_10k(self) -> float:
        """Alarms, right or wrong, in ten thousand official posts."""
        return 10_000 * self.official_alarms / self.official_posts


@cache
def published() -> dict[str, Published]:
    """By check; only checks that judge single texts have such figures."""
    return msgspec.json.decode(FILE.read_bytes(), type=dict[str, Published])
