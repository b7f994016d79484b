"""Plumbline 准绳: keeps a public authority's own official social-media accounts honest."""

__version__ = "0.1.0"
