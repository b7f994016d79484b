"""Bulletins, and messages to the people who must act."""
