"""What must be supplied and what may happen. Pure: no I/O, no clock, no user interface."""
