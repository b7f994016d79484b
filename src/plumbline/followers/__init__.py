"""Followers as columns: maps, cohorts, shares with an interval. Pure: no clock, no dice, no file."""
