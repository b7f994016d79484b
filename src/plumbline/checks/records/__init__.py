"""Chapter records: what was published stays on record."""
