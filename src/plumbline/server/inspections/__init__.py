"""Inspections run, watched, compared; findings confirmed or rejected."""
