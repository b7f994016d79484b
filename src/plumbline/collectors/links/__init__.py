"""The link probe: which addresses that an office published lead somewhere, asked politely and with doubt."""
