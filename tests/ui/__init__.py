"""The pages and pieces of the portal."""
