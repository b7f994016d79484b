"""Chapter safety: nothing secret, private, commercial or hijacked."""
