"""How fast the portal is: figures beside floors measured in the same run. `make bench` prints one table; nothing here is a timed test."""
