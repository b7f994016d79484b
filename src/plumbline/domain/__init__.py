"""The vocabulary every storey shares: tables, findings, abstentions, verdicts, errors."""
