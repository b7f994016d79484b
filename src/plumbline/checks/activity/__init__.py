"""Is the account alive? Silences, warnings, long-dead accounts, posting just in time, machines only."""
