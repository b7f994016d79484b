"""Feeds: for accounts whose platform offers owners no interface, and for an authority's own site."""
