"""The register of accounts: opening, change, suspension, closing, hand-over."""
