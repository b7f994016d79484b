"""Kuaishou: works and followers of an account whose owner has agreed, from the open platform."""
