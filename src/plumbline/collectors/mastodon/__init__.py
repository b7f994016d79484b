"""Mastodon and servers that speak its REST interface."""
