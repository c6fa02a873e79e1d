"""What exists: entities and value types of the portal. No I/O, no clock, no user interface."""
