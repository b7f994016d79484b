"""What was seen and when: the database behind a dossier, from which its tables are written."""
