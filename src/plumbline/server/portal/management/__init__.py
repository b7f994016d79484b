"""Orders for administrators."""
