"""Bilibili: works and figures of an account whose owner has agreed, from its open platform alone."""
