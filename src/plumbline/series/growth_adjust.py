"""Daily gains with the day of the week, the reads and the platform's common mode taken out."""

from itertools import pairwise

import numpy as np

from plumbline.series.growth_panel import Floats, Panel

HUBER = 1.5
ROUNDS = 4
LEVEL_DAYS = 28
_SMALL = 1e-6


def log_gains(gain: Floats) -> Floats:
    """sign(gain) · log(1 + |gain|)."""
    return np.sign(gain) * np.log1p(np.abs(gain))


def adjusted(panel: Panel, gain: Floats) -> Floats:
    """Gains on a log scale less what the weekday, the reads of the day and the day before and the common mode explain.

    Robust regression (Huber, by reweighting) for each account, on the deviations from its own slow level, so that a
    purchase neither sets the level nor the weekdays. NaN where the gain is unknown.
    """
    x = log_gains(gain)
    known = ~np.isnan(x)
    deviation = np.where(known, x - _level(x), 0.0)
    features = _features(panel)
    weights = known.astype(np.float64)
    fitted = np.zeros_like(x)
    for _ in range(ROUNDS):
        weighted = features * weights[:, :, None]
        left = np.einsum("ntp,ntq->npq", weighted, features) + _SMALL * np.eye(features.shape[2])
        right = np.einsum("ntp,nt->np", weighted, deviation)
        slopes = _plausible(np.linalg.solve(left, right[:, :, None])[:, :, 0])
        fitted = np.einsum("ntp,np->nt", features, slopes)
        residual = np.where(known, deviation - fitted, np.nan)
        scale = 1.4826 * known_median(np.abs(residual))
        ratio = np.abs(np.nan_to_num(residual)) / np.maximum(scale, 0.05)[:, None]
        weights = np.where(known, np.minimum(1.0, HUBER / np.maximum(ratio, _SMALL)), 0.0)
    return x - fitted


def _plausible(slopes: Floats) -> Floats:
    """Reads and the common mode can only push the same way: their slopes are not negative, and none is above 2."""
    slopes[:, 6:] = np.clip(slopes[:, 6:], 0.0, 2.0)
    return slopes


def _features(panel: Panel) -> Floats:
    """Six weekdays against Sunday, reads today and yesterday (log, less their own slow level), the common mode."""
    rows, days = panel.followers.shape
    weekday = (np.arange(days) + panel.first.weekday()) % 7
    week = np.stack([(weekday == day).astype(np.float64) - (weekday == 6) for day in range(6)], axis=1)
    reads = np.log1p(panel.reads)
    known = ~np.isnan(reads)
    above = np.where(known, reads - _level(reads), 0.0)
    before = np.concatenate([np.zeros((rows, 1)), above[:, :-1]], axis=1)
    mode = np.broadcast_to(panel.mode, (rows, days))
    return np.concatenate(
        [np.broadcast_to(week, (rows, days, 6)), above[:, :, None], before[:, :, None], mode[:, :, None]], axis=2
    )


def _level(x: Floats) -> Floats:
    """A slow level: the median of each block of `LEVEL_DAYS` days, in straight lines between their middles."""
    rows, days = x.shape
    blocks = max(1, round(days / LEVEL_DAYS))
    edges = np.linspace(0, days, blocks + 1).astype(int)
    whole = _median(x, np.zeros(rows))
    middles = np.stack([_median(x[:, a:b], whole) for a, b in pairwise(edges)], axis=1)
    centres = (edges[:-1] + edges[1:] - 1) / 2
    at = np.clip(np.interp(np.arange(days), centres, np.arange(blocks)), 0, blocks - 1)
    low = np.floor(at).astype(int)
    high = np.minimum(low + 1, blocks - 1)
    share = at - low
    level: Floats = middles[:, low] * (1 - share) + middles[:, high] * share
    return level


def _median(x: Floats, otherwise: Floats) -> Floats:
    """Median of the known values of each row, `otherwise` where none is known."""
    out: Floats = np.where(np.isnan(x).all(axis=1), otherwise, known_median(x))
    return out


def known_median(x: Floats) -> Floats:
    """Median of the known values (not NaN) along the last axis; 0 where there is none."""
    ordered = np.sort(x, axis=-1)
    count = (~np.isnan(ordered)).sum(axis=-1)
    low, high = np.maximum(count - 1, 0) // 2, count // 2
    pair = np.stack([low, np.where(count > 0, np.minimum(high, np.maximum(count - 1, 0)), 0)], axis=-1)
    middle: Floats = np.take_along_axis(ordered, pair, axis=-1).mean(axis=-1)
    return np.where(count > 0, middle, 0.0)
