"""Made-up fleets to try everything on: invented places, offices, accounts and texts; same seed, same bytes."""
