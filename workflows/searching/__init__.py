"""Searching cases: how words are folded, what of a case can be found by whom, and the words shown of what was found. Pure."""
