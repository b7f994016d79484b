"""Douyin: works, followers and figures of an account whose owner has agreed, from the open platform."""
