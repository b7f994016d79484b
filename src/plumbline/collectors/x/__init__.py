"""X accounts, over the interface that is paid by use."""
