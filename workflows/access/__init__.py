"""Use cases of who may speak for whom: people and their roles, companies and their access. Pure, as `casework` is."""
