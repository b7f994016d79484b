"""What time tells of an account: days of posting, silences, watched stretches, working days, answers."""
