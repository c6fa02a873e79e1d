"""The officer's own pieces: check-list, request form, tray, answer pairs, documents, decision. Data in, callbacks out, no truth kept."""
