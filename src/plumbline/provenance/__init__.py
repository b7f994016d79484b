"""Where a text comes from: credits, lists of sources, the index of known texts, alignment."""
