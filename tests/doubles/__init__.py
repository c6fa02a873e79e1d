"""Portals with one thing changed on purpose, run by tests as processes of their own."""
