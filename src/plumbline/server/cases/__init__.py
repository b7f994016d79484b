"""Faults followed until they are mended."""
