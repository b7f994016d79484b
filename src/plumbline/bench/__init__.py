"""Measured speed and memory, always as ratios to a naive loop and to a physical ceiling in the same run."""
