"""Readers of the exports people already have. A format is a module in `formats`: being there is being registered."""
