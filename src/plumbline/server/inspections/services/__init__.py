"""Writing about inspections and findings."""
