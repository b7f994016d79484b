"""Reading and validating the tables of a dossier: whatever the form, the same typed frames come out."""
