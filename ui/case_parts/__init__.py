"""Pieces of a case that both sides are shown."""
