"""Frozen records and words; imports nothing of ours."""
