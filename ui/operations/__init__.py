"""What keeps the portal running is seen here: logs, health, metrics. Plain routes and ASGI layers, no pages."""
