"""Chapter tone: how an official account speaks."""
