"""Tests of what must be supplied and what may happen."""
