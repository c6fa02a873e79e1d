"""Where it is kept: database, objects, live news. Fulfils the ports of `workflows`; nothing here decides what may happen."""
