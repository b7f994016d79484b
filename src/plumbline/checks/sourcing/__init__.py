"""Chapter sourcing: where an account takes its texts from, and whether it leaves them as they were."""
