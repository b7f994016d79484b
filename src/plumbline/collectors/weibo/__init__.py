"""Weibo: the open interface (own account, 100 calls a day) and the business interface (by contract)."""
