"""The whole office in one file, and back: database, dossier, runs, evidence, keys."""
