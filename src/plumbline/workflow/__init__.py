"""State graphs: which step may follow which, who may take it, and when it is due. No clock, no database."""
