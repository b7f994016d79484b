"""What asks the platforms: the only rooms that use the network. One folder a platform, a table of endpoints in each."""
