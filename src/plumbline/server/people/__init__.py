"""Units, persons, what they may do, sign-in."""
