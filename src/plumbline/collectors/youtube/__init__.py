"""YouTube channels, over the Data interface."""
