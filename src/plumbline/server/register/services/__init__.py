"""Writing into the register: every change through here, with its audit entry, in one transaction."""
