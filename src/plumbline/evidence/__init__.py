"""The archive of raw answers: kept as they came, chained day by day, checked by anybody."""
