"""Printed figures: their paths, their words, what they rest on, recomputed."""
