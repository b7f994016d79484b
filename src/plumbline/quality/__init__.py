"""Measured quality: how often a check is right on labelled texts, with intervals."""
