"""Writes what an inspection leaves behind: pages, tables and records for people and programs."""
