"""Addresses of accounts: many spellings of one address, one canonical form; names that look alike."""
