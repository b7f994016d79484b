"""Where units are judged: in this process, or in several beside each other."""
