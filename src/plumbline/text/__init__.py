"""Text: folded, matched, split and scored; one text at a time here, whole columns in `*_columns` and `sieve`."""
