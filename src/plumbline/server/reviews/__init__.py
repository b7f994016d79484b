"""Drafts reviewed before publication."""
