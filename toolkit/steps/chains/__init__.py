"""Verbs that run verbs."""
