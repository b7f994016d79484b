"""What the machine and the person at it prefer: language, colours."""
