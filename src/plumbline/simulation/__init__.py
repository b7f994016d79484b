"""Seeded simulators: made-up lists, series and readings on which methods are measured."""
