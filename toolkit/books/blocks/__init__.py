"""Rows repeated, and everything below them moved."""
