"""Measures: the quality of documentation for the municipality, its mirror for each company, and what usually happens next."""
