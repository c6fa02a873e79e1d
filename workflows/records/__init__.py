"""Records: what is kept of a case when it leaves the portal. The case file, the whole case, entries for the archive, and webhooks."""
