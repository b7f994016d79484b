"""Rules as data: schema, loader with inheritance, sentences, coverage of the law, lint, diff."""
