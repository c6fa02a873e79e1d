"""Companies and the municipalities they may act in: who may join, the life of an access, certificates. Pure."""
