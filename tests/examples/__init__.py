"""One module for each workflow: a complete case of every kind and phase, and what takes each requirement away."""
