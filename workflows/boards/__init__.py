"""Use cases of boards and lists that are no act on a case: saved views, and what a search was taken for."""
