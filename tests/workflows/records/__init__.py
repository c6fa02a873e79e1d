"""Records: what goes to the archive, what is taken along, what other programs are told."""
