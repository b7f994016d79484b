"""Writing about cases."""
