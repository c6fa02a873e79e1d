"""The pages before login."""
