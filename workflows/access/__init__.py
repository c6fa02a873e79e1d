"""Who may speak for whom: companies and the municipalities they may act in, people and their roles. Pure, as `casework` is."""
