"""Plan, run, fold: from validated tables to verdicts, the same on every executor."""
