"""The HTTP API for outside tools: the same use cases as the pages, behind bearer keys."""
