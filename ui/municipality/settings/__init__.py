"""A municipality's local rules: written, looked at as a contractor, published, taken out and in as a file."""
