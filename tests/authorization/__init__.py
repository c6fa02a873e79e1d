"""Who may do what, as a table that people can read, tried cell by cell through every door."""
