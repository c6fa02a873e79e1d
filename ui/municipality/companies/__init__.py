"""`/companies`: the companies of a municipality, each with its register entry, its standing and what it has proved."""
