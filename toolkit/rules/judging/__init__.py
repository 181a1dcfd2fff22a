"""Targets and actuals in, rates and verdicts out."""
