"""What people and programs see: pages, components, looks, the HTTP API and printed papers."""
