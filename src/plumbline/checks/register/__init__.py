"""Does the register say what is so? Owners, filing, verification, names, duplicates, closing."""
