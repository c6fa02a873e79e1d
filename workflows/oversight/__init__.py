"""Oversight: who did, saw and exported what; the platform's administration; and people's rights over what is kept about them."""
